import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// The arms of one cluster under a common prior, with the simple computation beside the tracked
/// one.
private final class Tracking {
  let prior: (a: Double, b: Double)
  var tracked: TrackedMaximum
  var pulls: [Double]
  var successes: [Double]

  init(_ count: Int, prior a: Double = 1, _ b: Double = 1) {
    prior = (a, b)
    tracked = TrackedMaximum(prior: a, b, clustering: Clustering(sizes: [count]))
    pulls = Array(repeating: 0, count: count)
    successes = Array(repeating: 0, count: count)
  }

  func pull(_ arm: Int, _ isSuccess: Bool) {
    tracked.record(arm, in: 0, isSuccess: isSuccess)
    pulls[arm] += 1
    if isSuccess { successes[arm] += 1 }
  }

  func restart(_ arm: Int, pulls n: Double, successes s: Double) {
    tracked.restart(arm, in: 0, alpha: prior.a + s, beta: prior.b + (n - s))
    (pulls[arm], successes[arm]) = (n, s)
  }

  var laws: [BetaDistribution] {
    pulls.indices.map {
      BetaDistribution(
        alpha: prior.a + successes[$0], beta: prior.b + (pulls[$0] - successes[$0]))
    }
  }

  /// The plain integral on the scale of the logit.
  func plain() -> UnitMoments {
    var maximum = ExpectedMaximum(capacity: pulls.count)
    for law in laws { maximum.add(law, window: law.window, copies: 1) }
    return maximum.moments()
  }

  /// Quadrature to 1e-13: the laws' tails at the nodes of panels an eighth of the narrowest law's
  /// half window wide.
  func quadrature() -> UnitMoments {
    let laws = laws
    let windows = laws.map(\.window)
    let low = windows.reduce(-700) { max($0, $1.low) }
    let high = windows.reduce(-700) { max($0, $1.high) }
    let narrowest = windows.reduce(4) { min($0, $1.high - $1.middle, $1.middle - $1.low) }
    var quadrature = LogitQuadrature(panels: 8 * Int((high - low) / narrowest + 1))
    return quadrature.moments(over: low...high, width: narrowest / 8) { x in
      laws.reduce(1) { $0 * $1.tails(at: x).lower }
    }
  }
}

