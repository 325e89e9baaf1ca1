import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Exact constants beside published ones")
struct CheckConstantTests {
  private func comparison(
    _ value: String, _ rest: String = "bound: lai-robbins"
  ) throws -> Check {
    let text = """
      name: constants
      horizon: 10
      environment: {kind: bernoulli, means: [0.4, 0.6, 0.8], clusters: [[0, 1], [2]]}
      policies: [{kind: random}]
      constants: [{environment: bernoulli, \(rest), value: \(value), source: s}]
      """
    return try #require(try read(text).run(jobs: 1).checks.first)
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
    let value = try #require(one.measured)
    #expect((value - 2.9585).magnitude < 5e-5)
    #expect((one.verdict == .passes) == agrees, "\(value)")
  }

  @Test("An edge between two roundings may be printed either way; beyond it nothing may")
  func edge() {
    func agrees(_ value: Double, _ published: Double, _ decimals: Int) -> Bool {
      Check(
        PublishedConstant(
          environment: "e", bound: .laiRobbins, value: published, decimals: decimals,
          source: "s"), value: value, subject: "s"
      ).verdict == .passes
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
      #expect(one.measured == LowerBound(instance).clustered(width: width))
      guard case .constant(let constant) = one.target else {
        Issue.record("a constant is checked as something else")
        continue
      }
      #expect(constant.bound == .clustered && constant.width == width)
    }
    #expect(try comparison("2", "bound: clustered, width: 1").measured == comparison("2").measured)
  }

  @Test("A constant of an environment that is not there is nothing")
  func missing() throws {
    var plan = try readPlan(Study.text(6, ""))
    plan.targets = [
      .constant(
        PublishedConstant(
          environment: "dice", bound: .laiRobbins, value: 1, decimals: 0, source: "s"))
    ]
    #expect(try Experiment(plan).constants.isEmpty)
    #expect(try Experiment(plan).run(jobs: 1).checks.isEmpty)
  }
}
