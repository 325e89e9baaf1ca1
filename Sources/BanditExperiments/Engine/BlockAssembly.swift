import ClusterBandit
import Synchronization

/// Gathers the replications of blocks until they are complete, and hands the blocks to a sink.
///
/// Inside a block values are reduced in the order of the replications, so neither the number of
/// workers nor the order in which they finish can change a bit.
final class BlockAssembly: Sendable {
  private let plan: Plan
  private let sink: any BlockSink
  private let keepsValues: Bool
  private let filling = Mutex<[BlockID: Filling]>([:])
  /// Blocks are written one at a time.
  private let writing = Mutex<(any Error)?>(nil)
  private let failed = Atomic(false)

  /// A block whose replications come in: those that are there, by their places in the block.
  private struct Filling {
    var played: [PlayedReplication?]
    var missing: Int

    init(_ size: Int) {
      played = Array(repeating: nil, count: size)
      missing = size
    }
  }

  init(_ plan: Plan, sink: some BlockSink, keepsValues: Bool) {
    self.plan = plan
    self.sink = sink
    self.keepsValues = keepsValues
  }

  /// Whether the sink refused a block: the rest need not be played.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  /// Takes a replication, and hands on its block if it was the last one missing.
  func add(_ played: PlayedReplication, of id: BlockID, replication: Int) {
    let range = id.replications(of: plan.replications)
    let complete = filling.withLock { filling -> [PlayedReplication?]? in
      var block = filling.removeValue(forKey: id) ?? Filling(range.count)
      block.played[replication - range.lowerBound] = played
      block.missing -= 1
      if block.missing > 0 {
        filling[id] = block
        return nil
      }
      return block.played
    }
    if let complete { write(id, complete.compactMap(\.self)) }
  }

  /// Hands on what is left of a run that ended early: of each block the replications from its first
  /// on that are there.
  ///
  /// - Throws: the first error of the sink.
  func finish() throws {
    let left = filling.withLock { $0 }
    for (id, block) in left.sorted(by: { $0.key < $1.key }) {
      let prefix = block.played.prefix { $0 != nil }.compactMap(\.self)
      if !prefix.isEmpty { write(id, prefix) }
    }
    if let error = writing.withLock({ $0 }) { throw error }
  }

  private func write(_ id: BlockID, _ played: [PlayedReplication]) {
    var notes = NumericalNotes()
    for one in played { notes.merge(one.instanceNotes) }
    let policies = plan.problems[id.problem].policies.indices
    let block = BlockResult(
      id, expected: id.replications(of: plan.replications).count,
      trajectories: policies.map { policy in played.map { $0.trajectories[policy] } },
      instanceNotes: notes, keepsValues: keepsValues)
    writing.withLock { error in
      guard error == nil else { return }
      do {
        try sink.write(block)
      } catch let refusal {
        error = refusal
        failed.store(true, ordering: .relaxed)
      }
    }
  }
}
