import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Sequential halving")
struct SequentialHalvingTests {
  /// The arms that are pulled where every arm pays what `reward` says of arm and round.
  private func play(
    _ policy: consuming SequentialHalving, rounds: Int, seed: UInt64 = 1,
    reward: (Int, Int) -> Double
  ) -> [Int] {
    var stream = testStream(seed)
    var arms: [Int] = []
    for round in 1...rounds {
      let arm = policy.selectArm(round: round, using: &stream)
      policy.update(arm: arm, reward: reward(arm, round))
      arms.append(arm)
    }
    return arms
  }

  private func policy(
    _ sizes: [Int], horizon: Int, ties: TieBreak = .uniform, forgets: Bool = true,
    value: SequentialHalving.ClusterValue = .mean
  ) -> SequentialHalving {
    SequentialHalving(
      setting: setting(
        Clustering(sizes: sizes), rewards: .gaussian(standardDeviation: 1), horizon: horizon),
      ties: ties, forgets: forgets, value: value)
  }

  private func counts(_ arms: [Int], of count: Int) -> [Int] {
    (0..<count).map { arm in arms.count { $0 == arm } }
  }

  @Test("⌈log₂ n⌉ phases", arguments: [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4)])
  func phases(count: Int, phases: Int) { #expect(HalvingRounds.phases(count) == phases) }

  @Test("Equal phases, the better half stays, what is left over goes to the arm that is left")
  func halves() {
    // 8 arms, 3 phases of 80 rounds: 10, 20 and 40 pulls each.
    let even = play(policy([8], horizon: 240), rounds: 240) { arm, _ in Double(arm) }
    #expect(counts(even, of: 8) == [10, 10, 10, 10, 30, 30, 70, 70])
    #expect(Set(even[..<8]).count == 8 && Set(even[240 - 80..<240 - 78]) == [6, 7])
    // 5 arms, 3 phases of at most 33: 6, 11 and 16 pulls each; 5 rounds are left over.
    let odd = play(policy([5], horizon: 100), rounds: 100) { arm, _ in -Double(arm) }
    #expect(counts(odd, of: 5) == [6 + 11 + 16 + 5, 6 + 11 + 16, 6 + 11, 6, 6])
    // Too few rounds: one turn each.
    let short = play(policy([8], horizon: 10), rounds: 10) { arm, _ in Double(arm) }
    #expect(counts(short, of: 8).prefix(4).allSatisfy { $0 == 1 })
    #expect(play(policy([1], horizon: 3), rounds: 3) { _, _ in 0 } == [0, 0, 0])
  }

  @Test("Means are of the phase as published, or of all pulls")
  func samples() {
    // Arm 0 pays 1 in the first phase of four arms, whose phases have 40 rounds, then 0.4; arm 1
    // pays .5 always. Over its 10 + 20 pulls arm 0 has a mean of .6.
    func reward(_ arm: Int, _ round: Int) -> Double {
      arm == 0 ? (round <= 40 ? 1 : 0.4) : arm == 1 ? 0.5 : 0
    }
    for (forgets, last) in [(true, 1), (false, 0)] {
      let arms = play(policy([4], horizon: 81, forgets: forgets), rounds: 81, reward: reward)
      #expect(arms.last == last)
    }
  }

  @Test("Clusters are halved by their value, then the arms of the one that is left")
  func clusters() {
    // 2 + 1 phases: 160 of 240 rounds for four clusters, 20 and 40 turns each; 40 for each of two.
    let mean = [0.0, 0.1, 0.9, 0.2, 0.6, 0.7, 0.3, 0.4]
    let byMean = play(policy([2, 2, 2, 2], horizon: 240), rounds: 240) { arm, _ in mean[arm] }
    #expect(counts(byMean, of: 8) == [10, 10, 30, 30, 30 + 40, 30 + 40, 10, 10])
    let byMax = play(policy([2, 2, 2, 2], horizon: 240, value: .max), rounds: 240) { arm, _ in
      mean[arm]
    }
    #expect(counts(byMax, of: 8) == [10, 10, 30 + 40, 30 + 40, 30, 30, 10, 10])
    // Every arm of a cluster has its turn before one has two.
    for seed in 1...20 as ClosedRange<UInt64> {
      let arms = play(policy([3, 3], horizon: 300), rounds: 12, seed: seed) { _, _ in 0 }
      #expect(arms[..<6].sorted() == [0, 1, 2, 3, 4, 5])
    }
  }

  @Test("One cluster, and clusters of one arm, are sequential halving", arguments: [true, false])
  func flat(forgets: Bool) {
    let flat = play(policy([9], horizon: 200, ties: .first, forgets: forgets), rounds: 200) {
      Double(($0 * 7 + $1 * $1) % 11)
    }
    let single = policy(
      Array(repeating: 1, count: 9), horizon: 200, ties: .first, forgets: forgets, value: .max)
    #expect(play(single, rounds: 200) { Double(($0 * 7 + $1 * $1) % 11) } == flat)
  }

  @Test("Ties are broken evenly, or by the order of the arms")
  func ties() {
    var wins = [0, 0, 0]
    for seed in 1...3000 as ClosedRange<UInt64> {
      let arms = play(policy([3], horizon: 20), rounds: 20, seed: seed) { _, _ in 1 }
      wins[arms[19]] += 1
    }
    for count in wins {
      let verdict = Verdict.proportion(count, of: 3000, is: 1.0 / 3)
      #expect(verdict.holds, "\(verdict)")
    }
    let first = play(policy([3], horizon: 20, ties: .first), rounds: 20) { _, _ in 1 }
    #expect(first[0..<3] == [0, 1, 2] && first[19] == 0)
  }

  // Two arms of .5 and .7 with 10 pulls each and one round left: it errs with probability
  // P(X > Y) + P(X = Y)/2. A phase of 9 or 11 pulls would err by .012 more or less; 40,000
  // replications tell .012 apart from 0 in all but one of ten thousand cases.
  @Test("The probability of error on two arms is that of two binomials", arguments: [20, 21])
  func errors(horizon: Int) {
    func binomial(_ n: Int, _ p: Double) -> [Double] {
      var row = [1.0]
      for _ in 0..<n {
        row = (0...row.count).map { k in
          (k < row.count ? row[k] * (1 - p) : 0) + (k > 0 ? row[k - 1] * p : 0)
        }
      }
      return row
    }
    let (worse, better) = (binomial(10, 0.5), binomial(10, 0.7))
    var exact = 0.0
    for x in 0...10 {
      for y in 0...x { exact += worse[x] * better[y] * (x == y ? 0.5 : 1) }
    }
    let instance = problem([[0.5, 0.7]])
    let halving = prepared("sequential-halving", for: instance)
    var (errors, regret) = (0.0, 0.0)
    for number in 0..<40_000 as Range<UInt64> {
      var run = replication(of: instance, horizon: horizon, number: number)
      run.recommendation = .mostPulled
      let trajectory = halving.play(run)
      errors += trajectory.final(.recommendationError)
      regret += trajectory.final(.simpleRegret)
    }
    #expect(abs(regret - 0.2 * errors) < 1e-6)
    if horizon == 21 {
      let verdict = Verdict.proportion(Int(errors), of: 40_000, is: exact)
      #expect(verdict.holds, "\(verdict)")
    } else {
      // Halves of ties: less spread than that of a proportion.
      #expect(abs(errors / 40_000 - exact) < 5 * (exact * (1 - exact) / 40_000).squareRoot())
    }
  }

  @Test("Too short a horizon is told")
  func remarks() {
    var shape = ProblemShape(armCount: 16, clusterCount: 4, rewards: .bernoulli)
    shape.horizon = 60
    let arguments = Arguments(defaultsOf: PolicyFamily.sequentialHalving.parameters)
    #expect(PolicyFamily.sequentialHalving.remarks(arguments, shape).count == 1)
    shape.horizon = 64
    #expect(PolicyFamily.sequentialHalving.remarks(arguments, shape).isEmpty)
    // Four phases of at least four turns each: two of clusters, two of arms.
    let own = Arguments(defaultsOf: PolicyFamily.clusterHalving.parameters)
    for (horizon, count) in [(15, 1), (16, 0)] {
      shape.horizon = horizon
      #expect(PolicyFamily.clusterHalving.remarks(own, shape).count == count)
    }
    // Two clusters of fifty arms: 1 + 6 phases of up to fifty.
    shape = ProblemShape(armCount: 100, clusterCount: 2, rewards: .bernoulli)
    shape.horizon = 349
    #expect(PolicyFamily.clusterHalving.remarks(own, shape).count == 1)
  }
}
