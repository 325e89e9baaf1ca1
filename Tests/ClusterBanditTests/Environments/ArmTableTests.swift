import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Tables of arms")
struct ArmTableTests: EnvironmentDriving {
  @Test("A table is laid out by cluster, in the order of first rows")
  func table() throws {
    let table = ArmTable(
      clusters: ["b", "a", "b", "c", "a"], arms: ["1", "2", "3", "4", "5"],
      means: [0.1, 0.2, 0.3, 0.4, 0.5])
    let environment = try environment("table", ["file": .table(table)])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    #expect(stream == testStream(), "a given problem draws nothing")
    #expect(clusters(instance) == [[0.1, 0.3], [0.2, 0.5], [0.4]])
    #expect(instance.clustering.listed == [0, 2, 1, 4, 3])
    #expect(instance.rewards == .bernoulli)
    #expect(environment.shape == ProblemShape(armCount: 5, clusterCount: 3, rewards: .bernoulli))
    let sorted = ArmTable(
      clusters: ["x", "x", "y"], arms: ["1", "2", "3"], means: [0.3, 0.2, 0.1])
    #expect(sorted.instance().clustering.listed == nil)
    #expect(clusters(sorted.instance()) == [[0.3, 0.2], [0.1]])
  }

  @Test("With one standard deviation a table is a problem with normal rewards")
  func oneDeviation() {
    let table = ArmTable(
      clusters: ["a", "a", "b"], arms: ["1", "2", "3"], means: [-1, 3, 0.5],
      standardDeviations: [2, 2, 2])
    let instance = table.instance()
    #expect(instance.rewards == .gaussian(standardDeviation: 2) && !instance.hasOwnRewards)
    let plain = BanditInstance(
      means: table.means, clusters: [[0, 1], [2]], rewards: .gaussian(standardDeviation: 2))
    let policy = prepared("thompson", for: instance)
    #expect(
      policy.play(replication(of: instance, horizon: 50))
        == policy.play(replication(of: plain, horizon: 50)))
  }

  @Test("Each arm pays with its own standard deviation, also after its label was permuted")
  func ownDeviations() {
    let table = ArmTable(
      clusters: ["b", "a", "b"], arms: ["1", "2", "3"], means: [100, 200, 300],
      standardDeviations: [0, 1, 5])
    let instance = table.instance()
    #expect(instance.rewards == .gaussian(standardDeviation: 5), "the largest is told")
    var stream = testStream()
    var count = 0
    for played in [instance, instance.permutingLabels(using: &stream)] {
      let run = transcript(prepared("random", for: played), on: played, horizon: 3000)
      for (mean, deviation) in [(100.0, 0.0), (200, 1), (300, 5)] {
        let rewards = zip(run.arms, run.rewards).filter { played.means[$0.0] == mean }.map(\.1)
        let squares = rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let found = (squares / Double(rewards.count)).squareRoot()
        // Of 900 draws a deviation is off by 12 % once in a million.
        #expect(rewards.count > 900 && abs(found - deviation) <= 0.12 * deviation + 1e-6)
        count += 1
      }
    }
    #expect(count == 6)
  }
}
