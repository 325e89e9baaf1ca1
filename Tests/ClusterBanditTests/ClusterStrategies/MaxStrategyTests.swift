import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// One way to parametrise MAX.
struct MaxCase: Sendable {
  let prior: [Double]
  let observedOnly: Bool
  let plusOne: Bool
  var values: [String: ParameterValue] {
    [
      "prior": .numbers(prior), "observed-only": .flag(observedOnly), "plus-one": .flag(plusOne),
    ]
  }
}

@Suite("MAX")
struct MaxStrategyTests {
  // One cluster of three arms. Posterior parameters of arms 0, 1, 2 after each pull:
  // (1,2) (1,1) (1,1); (1,2) (2,1) (1,1); (1,2) (2,2) (1,1); (1,2) (2,3) (1,1);
  // (1,2) (2,3) (1,2); (1,2) (2,4) (1,2); (1,2) (3,4) (1,2).
  @Test(
    "MAX follows the arm of highest posterior mean, the most pulled of equals",
    arguments: [
      (false, [(1, 1), (2, 1), (2, 2), (1, 1), (2, 3), (2, 4), (3, 4)]),
      (true, [(1, 2), (2, 1), (2, 2), (2, 3), (2, 3), (2, 4), (3, 4)]),
    ] as [(Bool, [(Double, Double)])], [false, true])
  func maxByHand(row: (Bool, [(Double, Double)]), plusOne: Bool) {
    let extra: Double = plusOne ? 1 : 0
    let clusters = Represented<MaxStrategy>(
      ["observed-only": .flag(row.0), "plus-one": .flag(plusOne)], Clustering(sizes: [3]))
    #expect(
      clusters.initial(0) == ClusterEstimate(alpha: 1 + extra, beta: 1 + extra, pulls: 0))
    let pulls = [(0, 0.0), (1, 1), (1, 0), (1, 0), (2, 0), (1, 0), (1, 1)]
    for (step, (arm, reward)) in pulls.enumerated() {
      let (alpha, beta) = row.1[step]
      #expect(
        clusters.pull(arm, reward)
          == ClusterEstimate(alpha: alpha + extra, beta: beta + extra, pulls: Double(step + 1)),
        "pull \(step + 1)")
    }
  }

  @Test("An arm that draws level by a success represents if it was pulled more often")
  func maxTieFromBelow() {
    let clusters = Represented<MaxStrategy>([:], Clustering(sizes: [3]))
    for (arm, reward) in [(0, 1.0), (0, 0), (1, 0), (1, 0)] { _ = clusters.pull(arm, reward) }
    #expect(clusters.pull(1, 1) == ClusterEstimate(alpha: 2, beta: 2, pulls: 5))
    // Arm 1 is at (3, 3) now, arm 0 at (2, 2), arm 2 at (1, 1).
    #expect(clusters.pull(1, 1) == ClusterEstimate(alpha: 3, beta: 3, pulls: 6))
  }

  static let maxCases = [[1.0, 1], [2, 4], [0.5, 0.25]].flatMap { prior in
    [(false, false), (true, false), (false, true), (true, true)].map {
      MaxCase(prior: prior, observedOnly: $0.0, plusOne: $0.1)
    }
  }

  @Test("MAX agrees with a search of the whole cluster after every pull", arguments: maxCases)
  func maxAgainstSearch(maxCase: MaxCase) {
    let clustering = Clustering(sizes: [1, 4, 3])
    let clusters = Represented<MaxStrategy>(maxCase.values, clustering)
    let (a0, b0) = (maxCase.prior[0], maxCase.prior[1])
    let extra: Double = maxCase.plusOne ? 1 : 0
    var seen = Observations(count: 8)
    var world = testStream()
    for _ in 0..<2500 {
      let arm = world.nextIndex(below: 8)
      let reward: Double = world.nextUnit() < 0.4 ? 1 : 0
      seen.pulls[arm] += 1
      seen.sums[arm] += reward
      let range = clustering.arms(of: Int(clustering.clusterOfArm[arm]))
      let candidates = range.filter { !maxCase.observedOnly || seen.pulls[$0] > 0 }
      func rank(_ arm: Int) -> (Double, Double) {
        ((a0 + seen.sums[arm]) / (a0 + b0 + seen.pulls[arm]), seen.pulls[arm])
      }
      let best = candidates.reduce(candidates[0]) { rank($1) > rank($0) ? $1 : $0 }
      let (s, n) = (seen.sums[best], seen.pulls[best])
      #expect(
        clusters.pull(arm, reward)
          == ClusterEstimate(
            alpha: a0 + s + extra, beta: b0 + (n - s) + extra,
            pulls: range.reduce(0) { $0 + seen.pulls[$1] }))
    }
  }
}
