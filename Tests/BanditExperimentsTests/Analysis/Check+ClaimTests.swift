import ClusterBandit
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments
@testable import SampleStatistics

@Suite("Claims about ratios")
struct CheckClaimTests {
  private func claim(above: Double? = nil, below: Double? = nil) -> Claim {
    Claim(
      text: "c", metric: .pseudoRegret,
      numerator: Claim.Place(environment: "e", policy: "a"),
      denominator: Claim.Place(environment: "e", policy: "b"), above: above, below: below,
      source: "s")
  }

  private func outcome(
    _ x: [Double], _ y: [Double], above: Double? = nil, below: Double? = nil
  ) throws -> Check {
    try #require(Check(claim(above: above, below: below), numerator: x, denominator: y))
  }

  struct Case: Sendable {
    let above: Double?
    let below: Double?
    /// In units of √3.
    let z: Double
    let verdict: Check.Verdict

    init(_ above: Double?, _ below: Double?, _ z: Double, _ verdict: Check.Verdict) {
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
      Case(2, nil, 3, .passes), Case(nil, 2, -3, .misses), Case(1, nil, 3, .passes),
      Case(0, nil, 3, .passes), Case(nil, 1, -3, .misses), Case(2, 3, 1, .undecided),
    ])
  func byHand(one: Case) throws {
    let found = try outcome([6, 10, 8], [2, 4, 3], above: one.above, below: one.below)
    #expect((try #require(found.z) - one.z * 3.0.squareRoot()).magnitude < 1e-12)
    #expect(found.verdict == one.verdict)
    #expect(found.measured == 8.0 / 3)
    // X − 8/3 Y = 2/3, −2/3, 0 has mean 0 and s.d. 2/3; over √3 and over the mean of Y.
    let error = 2 / (9 * 3.0.squareRoot())
    #expect(((found.standardError ?? 0) - error).magnitude < 1e-12)
  }

  @Test("A claim of 'below' is the claim of the inverse ratio 'above' the inverse, in sign")
  func inverse() throws {
    let (x, y): ([Double], [Double]) = ([6, 10, 8, 7, 9], [2, 4, 3, 3, 2.5])
    let one = try outcome(x, y, below: 2.5)
    let other = try outcome(y, x, above: 0.4)
    #expect((try #require(one.z) - #require(other.z)).magnitude < 1e-12)
    #expect(try #require(one.z) < 0)
  }

  @Test("Negative means: the ratio is tested, whatever the signs")
  func negative() throws {
    let (x, y): ([Double], [Double]) = ([6, 10, 8], [2, 4, 3])
    let (minusX, minusY) = (x.map { -$0 }, y.map { -$0 })
    for bound in [0, 1, 2.5, 2.6, 3, 10] {
      let both = try outcome(minusX, minusY, above: bound)
      #expect(both.z == (try outcome(x, y, above: bound)).z)
      #expect(both.measured == 8.0 / 3)
      let below = try outcome(minusX, minusY, below: bound)
      #expect(below.z == (try outcome(x, y, below: bound)).z)
    }
    // −8/3 is below any bound that may be claimed.
    let one = try outcome(x, minusY, below: 0)
    #expect(one.measured == -8.0 / 3 && one.verdict == .passes)
    #expect(try outcome(x, minusY, above: 0).verdict == .misses)
    #expect(try outcome(minusX, y, below: 0).verdict == .passes)
    #expect(try outcome(minusX, y, above: 1).verdict == .misses)
    #expect((one.standardError ?? -1) > 0)
  }

  @Test("Where the sign of the denominator is in doubt nothing is decided")
  func doubtfulDenominator() throws {
    // Means 8 and 0.1: X − Y is 8 standard errors and more above 0, Y less than one.
    let x = [8.0, 8.1, 7.9, 8, 8, 8]
    let y = [3.1, -2.9, 0.1, 1.1, -0.9, 0.1]
    let found = try outcome(x, y, above: 1)
    let spread = (2 * (9 + 1) / 5.0).squareRoot()
    #expect((try #require(found.z) - 0.1 / (spread / 6.0.squareRoot())).magnitude < 1e-12)
    #expect(found.verdict == .undecided)
    #expect(try outcome(x, y, below: 1).z == found.z.map { -$0 })
    #expect(try outcome(x, y.map { -$0 }, above: 1).z == found.z.map { -$0 })
  }

  @Test("Without spread only the sides count, and a denominator of 0 decides nothing")
  func noSpread() throws {
    #expect(try outcome([6, 6], [2, 2], above: 2.5).z == .infinity)
    #expect(try outcome([6, 6], [2, 2], above: 2.5).verdict == .passes)
    #expect(try outcome([6, 6], [2, 2], below: 2.5).z == -.infinity)
    #expect(try outcome([6, 6], [2, 2], above: 3).z == 0)
    #expect(try outcome([6, 6], [2, 2], below: 3).verdict == .undecided)
    #expect(try outcome([6, 6], [2, 2], above: 3).standardError == 0)
    for x in [[6, 7], [0, 0], [-1, -2]] as [[Double]] {
      let found = try outcome(x, [0, 0], above: 1)
      #expect(found.measured == nil && found.standardError == nil)
      #expect(found.z == 0 && found.verdict == .undecided)
      #expect(found == found)
    }
    #expect(try outcome([0, 0], [2, 3], below: 1).verdict == .passes)
  }

  @Test("One replication says nothing, and of two lengths the shorter one counts")
  func tooFew() {
    #expect(Check(claim(above: 1), numerator: [3], denominator: [1]) == nil)
    #expect(Check(claim(above: 1), numerator: [], denominator: []) == nil)
    #expect(Check(claim(above: 1), numerator: [3], denominator: [1, 2, 3]) == nil)
    // Of a run that ended early the replications that both sides have are compared.
    #expect(
      Check(claim(above: 1), numerator: [3, 4], denominator: [1, 2, 3])
        == Check(claim(above: 1), numerator: [3, 4], denominator: [1, 2]))
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
      above.append(try #require(outcome(x, y, above: 2.5).z))
      below.append(try #require(outcome(x, y, below: 2.5).z))
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
