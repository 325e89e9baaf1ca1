import ClusterBandit
import Randomness
import Testing

@testable import BanditExperiments

@Suite("Means and their targets")
struct CheckMeanTests {
  private func agrees(_ mean: Double, _ published: Double, _ tolerance: Double?) throws -> Bool {
    var moments = Moments()
    for value in [mean - 1e-6, mean + 1e-6] { moments.add(value) }
    let value = TargetMean(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: published,
      standardDeviation: 1e-6, replications: 100, tolerance: tolerance, source: "s")
    return try #require(Check(.published(value), value, moments, subject: "s")).verdict.isPass
  }

  @Test("A tolerance is relative to the published mean and takes the place of z")
  func relative() throws {
    #expect(try agrees(124, 100, 0.25) && agrees(76, 100, 0.25))
    #expect(try !agrees(126, 100, 0.25) && !agrees(74, 100, 0.25))
    #expect(try agrees(-124, -100, 0.25) && !agrees(-126, -100, 0.25))
    #expect(try !agrees(100, -100, 1) && !agrees(1, 0, 1))
    #expect(try !agrees(124, 100, nil))
    // 80 is within 25 % of 100, 100 exactly 25 % above 80.
    #expect(try agrees(80, 100, 0.25) && agrees(99.9, 80, 0.25) && !agrees(100.1, 80, 0.25))
  }

  @Test(
    "A tolerance is printed in percent without noise",
    arguments: [
      (0.25, "25"), (0.07, "7"), (0.005, "0.5"), (1, "100"), (0.123, "12.3"), (0.0001, "0.01"),
      (1e-6, "0.0001"),
    ])
  func text(tolerance: Double, percent: String) {
    let value = TargetMean(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: 160.2,
      standardDeviation: nil, replications: 100, tolerance: tolerance, source: "s")
    #expect(value.text == "160.2 ± \(percent) %")
  }

  private func moments(_ values: [Double]) -> Moments { Moments(values) }

  private func check(_ value: TargetMean, _ measured: Moments) -> Check? {
    Check(.published(value), value, measured, subject: "s")
  }

  private func published(_ mean: Double, _ deviation: Double?, _ count: Int) -> TargetMean {
    TargetMean(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: mean,
      standardDeviation: deviation, replications: count, source: "s")
  }

  @Test("z divides by both standard errors")
  func comparison() throws {
    // Measured: mean 10, s = 4, R = 4, so 2. Published: s0 = 9, R0 = 36, so 1.5. Together 2.5.
    let deviation = 48.0.squareRoot()
    let (low, high) = (10 - deviation / 2, 10 + deviation / 2)
    let measured = moments([low, high, low, high])
    #expect(((measured.standardDeviation ?? 0) - 4).magnitude < 1e-12)
    let one = try #require(check(published(5, 9, 36), measured))
    #expect(one.measured == measured.mean)
    #expect((try #require(one.standardError) - 2).magnitude < 1e-12)
    #expect(one.targetStandardError == 1.5)
    #expect((try #require(one.z) - 2).magnitude < 1e-12)
    #expect(one.verdict == .passes)
    let far = try #require(check(published(18, 9, 36), measured))
    #expect((try #require(far.z) + 3.2).magnitude < 1e-12)
    #expect(far.verdict == .misses)
  }

  @Test("Where no standard deviation was published, the measured one stands in")
  func missingDeviation() throws {
    let measured = moments([8, 12, 8, 12])
    let one = try #require(check(published(10, nil, 16), measured))
    let deviation = (16.0 / 3).squareRoot()
    #expect(one.targetStandardError == deviation / 4)
    #expect(one.z == 0)
    let other = try #require(check(published(9, nil, 16), measured))
    let expected = 1 / (deviation * deviation / 16 + deviation * deviation / 4).squareRoot()
    #expect((try #require(other.z) - expected).magnitude < 1e-12)
  }

  @Test("Without any spread only equal means agree; one replication compares with nothing")
  func noSpread() throws {
    let exact = moments([3, 3])
    let equal = try #require(check(published(3, 0, 5), exact))
    #expect(equal.z == 0 && equal.verdict == .passes)
    let above = try #require(check(published(2, 0, 5), exact))
    #expect(above.z == .infinity && above.verdict == .misses)
    let below = try #require(check(published(4, nil, 5), exact))
    #expect(below.z == -.infinity && below.verdict == .misses)
    #expect(check(published(3, 1, 5), moments([3])) == nil)
  }

