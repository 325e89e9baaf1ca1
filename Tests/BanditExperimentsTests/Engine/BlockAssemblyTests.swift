import Randomness
import TestSupport
import Testing

@testable import BanditExperiments
@testable import ClusterBandit

@Suite("Collecting replications")
struct BlockAssemblyTests {
  static let policies = 2
  static let checkpoints = 3

  /// Replications with uneven values, so that another order of adding shows in the last bits.
  private func played(_ count: Int, _ stream: inout RandomStream) -> [[Trajectory]] {
    (0..<count).map { _ in
      (0..<BlockAssemblyTests.policies).map { _ in
        var trajectory = Trajectory(rounds: [3, 5, 9])
        for round in trajectory.rounds {
          var totals = ReplicationTotals()
          totals.reward = stream.nextUnit() * Double(round)
          totals.pseudoRegret = stream.nextUnit() * 1e6
          totals.bestArmPulls = stream.nextIndex(below: round + 1)
          totals.bestClusterPulls = stream.nextIndex(below: round + 1)
          totals.oracleReward = 0.7 * Double(round)
          totals.stuck = stream.nextBernoulli(0.3) ? 1 : 0
          trajectory.append(totals, rounds: round)
        }
        return trajectory
      }
    }
  }

  private func plan(_ replications: Int) -> Plan {
    let policies = (0..<BlockAssemblyTests.policies).map {
      Plan.Policy(Plan.Component("random"), label: "p\($0)")
    }
    return Plan(
      name: "made-up", replications: replications,
      checkpoints: Checkpoints(count: BlockAssemblyTests.checkpoints),
      problems: [
        Plan.Problem(
          label: "e", environment: Plan.Component("needle"), horizon: 9, policies: policies)
      ])
  }

  /// The blocks of replications that come in this order.
  private func blocks(
    _ all: [[Trajectory]], order: [Int], of total: Int? = nil,
    notes: NumericalNotes = NumericalNotes()
  ) throws -> [BlockResult] {
    let sink = MemorySink()
    let assembly = BlockAssembly(plan(total ?? all.count), sink: sink, keepsValues: true)
    for replication in order {
      assembly.add(
        PlayedReplication(trajectories: all[replication], instanceNotes: notes),
        of: BlockID(problem: 0, block: replication / BlockID.size), replication: replication)
    }
    try assembly.finish()
    return sink.blocks
  }

  private func cells(_ blocks: [BlockResult], of replications: Int) -> [ResultSet.Cell] {
    let plan = plan(replications)
    return ResultSet(plan: plan, blocks: blocks, constants: [], manifest: Manifest(plan)).cells
  }

  @Test(
    "The order in which replications arrive changes no bit", arguments: [1, 99, 100, 101, 250, 430])
  func anyOrder(_ count: Int) throws {
    var stream = testStream(UInt64(count))
    let all = played(count, &stream)
    let reference = try blocks(all, order: Array(all.indices))
    var orders = [Array(all.indices.reversed())]
    for _ in 0..<5 {
      var order = Array(all.indices)
      stream.shuffle(&order)
      orders.append(order)
    }
    #expect(reference.map(\.replications).reduce(0, +) == count)
    for order in orders { #expect(try blocks(all, order: order) == reference) }
  }

  @Test(
    "Moments and finals are those of all replications", arguments: [1, 99, 100, 101, 250])
  func naive(_ count: Int) throws {
    var stream = testStream(UInt64(count))
    let all = played(count, &stream)
    let cells = cells(try blocks(all, order: Array(all.indices.reversed())), of: count)
    #expect(cells.count == BlockAssemblyTests.policies)
    for (policy, cell) in cells.enumerated() {
      for checkpoint in 0..<BlockAssemblyTests.checkpoints {
        for metric in Metric.curves {
          let values = all.map { $0[policy].value(metric, checkpoint: checkpoint) }
          check(try #require(cell.curves[metric]?[checkpoint]), values)
        }
      }
      for metric in Metric.allCases where !metric.isOptional {
        let values = all.map { $0[policy].final(metric) }
        #expect(cell.values[metric] == values)
        check(try #require(cell.final[metric]?.moments), values)
      }
    }
  }

  private func check(_ moments: Moments, _ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let scale = values.map(\.magnitude).max() ?? 0
    #expect(moments.count == values.count)
    #expect((moments.mean - mean).magnitude <= scale * 1e-13)
    #expect((moments.squaredDeviations - squares).magnitude <= squares * 1e-11 + scale * 1e-13)
    #expect(moments.minimum == values.min() && moments.maximum == values.max())
  }

  @Test("Notes of policies and of instances are merged over all replications")
  func notes() throws {
    var stream = testStream()
    var all = played(150, &stream)
    for index in all.indices { all[index][1].notes.note(relativeJitter: Double(index)) }
    let blocks = try blocks(
      all, order: Array(all.indices.reversed()),
      notes: NumericalNotes(jitteredFactorisations: 2, largestRelativeJitter: 0.5))
    let plan = plan(150)
    let result = ResultSet(plan: plan, blocks: blocks, constants: [], manifest: Manifest(plan))
    #expect(result.notes.map(\.policy) == [nil, "p1"])
    #expect(
      result.notes.map(\.notes) == [
        NumericalNotes(jitteredFactorisations: 300, largestRelativeJitter: 0.5),
        NumericalNotes(jitteredFactorisations: 149, largestRelativeJitter: 149),
      ])
  }

  @Test("Blocks have 100 replications and are merged in their order")
  func order() throws {
    var stream = testStream()
    let all = played(250, &stream)
    let blocks = try blocks(all, order: Array(all.indices))
    #expect(blocks.map(\.replications) == [100, 100, 50])
    #expect(blocks.map(\.id.block) == [0, 1, 2])
    #expect(blocks.map(\.isComplete) == [true, true, true])
    let values = all.map { $0[1].value(.reward, checkpoint: 2) }
    var expected = Moments()
    for block in [0..<100, 100..<200, 200..<250] {
      expected.merge(Moments(Array(values[block])))
    }
    let cell = cells(blocks, of: 250)[1]
    #expect(cell.curves[.reward]?[2] == expected)
    #expect(cell.final[.reward]?.moments == expected)
  }

  @Test("What is left at the end is handed on as far as it has no gap")
  func leftovers() throws {
    var stream = testStream()
    let all = played(250, &stream)
    // Block 0 lacks replication 40, block 1 its first one, block 2 is complete.
    let order = all.indices.filter { $0 != 40 && $0 != 100 }
    let blocks = try blocks(all, order: order)
    #expect(blocks.map(\.id.block) == [0, 2])
    #expect(blocks.map(\.replications) == [40, 50])
    #expect(blocks.map(\.expected) == [100, 50])
    #expect(blocks.map(\.isComplete) == [false, true])
    let prefix = try self.blocks(Array(all[..<40]), order: Array(0..<40))
    #expect(blocks[0].policies == prefix[0].policies)
    let cells = cells(blocks, of: 250)
    #expect(cells.map(\.replications) == [40, 40])
  }
}