@Suite("Tracked maximum of Beta posteriors")
struct TrackedMaximumTests {
  /// Equal up to the stated errors.
  private func expectEqual(
    _ found: UnitMoments?, _ expected: UnitMoments, mean: Double = 2e-11, variance: Double = 1e-8,
    _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let found else {
      Issue.record("no room: \(comment)", sourceLocation: sourceLocation)
      return
    }
    #expect(
      abs(found.mean.value - expected.mean.value) < mean, comment, sourceLocation: sourceLocation)
    #expect(
      abs(found.mean.complement - expected.mean.complement) < mean, comment,
      sourceLocation: sourceLocation)
    #expect(
      abs(found.variance / expected.variance - 1) < variance, comment,
      sourceLocation: sourceLocation)
  }

  // The moments after these pulls are computed anew, those after 20 more by the recurrence.
  private static let grid: [(prior: (Double, Double), arms: [(pulls: Int, successes: Int)])] = [
    ((1, 1), [(0, 0), (0, 0), (0, 0)]), ((1, 1), [(3, 2), (3, 1), (0, 0)]),
    ((0.5, 0.5), [(1, 1), (2, 0)]), ((1, 1), [(30, 20), (60, 40), (100, 65)]),
    ((1, 1), [(1000, 100), (1000, 110), (900, 100)]), ((2.5, 7), [(40, 0), (40, 40), (40, 20)]),
    ((1, 1), [(100_000, 50_000), (100_000, 50_100), (90_000, 45_100)]),
    ((1, 1), [(1_000_000, 700_000), (1_000_000, 700_400)]),
    ((1, 1), [(1_000_000, 999_990), (30, 30)]), ((1, 1), [(300_000, 3), (300_000, 5)]),
    ((400_000, 600_000), [(10, 2), (40, 39), (0, 0)]), ((1, 1), [(20_000, 18_000), (40, 30)]),
  ]

  @Test("Moments agree with quadrature from no pulls to a million", arguments: grid)
  func againstQuadrature(
    prior: (Double, Double), arms: [(pulls: Int, successes: Int)]
  ) {
    let tracking = Tracking(arms.count, prior: prior.0, prior.1)
    for (arm, counts) in arms.enumerated() {
      for pull in 0..<counts.pulls { tracking.pull(arm, pull < counts.successes) }
    }
    let first = tracking.tracked.moments(of: 0)
    expectEqual(first, tracking.quadrature(), mean: 1e-12, variance: 1e-9, "computed anew")
    for pull in 0..<20 {
      tracking.pull(pull % arms.count, pull % 3 == 0)
      _ = tracking.tracked.moments(of: 0)
    }
    let second = tracking.tracked.moments(of: 0)
    expectEqual(second, tracking.quadrature(), mean: 1e-12, variance: 1e-9, "kept up")
  }

  @Test(
    "After every pull the moments are those of the plain integral",
    arguments: [
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [0.5, 0.5, 0.5], [0.99, 1, 0.999], [0, 0.01, 0],
      Array(repeating: 0.9, count: 40),
    ])
  func everyPull(means: [Double]) {
    let tracking = Tracking(means.count)
    var world = testStream(UInt64(means.count))
    for round in 0..<400 {
      // Every other pull goes to the last arms, whose posteriors become narrow beside the others.
      let arm = means.count - 1 - world.nextIndex(below: round % 2 == 0 ? 2 : means.count)
      tracking.pull(arm, world.nextUnit() < means[arm])
      let found = tracking.tracked.moments(of: 0)
      expectEqual(found, tracking.plain(), "round \(round)")
    }
  }

  @Test("What was kept up from pull to pull does not drift from what is computed anew")
  func drift() {
    let means = [0.3, 0.5, 0.52, 0.9]
    let (kept, anew) = (Tracking(4, prior: 0.5, 2), Tracking(4, prior: 0.5, 2))
    var world = testStream()
    var last: UnitMoments?
    for _ in 0..<20_000 {
      let arm = world.nextIndex(below: 4)
      let isSuccess = world.nextUnit() < means[arm]
      kept.pull(arm, isSuccess)
      anew.pull(arm, isSuccess)
      last = kept.tracked.moments(of: 0)
    }
    let expected = anew.tracked.moments(of: 0)
    if let expected { expectEqual(last, expected, mean: 1e-13, variance: 1e-10, "20,000 pulls") }
    #expect(expected != nil && last != nil)
  }

  @Test("A law that was nothing at a node comes back there")
  func luckTurns() {
    // After 1,500 failures w at the upper nodes is far below the smallest number, after as many
    // successes it is not.
    let tracking = Tracking(2)
    var compared = 0
    for pull in 0..<3000 {
      tracking.pull(0, pull >= 1500)
      tracking.pull(1, pull % 2 == 0)
      let found = tracking.tracked.moments(of: 0)
      guard pull % 50 == 49 else { continue }
      expectEqual(found, tracking.plain(), "pull \(pull)")
      compared += 1
    }
    #expect(compared == 60)
  }

  @Test("Clusters do not touch each other, and a single arm has its own moments")
  func clusters() {
    let clustering = Clustering(sizes: [2, 1, 3])
    var together = TrackedMaximum(prior: 1, 1, clustering: clustering)
    let alone = [Tracking(2), Tracking(1), Tracking(3)]
    var world = testStream()
    for _ in 0..<300 {
      let arm = world.nextIndex(below: 6)
      let cluster = Int(clustering.clusterOfArm[arm])
      let isSuccess = world.nextUnit() < 0.4
      together.record(arm, in: cluster, isSuccess: isSuccess)
      alone[cluster].pull(arm - clustering.offsets[cluster], isSuccess)
      let found = together.moments(of: cluster)
      let expected = alone[cluster].tracked.moments(of: 0)
      #expect(found?.mean.value == expected?.mean.value)
      #expect(found?.variance == expected?.variance)
    }
    let single = together.moments(of: 1)
    let law = alone[1].laws[0]
    #expect(abs((single?.mean.value ?? 0) - law.mean.value) < 1e-13)
    #expect(abs((single?.variance ?? 0) / law.variance - 1) < 1e-11)
  }

  @Test("An arm that begins anew has its new posterior, and the others have theirs")
  func restart() {
    let tracking = Tracking(3)
    var world = testStream()
    for step in 1...600 {
      let arm = world.nextIndex(below: 3)
      tracking.pull(arm, world.nextUnit() < 0.7)
      if step % 3 == 0 { _ = tracking.tracked.moments(of: 0) }
      guard step % 50 == 0 else { continue }
      tracking.restart(step / 50 % 3, pulls: step % 100 == 0 ? 0 : 90, successes: 0)
      expectEqual(tracking.tracked.moments(of: 0), tracking.quadrature(), "\(step)")
    }
  }

  @Test("Priors with other powers and many arms are not tracked")
  func fit() {
    let small = Clustering(sizes: [3, 4])
    #expect(TrackedMaximum.isFit(prior: 1, 1, small))
    #expect(TrackedMaximum.isFit(prior: 0.5, 2.5, small))
    #expect(!TrackedMaximum.isFit(prior: 0.3, 1, small))
    #expect(!TrackedMaximum.isFit(prior: 1, 1e8, small))
    #expect(!TrackedMaximum.isFit(prior: 1, 1, Clustering(sizes: [65])))
    #expect(!TrackedMaximum.isFit(prior: 1, 1, Clustering(sizes: Array(repeating: 10, count: 52))))
  }
}