  @Test(
    "A reference agrees to four standard errors; what is shown has no verdict; a tolerance says so")
  func kinds() throws {
    // Measured 10 ± 2, the target's own error is 1.5: together 2.5.
    let deviation = 48.0.squareRoot()
    let measured = moments([
      10 - deviation / 2, 10 + deviation / 2, 10 - deviation / 2, 10 + deviation / 2,
    ])
    func verdict(_ make: (TargetMean) -> Target, _ mean: Double, _ tolerance: Double? = nil) throws
      -> Check.Verdict
    {
      var value = published(mean, 9, 36)
      value.tolerance = tolerance
      return try #require(Check(make(value), value, measured, subject: "s")).verdict
    }
    // Beside a reference the error is that of the larger spread, 9 of 4 runs: 4.5.
    let error = (4.5 * 4.5 + 1.5 * 1.5).squareRoot()
    #expect(try verdict(Target.reference, 10 + 3.9 * error) == .passes)
    #expect(try verdict(Target.reference, 10 - 4.1 * error) == .misses)
    #expect(try verdict(Target.published, 10 + 3.1 * 2.5) == .misses)
    #expect(try verdict(Target.published, 10 + 3.1 * 2.5, 0.5) == .tolerated)
    #expect(try verdict(Target.published, 10 + 2.9 * 2.5, 0.0001) == .passes)
    #expect(try verdict(Target.shown, 1000) == .notCounted)
  }

  @Test("Beside a reference the larger spread counts, but for a sample that is steadier")
  func largerSpread() throws {
    let measured = moments([8, 12, 8, 12])
    let own = (16.0 / 3).squareRoot() / 2
    func error(_ deviation: Double?, spread: Double? = nil) throws -> Double? {
      let value = published(10, deviation, 100)
      return try #require(
        Check(.reference(value), value, measured, spread: spread, subject: "s")
      ).standardError
    }
    #expect(try error(9) == 4.5)
    for smaller: Double? in [2, 0, nil] { #expect(try error(smaller) == own) }
    #expect(try error(9, spread: 9) == own)
  }

  @Test(
    "Where a spread is missing, that of the metric itself stands in, not that of the steadier one")
  func steadier() throws {
    // μ* = 0.5 and T = 20: rewards and realised regrets add up to 10 in each of four runs.
    let rewards = [7.0, 9, 6, 10]
    let regret = [1.0, 2, 2, 3]
    let cell = ResultSet.Cell(
      "coin", "p", horizon: 20, rounds: [10, 20],
      values: [.reward: rewards, .realisedRegret: rewards.map { 10 - $0 }, .pseudoRegret: regret])
    let value = TargetMean(
      environment: "coin", policy: "p", metric: .reward, round: 20, mean: 8,
      standardDeviation: nil, replications: 4, source: "s")
    var early = value
    early.round = 10
    var realised = value
    realised.metric = .realisedRegret
    let result = ResultSet(
      named: "n", title: "t", seed: 1, replications: 4, cells: [cell],
      targets: [.published(value), .published(early), .published(realised)])
    let checks = result.checks
    try #require(checks.count == 3)
    // 10 − 2 ± sqrt(2/3)/2, beside the spread of the rewards, sqrt(10/3)/2.
    #expect(checks[0].measured == 8 && checks[0].z == 0)
    #expect(((checks[0].standardError ?? 0) - (2.0 / 3).squareRoot() / 2).magnitude < 1e-15)
    #expect(((checks[0].targetStandardError ?? 0) - (10.0 / 3).squareRoot() / 2).magnitude < 1e-15)
    // After ten rounds 5 − 2; realised regret by the pseudo-regret itself.
    #expect(checks[1].measured == 3 && checks[2].measured == 2)
    // Rewards of a log are not drawn around the means: they are compared as they are.
    var plan = result.plan
    plan.problems[0].environment = Plan.Component("replay", ["file": "log.csv"])
    let logged = ResultSet(
      plan: plan, manifest: Manifest(plan), cells: [cell], constants: [], notes: [])
    #expect(logged.checks.map(\.measured) == [8, 8, 2])
    #expect(logged.checks.first?.standardError == Moments(rewards).standardError)
    #expect(checks.allSatisfy(\.isSteadier) && !logged.checks.contains(where: \.isSteadier))
  }

