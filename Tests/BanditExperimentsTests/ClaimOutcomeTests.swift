import ClusterBandit
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Claims about ratios")
struct ClaimOutcomeTests {
  private func claim(above: Double? = nil, below: Double? = nil) -> Claim {
    Claim(
      text: "c", metric: .pseudoRegret,
      numerator: Claim.Place(environment: "e", policy: "a"),
      denominator: Claim.Place(environment: "e", policy: "b"), above: above, below: below,
      source: "s")
  }

  private func outcome(
    _ x: [Double], _ y: [Double], above: Double? = nil, below: Double? = nil
  ) throws -> ClaimOutcome {
    try #require(ClaimOutcome(claim(above: above, below: below), numerator: x, denominator: y))
  }

  struct Case: Sendable {
    let above: Double?
    let below: Double?
    /// In units of √3.
    let z: Double
    let verdict: ClaimOutcome.Verdict

    init(_ above: Double?, _ below: Double?, _ z: Double, _ verdict: ClaimOutcome.Verdict) {
      (self.above, self.below, self.z, self.verdict) = (above, below, z, verdict)
    }
  }

  // X = 6, 10, 8 and Y = 2, 4, 3: means 8 and 3. X − 2.5 Y = 1, 0, 0.5 has mean 0.5 and s.d. 0.5, so
  // a score of √3; X − 3 Y = 0, −2, −1 has −√3; X − 2.6 Y = 0.8, −0.4, 0.2 has √3/3; X − 2 Y = 2, 2, 2
  // has no spread. Y itself has mean 3 and s.d. 1: nothing is surer than 3√3.
  @Test(
    "Scores of three replications are those worked out by hand",
    arguments: [
      Case(2.5, nil, 1, .undecided), Case(nil, 2.5, -1, .undecided),
      Case(3, nil, -1, .undecided), Case(nil, 3, 1, .undecided),
      Case(2.5, 3, 1, .undecided), Case(2.5, 2.6, -1.0 / 3, .undecided),
      Case(2.6, 3, 1.0 / 3, .undecided),
      Case(2, nil, 3, .holds), Case(nil, 2, -3, .fails), Case(1, nil, 3, .holds),
      Case(0, nil, 3, .holds), Case(nil, 1, -3, .fails), Case(2, 3, 1, .undecided),
    ])
  func byHand(one: Case) throws {
    let found = try outcome([6, 10, 8], [2, 4, 3], above: one.above, below: one.below)
    #expect((found.z - one.z * 3.0.squareRoot()).magnitude < 1e-12)
    #expect(found.verdict == one.verdict)
    #expect(found.ratio == 8.0 / 3)
    // X − 8/3 Y = 2/3, −2/3, 0 has mean 0 and s.d. 2/3; over √3 and over the mean of Y.
    let error = 2 / (9 * 3.0.squareRoot())
    #expect(((found.standardError ?? 0) - error).magnitude < 1e-12)
  }

  @Test("A claim of 'below' is the claim of the inverse ratio 'above' the inverse, in sign")
  func inverse() throws {
    let (x, y): ([Double], [Double]) = ([6, 10, 8, 7, 9], [2, 4, 3, 3, 2.5])
    let one = try outcome(x, y, below: 2.5)
    let other = try outcome(y, x, above: 0.4)
    #expect((one.z - other.z).magnitude < 1e-12)
    #expect(one.z < 0)
  }

  @Test("Negative means: the ratio is tested, whatever the signs")
  func negative() throws {
    let (x, y): ([Double], [Double]) = ([6, 10, 8], [2, 4, 3])
    let (minusX, minusY) = (x.map { -$0 }, y.map { -$0 })
    for bound in [0, 1, 2.5, 2.6, 3, 10] {
      let both = try outcome(minusX, minusY, above: bound)
      #expect(both.z == (try outcome(x, y, above: bound)).z)
      #expect(both.ratio == 8.0 / 3)
      let below = try outcome(minusX, minusY, below: bound)
      #expect(below.z == (try outcome(x, y, below: bound)).z)
    }
    // −8/3 is below any bound that may be claimed.
    let one = try outcome(x, minusY, below: 0)
    #expect(one.ratio == -8.0 / 3 && one.verdict == .holds)
    #expect(try outcome(x, minusY, above: 0).verdict == .fails)
    #expect(try outcome(minusX, y, below: 0).verdict == .holds)
    #expect(try outcome(minusX, y, above: 1).verdict == .fails)
    #expect((one.standardError ?? -1) > 0)
  }

