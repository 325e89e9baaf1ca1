import ClusterBandit
import Foundation
import Synchronization

@testable import BanditExperiments

extension Moments {
  /// The moments of replications as a run merges them, block by block.
  init(blocksOf values: [Double]) {
    self.init()
    for start in stride(from: 0, to: values.count, by: BlockID.size) {
      merge(Moments(Array(values[start..<min(start + BlockID.size, values.count)])))
    }
  }
}

extension ResultSet.Cell {
  /// A cell of made-up values whose curves have the final moments at every round.
  init(
    _ environment: String, _ policy: String, horizon: Int, rounds: [Int],
    values: [Metric: [Double]]
  ) {
    let moments = values.mapValues { Moments(blocksOf: $0) }
    var curves: [Metric: [Moments]] = [:]
    for metric in Metric.curves {
      curves[metric] = moments[metric].map { one in rounds.map { _ in one } }
    }
    self.init(
      environment: environment, policy: policy, swept: [], horizon: horizon, rounds: rounds,
      final: values.mapValues { Summary(moments: Moments(blocksOf: $0), values: $0) },
      curves: curves,
      quantiles: [], values: values, runs: nil)
  }
}

extension ResultSet {
  /// A result of made-up cells: its plan is what they could come from.
  init(
    named name: String, title: String, seed: UInt64, replications: Int, cells: [Cell],
    targets: [Target] = [], constants: [Double] = []
  ) {
    var labels: Set<String> = []
    let problems = cells.filter { labels.insert($0.environment).inserted }.map { cell in
      Plan.Problem(
        label: cell.environment, environment: Plan.Component("needle"), horizon: cell.horizon,
        policies: cells.filter { $0.environment == cell.environment }.map {
          Plan.Policy(Plan.Component("random"), label: $0.policy)
        })
    }
    let plan = Plan(
      name: name, title: title, seed: seed, replications: replications,
      checkpoints: Checkpoints(count: cells.first?.rounds.count ?? 1), problems: problems,
      targets: targets)
    self.init(
      plan: plan, manifest: Manifest(plan), cells: cells, constants: constants, notes: [])
  }
}

/// A sink in memory that tells of every block before it keeps it.
final class WatchedSink: BlockSink {
  private let memory: MemorySink
  private let watch: @Sendable (BlockResult) throws -> Void

  init(
    _ blocks: [BlockResult] = [], watch: @escaping @Sendable (BlockResult) throws -> Void
  ) {
    memory = MemorySink(blocks)
    self.watch = watch
  }

  func have() -> Set<BlockID> { memory.have() }

  func write(_ block: BlockResult) throws {
    try watch(block)
    memory.write(block)
  }

  var blocks: [BlockResult] { memory.blocks }

  /// What the blocks come to.
  func result(of experiment: Experiment) -> ResultSet {
    ResultSet(
      plan: experiment.plan, blocks: blocks, constants: experiment.constants,
      manifest: Manifest(experiment))
  }
}
