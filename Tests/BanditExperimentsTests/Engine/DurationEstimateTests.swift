import Testing

@testable import BanditExperiments

@Suite("Estimates of durations")
struct DurationEstimateTests {
  @Test("The sample of a duration plays a twentieth of every horizon, swept ones too")
  func sample() throws {
    let text = """
      name: swept
      horizon: 100
      replications: 40
      environment: {kind: bernoulli, label: coin, means: [0.4, 0.6]}
      policies: [{kind: random}]
      sweep: [{path: horizon, values: [10, 60, 4000]}]
      published:
        - {environment: "coin, horizon = 60", policy: random, metric: reward, mean: 30, \
      replications: 5, round: 50, source: s}
      """
    let sample = DurationEstimate.sample(of: try read(text))
    #expect(sample.problems.map(\.horizon) == [1, 3, 200])
    #expect(sample.plan.replications == 1 && sample.plan.targets.isEmpty)
    let seconds = try DurationEstimate.seconds(try read(text), jobs: 2)
    #expect(seconds > 0 && seconds < 60)
  }
}