  @Test("Where the arms change from run to run, rewards are compared as they are")
  func changingArms() throws {
    let rewards = [7.0, 9, 6, 10]
    let cell = ResultSet.Cell(
      "coins", "p", horizon: 20, rounds: [20],
      values: [
        .reward: rewards, .realisedRegret: [3, 1, 4, 0.5], .pseudoRegret: [1, 2, 2, 3],
      ])
    let value = TargetMean(
      environment: "coins", policy: "p", metric: .reward, round: 20, mean: 8,
      standardDeviation: 1, replications: 4, source: "s")
    let result = ResultSet(
      named: "n", title: "t", seed: 1, replications: 4, cells: [cell], targets: [.published(value)])
    #expect(result.checks.first?.standardError == Moments(rewards).standardError)
  }

  @Test("A spread is compared by the error that its own kurtosis gives it")
  func spread() throws {
    // Measured: s = 4 with R = 4. Target: σ = 7 and κ = 10, so σ √(9/4) = 10.5, over R0 = 36.
    let deviation = 48.0.squareRoot()
    let (low, high) = (10 - deviation / 2, 10 + deviation / 2)
    let measured = moments([low, high, low, high])
    var value = published(7, 7 * (9.0 / 4).squareRoot(), 36)
    value.statistic = .spread
    let one = try #require(check(value, measured))
    #expect(((one.measured ?? 0) - 4).magnitude < 1e-12)
    #expect(((one.standardError ?? 0) - 10.5 / 2).magnitude < 1e-12)
    #expect(((one.targetStandardError ?? 0) - 10.5 / 6).magnitude < 1e-12)
    let error = (10.5 * 10.5 * (1.0 / 4 + 1.0 / 36)).squareRoot()
    #expect(((one.z ?? 0) - (4 - 7) / error).magnitude < 1e-12 && one.verdict == .passes)
    // The mean, 10, is far from 7: it is not what is asked.
    value.standardDeviation = 0.1
    #expect(try #require(check(value, measured)).verdict == .misses)
  }

  @Test("The standard error of a spread is the one that many samples show")
  func spreadError() {
    // Exponential: κ = 9, so √n times the error of the standard deviation tends to σ √2.
    var stream = SeedTree(root: 8).stream(replication: 0, role: .reward)
    var found = Moments()
    let size = 2_000
    for _ in 0..<2_000 {
      var sample = Moments()
      for _ in 0..<size { sample.add(-Elementary.log(1 - stream.nextUnit())) }
      found.add(sample.standardDeviation ?? 0)
    }
    let error = (found.standardDeviation ?? 0) * Double(size).squareRoot()
    // 2,000 samples tell it to 1.6 %; 5 % is three of these.
    #expect((error / 2.0.squareRoot() - 1).magnitude < 0.05, "\(error)")
  }

  @Test("Spreads are neither taken for means of the table nor joined with them")
  func placed() throws {
    let values = [1.0, 2, 2, 3]
    let cell = ResultSet.Cell(
      "coin", "p", horizon: 20, rounds: [10, 20], values: [.pseudoRegret: values])
    var value = TargetMean(
      environment: "coin", policy: "p", metric: .pseudoRegret, round: 20, mean: 0.8,
      standardDeviation: 1, replications: 4, source: "s")
    value.statistic = .spread
    let result = ResultSet(
      named: "n", title: "t", seed: 1, replications: 4, cells: [cell],
      targets: [.reference(value), .reference(value)])
    let subject = "p, spread of pseudo regret"
    #expect(result.checks.map(\.subject) == [subject, subject])
    #expect(result.checks.first?.measured == Moments(values).standardDeviation)
    #expect(!result.isFinal(value))
    #expect(JointCheck(result.checks, .reference, in: result) == nil)
  }
}