  @Test("Where the sign of the denominator is in doubt nothing is decided")
  func doubtfulDenominator() throws {
    // Means 8 and 0.1: X − Y is 8 standard errors and more above 0, Y less than one.
    let x = [8.0, 8.1, 7.9, 8, 8, 8]
    let y = [3.1, -2.9, 0.1, 1.1, -0.9, 0.1]
    let found = try outcome(x, y, above: 1)
    let spread = (2 * (9 + 1) / 5.0).squareRoot()
    #expect((found.z - 0.1 / (spread / 6.0.squareRoot())).magnitude < 1e-12)
    #expect(found.verdict == .undecided)
    #expect(try outcome(x, y, below: 1).z == -found.z)
    #expect(try outcome(x, y.map { -$0 }, above: 1).z == -found.z)
  }

  @Test("Without spread only the sides count, and a denominator of 0 decides nothing")
  func noSpread() throws {
    #expect(try outcome([6, 6], [2, 2], above: 2.5).z == .infinity)
    #expect(try outcome([6, 6], [2, 2], above: 2.5).verdict == .holds)
    #expect(try outcome([6, 6], [2, 2], below: 2.5).z == -.infinity)
    #expect(try outcome([6, 6], [2, 2], above: 3).z == 0)
    #expect(try outcome([6, 6], [2, 2], below: 3).verdict == .undecided)
    #expect(try outcome([6, 6], [2, 2], above: 3).standardError == 0)
    for x in [[6, 7], [0, 0], [-1, -2]] as [[Double]] {
      let found = try outcome(x, [0, 0], above: 1)
      #expect(found.ratio == nil && found.standardError == nil)
      #expect(found.z == 0 && found.verdict == .undecided)
      #expect(found == found)
    }
    #expect(try outcome([0, 0], [2, 3], below: 1).verdict == .holds)
  }

  @Test("One replication, or lists of two lengths, say nothing")
  func tooFew() {
    #expect(ClaimOutcome(claim(above: 1), numerator: [3], denominator: [1]) == nil)
    #expect(ClaimOutcome(claim(above: 1), numerator: [], denominator: []) == nil)
    #expect(ClaimOutcome(claim(above: 1), numerator: [3, 4], denominator: [1, 2, 3]) == nil)
  }

  /// X and Y are correlated normals whose means have exactly the claimed ratio: X − cY is normal around
  /// 0, so z follows Student's law with R − 1 degrees of freedom.
  @Test(
    "At the bound z follows Student's law, on either side and for either sign", arguments: [1, -1])
  func calibration(sign: Double) throws {
    var stream = testStream()
    let count = 25
    let student = StudentDistribution(degrees: count - 1)
    let law = Law("Student's t") { t in
      let tail = student.twoSidedTail(t.magnitude) / 2
      return t < 0 ? tail : 1 - tail
    }
    var (above, below): ([Double], [Double]) = ([], [])
    for _ in 0..<1500 {
      var (x, y): ([Double], [Double]) = ([], [])
      for _ in 0..<count {
        let common = stream.nextNormal(.shared)
        y.append(sign * (40 + common))
        x.append(100 + 1.5 * common + 0.5 * stream.nextNormal(.shared))
      }
      x = x.map { sign * $0 }
      above.append(try outcome(x, y, above: 2.5).z)
      below.append(try outcome(x, y, below: 2.5).z)
    }
    #expect(below == above.map { -$0 })
    let verdict = Verdict.kolmogorovSmirnov(above, follow: law)
    #expect(verdict.holds, "\(verdict)")
    // What the verdicts are built on: beyond ±3 by chance in three of a thousand at 24 degrees.
    let beyond = above.count { $0.magnitude >= 3 }
    let chance = Verdict.proportion(beyond, of: above.count, is: student.twoSidedTail(3))
    #expect(chance.holds, "\(chance)")
    #expect(above.contains { $0 > 0 } && above.contains { $0 < 0 })
  }
}

