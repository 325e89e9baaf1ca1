import Testing

@testable import BanditExperiments

@Suite("Estimates of durations")
struct DurationEstimateTests {
  private func study(horizon: Int, replications: Int = 1) throws -> Experiment {
    try read(
      """
      name: timed
      horizon: \(horizon)
      replications: \(replications)
      environment: {kind: bernoulli, means: [0.4, 0.6]}
      policies: [{kind: random}, {kind: thompson}]
      """)
  }

  @Test("A horizon that would take years is estimated at once, and is proportional to the horizon")
  func longHorizon() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let long = try DurationEstimate.seconds(try study(horizon: 1_000_000_000_000), jobs: 1)
    #expect(clock.now - start < .seconds(20))
    // Two policies of at least a nanosecond and at most a millisecond a pull.
    #expect(long > 2_000 && long < 2e9)
  }

  @Test("Replications multiply the estimate and workers divide it")
  func shares() throws {
    // Each is a measurement on a machine that does other things too: the least of a few.
    func least(_ replications: Int, jobs: Int) throws -> Double {
      let study = try study(horizon: 2_000_000, replications: replications)
      return try (0..<4).map { _ in try DurationEstimate.seconds(study, jobs: jobs) }.min() ?? 0
    }
    let (one, many) = (try least(1, jobs: 1), try least(1000, jobs: 10))
    #expect(many / one > 10 && many / one < 1000)
  }

  @Test("What does not fit in memory is refused before any of it is allocated")
  func memory() throws {
    let study = try read(
      """
      name: large
      horizon: 10
      replications: 4096
      environment: {kind: needle, arms: 2147483647}
      policies: [{kind: random}]
      """)
    #expect(throws: InsufficientMemory.self) { try DurationEstimate.seconds(study, jobs: 4096) }
  }

  @Test(
    "A thousand million arms are estimated at once, and take as long as they must",
    arguments: [
      "kind: needle", "kind: beta-clusters, cohesion: 20, clusters: 1000000",
      "kind: uniform-clusters, clusters: 3",
    ])
  func manyArms(_ environment: String) throws {
    func study(_ arms: Int) throws -> Experiment {
      try read(
        """
        name: large
        horizon: 1000
        replications: 1
        environment: {\(environment), arms: \(arms)}
        policies: [{kind: random}, {kind: tsc}]
        """)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let large = try study(1_000_000_000)
    let seconds = DurationEstimate.seconds(ofReplication: large.problems[0], large.seeds)
    #expect(clock.now - start < .seconds(20))
    // To draw an arm and to make room for its statistics takes at least 2 ns; a pull of tsc may look
    // at a third of the arms, for at most 1 µs each.
    #expect(seconds > 2 && seconds < 1e6)
  }

  @Test("Beginning is proportional to the arms, and a pull to the power of them that was measured")
  func extrapolation() {
    typealias Cost = DurationEstimate.Cost
    let few = Cost(beginning: 1, pull: 1e-6)
    let linear = few.extrapolated(
      over: Cost(beginning: 4, pull: 4e-6), arms: 1600, 100, 400)
    #expect(abs(linear.beginning - 16) < 1e-9 && abs(linear.pull - 16e-6) < 1e-12)
    let root = few.extrapolated(over: Cost(beginning: 4, pull: 2e-6), arms: 1600, 100, 400)
    #expect(abs(root.pull - 4e-6) < 1e-12)
    // What hardly grows does not, and nothing grows faster than the arms.
    let same = few.extrapolated(over: Cost(beginning: 4, pull: 1.1e-6), arms: 1600, 100, 400)
    #expect(same.pull == 1.1e-6)
    let steep = few.extrapolated(over: Cost(beginning: 4, pull: 64e-6), arms: 1600, 100, 400)
    #expect(abs(steep.pull - 256e-6) < 1e-12)
  }
}
