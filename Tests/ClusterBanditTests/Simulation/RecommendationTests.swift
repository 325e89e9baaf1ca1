import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Pulls the arms of a list, round by round, and believes what it was made with.
private struct Scripted: Policy, ~Copyable {
  let arms: [Int]
  var beliefs: [Double?] = []
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { arms[round - 1] }
  mutating func update(arm: Int, reward: Double) {}
  func belief(of arm: Int) -> Belief? {
    guard beliefs.indices.contains(arm) else { return nil }
    return Belief(pulls: 0, mean: beliefs[arm], standardDeviation: nil)
  }
}

@Suite("The arm that is recommended")
struct RecommendationTests {
  /// Simple regret and error of a script on arms whose rewards are their means.
  private func judged(
    _ recommendation: Recommendation, _ arms: [Int], beliefs: [Double?] = [], batch: Int = 1
  ) -> [Double] {
    let instance = problem([[0.5, 0.75], [0.25, 0.75]], rewards: .gaussian(standardDeviation: 0))
    var run = replication(of: instance, horizon: arms.count, batch: batch)
    run.recommendation = recommendation
    let trajectory: Trajectory
    if batch > 1 {
      trajectory = run.playBatches(erased(Scripted(arms: arms, beliefs: beliefs)))
    } else {
      var policy = Scripted(arms: arms, beliefs: beliefs)
      trajectory = run.play(&policy, rewards: GaussianRewards(standardDeviation: 0))
    }
    return [trajectory.final(.simpleRegret), trajectory.final(.recommendationError)]
  }

  @Test("Most pulls, then the mean, then an even share", arguments: [1, 3])
  func mostPulled(batch: Int) {
    #expect(judged(.mostPulled, [0, 0, 1], batch: batch) == [0.25, 1])
    #expect(judged(.mostPulled, [0, 1, 1], batch: batch) == [0, 0])
    // Two pulls each: the higher mean.
    #expect(judged(.mostPulled, [0, 1, 1, 0, 2], batch: batch) == [0, 0])
    #expect(judged(.mostPulled, [0, 2, 0, 2], batch: batch) == [0.25, 1])
    #expect(judged(.mostPulled, [3, 1], batch: batch) == [0, 0])
  }

  @Test("The highest mean, then most pulls; an arm that was not pulled is not recommended")
  func highestMean() {
    #expect(judged(.highestMean, [0, 0, 0, 1]) == [0, 0])
    #expect(judged(.highestMean, [0, 0, 2]) == [0.25, 1])
    #expect(judged(.highestMean, [2]) == [0.5, 1])
  }

  @Test("What stays equal shares the recommendation, and nothing is drawn")
  func ties() {
    // Rewards that are all 1 and pulls that are equal: means .5 and 1.
    let instance = problem([[1, 1, 1]])
    var run = replication(of: instance, horizon: 3)
    run.recommendation = .mostPulled
    var policy = Scripted(arms: [0, 1, 2])
    #expect(run.play(&policy, rewards: BernoulliRewards()).final(.recommendationError) == 0)
    // Never paid: three arms of 0 rewards, one of them optimal by a hair.
    let poor = problem([[0, 0, 1e-300]])
    var other = replication(of: poor, horizon: 3)
    other.recommendation = .highestMean
    var again = Scripted(arms: [0, 1, 2])
    let trajectory = other.play(&again, rewards: BernoulliRewards())
    #expect(trajectory.final(.recommendationError) == 2.0 / 3)
    #expect((trajectory.final(.simpleRegret) * 1.5 / 1e-300 - 1).magnitude < 1e-12)
  }

  @Test("The posterior mean is the policy's, and what was observed where it has none")
  func posterior() {
    #expect(judged(.posteriorMean, [0, 0, 1], beliefs: [0.9, 0.1, 0.2, 0.3]) == [0.25, 1])
    // An arm without pulls may be believed the best.
    #expect(judged(.posteriorMean, [0, 0, 2], beliefs: [0.4, 0.6, 0.2, 0.3]) == [0, 0])
    #expect(judged(.posteriorMean, [0, 0, 2]) == [0.25, 1])
    #expect(judged(.posteriorMean, [0, 0, 2], beliefs: [nil, nil, 0.7, nil]) == [0.5, 1])
    #expect(
      judged(.posteriorMean, [0, 0, 2, 2], beliefs: [0.4, 0.6, 0.2, 0.3], batch: 2) == [0, 0])
  }

  @Test(
    "It is what a plain loop finds at every checkpoint, and the rest of a run is the same",
    arguments: Recommendation.allCases, [1, 7])
  func plain(recommendation: Recommendation, batch: Int) {
    let instance = problem([[0.2, 0.6], [0.4], [0.1, 0.3, 0.5]])
    let means = instance.means.array
    let checkpoints = [1, 10, 40, 300, 700]
    var errors = 0.0
    for number in 0..<6 as Range<UInt64> {
      let run = replication(
        of: instance, horizon: 700, checkpoints: checkpoints, number: number, batch: batch)
      var recommending = run
      recommending.recommendation = recommendation
      let thompson = prepared("thompson", for: instance)
      let (with, without) = (thompson.play(recommending), thompson.play(run))
      #expect(!without.has(.simpleRegret) && with.has(.recommendationError))
      for metric in Metric.curves {
        for place in checkpoints.indices {
          #expect(
            with.value(metric, checkpoint: place) == without.value(metric, checkpoint: place))
        }
      }
      guard batch == 1 else { continue }
      let plain = transcript(
        thompson, on: instance, horizon: 700, number: number, test: "plain(recommendation:batch:)")
      for (place, round) in checkpoints.enumerated() {
        let values = means.indices.map { arm -> SIMD2<Double> in
          let rounds = (0..<round).filter { plain.arms[$0] == arm }
          let (n, s) = (Double(rounds.count), rounds.reduce(0) { $0 + plain.rewards[$1] })
          switch recommendation {
          case .mostPulled: return SIMD2(n, n > 0 ? s / n : 0)
          case .highestMean: return SIMD2(n > 0 ? s / n : -1, n)
          case .posteriorMean: return SIMD2((1 + s) / (2 + n), n)
          }
        }
        let best = values.max { ($0.x, $0.y) < ($1.x, $1.y) }
        let gaps = means.indices.filter { values[$0] == best }.map { 0.6 - means[$0] }
        let expected = gaps.reduce(0, +) / Double(gaps.count)
        #expect(abs(with.value(.simpleRegret, checkpoint: place) - expected) < 1e-12)
        let wrong = Double(gaps.count { $0 > 0 }) / Double(gaps.count)
        #expect(with.value(.recommendationError, checkpoint: place) == wrong)
        errors += wrong
      }
    }
    #expect(batch > 1 || (errors > 1 && errors < 29))
  }
}