@Suite("Exact constants beside published ones")
struct ConstantComparisonTests {
  private func comparison(_ value: String, _ rest: String = "bound: lai-robbins") throws
    -> ConstantComparison
  {
    let text = """
      name: constants
      horizon: 10
      environment: {kind: bernoulli, means: [0.4, 0.6, 0.8], clusters: [[0, 1], [2]]}
      policies: [{kind: random}]
      constants: [{environment: bernoulli, \(rest), value: \(value), source: s}]
      """
    let experiment = try read(text)
    return try #require(ConstantComparison(experiment.constants[0], experiment))
  }

  /// The constant of (0.4, 0.6, 0.8) is 2.95851….
  @Test(
    "A value agrees if it is the constant rounded to the digits that are printed",
    arguments: [
      ("2.9585", true), ("2.9584", false), ("2.9586", false), ("2.958", false), ("2.959", true),
      ("2.96", true), ("2.95", false), ("3.0", true), ("2.9", false), ("3", true), ("2", false),
      ("4", false), ("29585e-4", true), ("29584e-4", false), ("0.29585e1", true),
      ("0.29584e+1", false), ("0.3e1", true), ("0.2e1", false), ("0e1", true), ("1e1", false),
      ("0e2", true), ("2.95850", false), ("0", false),
    ])
  func rounding(text: String, agrees: Bool) throws {
    let one = try comparison(text)
    #expect((one.value - 2.9585).magnitude < 5e-5)
    #expect(one.agrees == agrees, "\(one.value)")
  }

  @Test("An edge between two roundings may be printed either way; beyond it nothing may")
  func edge() {
    func agrees(_ value: Double, _ published: Double, _ decimals: Int) -> Bool {
      ConstantComparison(
        PublishedConstant(
          environment: "e", bound: .laiRobbins, value: published, decimals: decimals,
          source: "s"), value: value
      ).agrees
    }
    #expect(agrees(0.125, 0.12, 2) && agrees(0.125, 0.13, 2))
    #expect(agrees(0.15, 0.1, 1) && agrees(0.15, 0.2, 1))
    #expect(!agrees(0.1251, 0.12, 2) && !agrees(0.1249, 0.13, 2))
    #expect(agrees(45, 50, -1) && agrees(45, 40, -1) && !agrees(44, 50, -1))
    #expect(agrees(250, 300, -2) && !agrees(249, 300, -2))
    #expect(!agrees(.infinity, 3, 0) && !agrees(.nan, 3, 0))
    // More digits than a computed value has.
    #expect(agrees(1.0 / 3, 0.333_333_333_333_333_3, 16))
    #expect(agrees(1.0 / 3, 0.333_333_333, 9) && !agrees(1.0 / 3, 0.333_333_334, 9))
  }

  @Test("The clustered bound is the one of the width that is given")
  func clustered() throws {
    // With w = 0.2 the arms 0.4 and 0.6 share a cluster without the best arm.
    let instance = BanditInstance(
      means: [0.4, 0.6, 0.8], clustering: Clustering(sizes: [2, 1]), rewards: .bernoulli)
    for width in [0.1, 0.2, 1] {
      let one = try comparison("2", "bound: clustered, width: \(width)")
      #expect(one.value == LowerBound(instance).clustered(width: width))
      #expect(one.published.bound == .clustered(width: width))
    }
    #expect(try comparison("2", "bound: clustered, width: 1").value == comparison("2").value)
  }

  @Test("A constant of an environment that is not there is nothing")
  func missing() throws {
    let experiment = try read(Study.text(6, ""))
    let constant = PublishedConstant(
      environment: "dice", bound: .laiRobbins, value: 1, decimals: 0, source: "s")
    #expect(ConstantComparison(constant, experiment) == nil)
  }
}

@Suite("Published values with a tolerance")
struct ToleranceTests {
  private func agrees(_ mean: Double, _ published: Double, _ tolerance: Double?) throws -> Bool {
    var moments = Moments()
    for value in [mean - 1e-6, mean + 1e-6] { moments.add(value) }
    let value = PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: published,
      standardDeviation: 1e-6, replications: 100, tolerance: tolerance, source: "s")
    return try #require(Comparison(value, moments)).agrees
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
    let value = PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: 160.2,
      standardDeviation: nil, replications: 100, tolerance: tolerance, source: "s")
    #expect(value.text == "160.2 ± \(percent) %")
  }
}
