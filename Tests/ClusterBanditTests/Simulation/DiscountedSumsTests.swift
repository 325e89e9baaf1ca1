import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Discounted sums of a replication")
struct DiscountedSumsTests {
  private static let instances = [
    problem([[0.25, 0.5], [0.75]]),
    problem([[0.25, 0.5], [0.75]], rewards: .gaussian(standardDeviation: 2)),
  ]

  @Test(
    "They are those of single rounds, in sequence and in batches",
    arguments: [(1, 0.9), (1, 0.999), (7, 0.9), (400, 0.97)])
  func sums(batch: Int, discount: Double) {
    var compared = 0
    for instance in Self.instances {
      var run = replication(
        of: instance, horizon: 400, checkpoints: Array(1...400), batch: batch)
      let plain = prepared("ucb1", for: instance).play(run)
      run.discount = discount
      let kept = prepared("ucb1", for: instance).play(run)
      var (weight, reward, regret) = (1.0, 0.0, 0.0)
      var last = (reward: 0.0, regret: 0.0)
      for checkpoint in 0..<400 {
        let now = (
          reward: plain.value(.reward, checkpoint: checkpoint),
          regret: plain.value(.pseudoRegret, checkpoint: checkpoint)
        )
        reward += weight * (now.reward - last.reward)
        regret += weight * (now.regret - last.regret)
        weight *= discount
        last = now
        let sums = [Metric.discountedReward, .discountedRegret].map {
          kept.value($0, checkpoint: checkpoint)
        }
        #expect((sums[0] - reward).magnitude < 1e-9 && (sums[1] - regret).magnitude < 1e-9)
        compared += 1
      }
      // All else is as it was.
      for metric in Metric.allCases where !metric.isOptional {
        #expect(plain.final(metric) == kept.final(metric))
      }
      #expect(!plain.has(.discountedReward) && plain.final(.discountedRegret).isNaN)
    }
    #expect(compared == 800)
  }

  @Test("Fewer checkpoints change no sum, and the oracle loses nothing")
  func checkpoints() {
    let instance = Self.instances[0]
    var many = replication(of: instance, horizon: 700, checkpoints: Array(1...700))
    var one = replication(of: instance, horizon: 700)
    many.discount = 0.95
    one.discount = 0.95
    for name in ["thompson", "tsc", "ucb1", "oracle"] {
      let policy = prepared(name, for: instance)
      let (long, short) = (policy.play(many), policy.play(one))
      for metric in [Metric.discountedReward, .discountedRegret] {
        #expect(long.final(metric) == short.final(metric), "\(name)")
      }
    }
    let oracle = prepared("oracle", for: instance).play(one)
    #expect(oracle.final(.discountedRegret) == 0)
  }

  @Test("Weights below 1e-20 are left out")
  func vanishing() {
    var sums = DiscountedSums(factor: 0.5)
    for _ in 0..<200 {
      sums.add(reward: 1)
      sums.add(regret: 0.25)
    }
    #expect(sums.reward == 2 && sums.regret == 0.5 && !sums.countsRewards)
  }

  @Test("Where rounds have contexts the losses are those of the rounds")
  func contexts() throws {
    let family = try #require(EnvironmentCatalogue.standard["contextual-clusters"])
    let environment = try family.make(Arguments(defaultsOf: family.parameters)).get()
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    var run = replication(of: instance, horizon: 30, checkpoints: Array(1...30))
    run.discount = 0.8
    let played = prepared("random", for: instance).play(run)
    var (weight, regret, last) = (1.0, 0.0, 0.0)
    for checkpoint in 0..<30 {
      let now = played.value(.pseudoRegret, checkpoint: checkpoint)
      regret += weight * (now - last)
      (weight, last) = (0.8 * weight, now)
    }
    #expect((played.final(.discountedRegret) - regret).magnitude < 1e-9)
    #expect(played.final(.discountedReward).isFinite)
  }
}
