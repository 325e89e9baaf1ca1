import Randomness
import TestSupport
import Testing

@testable import BanditExperiments
@testable import ClusterBandit

@Suite("Collecting replications")
struct BlockStoreTests {
  static let policies = 2
  static let checkpoints = 3

  /// Trajectories with uneven values, so that another order of adding shows in the last bits.
  private func trajectories(_ count: Int, _ stream: inout RandomStream) -> [[Trajectory]] {
    let oracle = Oracle(arm: 0, mean: 0.7)
    return (0..<count).map { _ in
      (0..<BlockStoreTests.policies).map { _ in
        var trajectory = Trajectory(rounds: [3, 5, 9])
        for round in trajectory.rounds {
          var totals = ReplicationTotals()
          totals.reward = stream.nextUnit() * Double(round)
          totals.pseudoRegret = stream.nextUnit() * 1e6
          totals.bestArmPulls = stream.nextIndex(below: round + 1)
          totals.bestClusterPulls = stream.nextIndex(below: round + 1)
          trajectory.append(totals, round: round, oracle: oracle)
        }
        trajectory.stuck = stream.nextBernoulli(0.3) ? 1 : 0
        return trajectory
      }
    }
  }

  private func store(_ all: [[Trajectory]], order: [Int]) -> BlockStore {
    var store = BlockStore(
      replications: all.count, policies: BlockStoreTests.policies,
      checkpoints: BlockStoreTests.checkpoints)
    for replication in order { store.add(all[replication], replication: replication) }
    return store
  }

  @Test(
    "The order in which replications arrive changes no bit", arguments: [1, 99, 100, 101, 250, 430])
  func anyOrder(_ count: Int) {
    var stream = testStream(UInt64(count))
    let all = trajectories(count, &stream)
    let reference = store(all, order: Array(all.indices))
    var orders = [Array(all.indices.reversed())]
    for _ in 0..<5 {
      var order = Array(all.indices)
      stream.shuffle(&order)
      orders.append(order)
    }
    for order in orders {
      let other = store(all, order: order)
      #expect(other.moments == reference.moments)
      #expect(other.finals == reference.finals)
    }
  }

  @Test(
    "Moments and finals are those of all replications", arguments: [1, 99, 100, 101, 250])
  func naive(_ count: Int) {
    var stream = testStream(UInt64(count))
    let all = trajectories(count, &stream)
    let store = store(all, order: Array(all.indices.reversed()))
    for policy in 0..<BlockStoreTests.policies {
      for checkpoint in 0..<BlockStoreTests.checkpoints {
        for (index, metric) in Metric.curves.enumerated() {
          let values = all.map { $0[policy].value(metric, checkpoint: checkpoint) }
          check(store.moments[policy][checkpoint * Metric.curves.count + index], values)
        }
      }
      check(store.moments[policy][15], all.map { $0[policy].stuck })
      for metric in Metric.allCases {
        #expect(store.finals[policy][metric.index] == all.map { $0[policy].final(metric) })
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
  }

  @Test("Notes of policies and of instances are merged over all replications")
  func notes() {
    var stream = testStream()
    var all = trajectories(150, &stream)
    for index in all.indices { all[index][1].notes.note(relativeJitter: Double(index)) }
    var store = BlockStore(
      replications: 150, policies: BlockStoreTests.policies,
      checkpoints: BlockStoreTests.checkpoints)
    for index in all.indices.reversed() {
      store.add(
        all[index], replication: index,
        instance: NumericalNotes(jitteredFactorisations: 2, largestRelativeJitter: 0.5))
    }
    #expect(store.notes[0].isEmpty)
    #expect(
      store.notes[1] == NumericalNotes(jitteredFactorisations: 149, largestRelativeJitter: 149))
    #expect(
      store.instanceNotes == NumericalNotes(jitteredFactorisations: 300, largestRelativeJitter: 0.5)
    )
  }

  @Test("Blocks have 100 replications and are merged in their order")
  func blocks() {
    var stream = testStream()
    let all = trajectories(250, &stream)
    let store = store(all, order: Array(all.indices))
    let values = all.map { $0[1].value(.reward, checkpoint: 2) }
    var expected = Moments()
    for block in [0..<100, 100..<200, 200..<250] {
      var moments = Moments()
      for value in values[block] { moments.add(value) }
      expected.merge(moments)
    }
    #expect(store.moments[1][2 * 5 + 2] == expected)
  }
}
