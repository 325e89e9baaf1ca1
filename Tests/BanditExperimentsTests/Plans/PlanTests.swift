import ClusterBandit
import Foundation
import Randomness
import Testing

@testable import BanditExperiments

@Suite("Plans")
struct PlanTests {
  /// A plan in which every field says something.
  static let full = Plan(
    name: "full", title: "Every field", seed: 3, replications: 70, quickReplications: 20,
    checkpoints: Checkpoints(count: 7, spacing: .logarithmic),
    problems: [
      Plan.Problem(
        label: "e", environment: Plan.Component("needle", ["arms": 12, "clusters": 3]),
        permutation: .all, horizon: 90, batch: 2,
        swept: [Plan.SweptValue(path: "environment.arms", value: 12)],
        policies: [
          Plan.Policy(
            Plan.Component("ucb", ["c": ["schedule": "inverse-log"], "ties": "first"]), label: "u",
            swept: [Plan.SweptValue(path: "policies.u.ties", value: "first")])
        ]),
      Plan.Problem(
        label: "f",
        environment: Plan.Component(
          "bernoulli", ["means": [0.25, 0.5], "clusters": [[0], [1]]]),
        horizon: 90, policies: [Plan.Policy(Plan.Component("random"))]),
    ],
    targets: [
      .published(
        TargetMean(
          environment: "e", policy: "u", metric: .reward, round: 80, mean: 3.5,
          standardDeviation: 2, replications: 9, tolerance: 0.5, source: "s")),
      .constant(
        PublishedConstant(
          environment: "f", bound: .clustered, width: 0.5, value: 2.5, decimals: 1, source: "s")),
      .claim(
        Claim(
          text: "c", metric: .reward, numerator: Claim.Place(environment: "e", policy: "u"),
          denominator: Claim.Place(environment: "f", policy: "random"), above: 1, below: 2,
          source: "s")),
    ], files: [Plan.DataFile(name: "arms.csv", sha256: "0f")])

  /// Changes something of a plan.
  typealias Change = @Sendable (inout Plan) -> Void

  /// One change of each field, by its name.
  static let changes: [(field: String, change: Change)] = {
    var changes: [(field: String, change: Change)] = []
    func add(_ field: String, _ change: @escaping Change) { changes.append((field, change)) }
    add("name") { $0.name = "other" }
    add("title") { $0.title = "" }
    add("seed") { $0.seed = .max }
    add("streams") { $0.streams += 1 }
    add("replications") { $0.replications += 1 }
    add("quick replications") { $0.quickReplications += 1 }
    add("count of checkpoints") { $0.checkpoints.count = 8 }
    add("spacing of checkpoints") { $0.checkpoints.spacing = .linear }
    add("number of problems") { $0.problems.removeLast() }
    add("order of problems") { $0.problems.reverse() }
    add("label of a problem") { $0.problems[0].label = "g" }
    add("kind of an environment") { $0.problems[0].environment.kind = "beta-clusters" }
    add("argument of an environment") { $0.problems[0].environment.arguments["arms"] = 13 }
    add("absent argument") { $0.problems[0].environment.arguments["arms"] = nil }
    add("element of a list") { $0.problems[1].environment.arguments["means"] = [0.25, 0.75] }
    add("order of a list") { $0.problems[1].environment.arguments["means"] = [0.5, 0.25] }
    add("nested list") { $0.problems[1].environment.arguments["clusters"] = [[0, 1]] }
    add("permutation") { $0.problems[0].permutation = .none }
    add("horizon") { $0.problems[0].horizon = 91 }
    add("batch") { $0.problems[0].batch = 3 }
    add("swept path of a problem") { $0.problems[0].swept[0].path = "environment.clusters" }
    add("swept value of a problem") { $0.problems[0].swept[0].value = "12" }
    add("swept values of a problem") { $0.problems[0].swept = [] }
    add("label of a policy") { $0.problems[0].policies[0].label = "v" }
    add("kind of a policy") { $0.problems[0].policies[0].component.kind = "ucb1" }
    add("nested argument") {
      $0.problems[0].policies[0].component.arguments["c"] = ["schedule": "inverse-sqrt"]
    }
    add("swept path of a policy") { $0.problems[0].policies[0].swept[0].path = "policies.u.c" }
    add("swept value of a policy") { $0.problems[0].policies[0].swept[0].value = true }
    add("number of targets") { $0.targets.removeLast() }
    add("order of targets") { $0.targets.reverse() }
    add("environment of a value") { $0.change { $0.environment = "f" } }
    add("policy of a value") { $0.change { $0.policy = "random" } }
    add("metric of a value") { $0.change { $0.metric = .pseudoRegret } }
    add("round of a value") { $0.change { $0.round = 81 } }
    add("mean of a value") { $0.change { $0.mean = 3.5.nextUp } }
    add("deviation of a value") { $0.change { $0.standardDeviation = nil } }
    add("replications of a value") { $0.change { $0.replications = 10 } }
    add("tolerance of a value") { $0.change { $0.tolerance = nil } }
    add("source of a value") { $0.change { $0.source = "t" } }
    add("environment of a constant") { $0.changeConstant { $0.environment = "e" } }
    add("bound") { $0.changeConstant { $0.bound = .laiRobbins } }
    add("width") { $0.changeConstant { $0.width = nil } }
    add("value of a constant") { $0.changeConstant { $0.value = 2.6 } }
    add("decimals") { $0.changeConstant { $0.decimals = 2 } }
    add("source of a constant") { $0.changeConstant { $0.source = "t" } }
    add("words of a claim") { $0.changeClaim { $0.text = "d" } }
    add("metric of a claim") { $0.changeClaim { $0.metric = .pseudoRegret } }
    add("numerator") { $0.changeClaim { $0.numerator.environment = "f" } }
    add("denominator") { $0.changeClaim { $0.denominator.policy = "u" } }
    add("lower end of a claim") { $0.changeClaim { $0.above = nil } }
    add("upper end of a claim") { $0.changeClaim { $0.below = 3 } }
    add("source of a claim") { $0.changeClaim { $0.source = "t" } }
    add("name of a file") { $0.files[0].name = "other.csv" }
    add("hash of a file") { $0.files[0].sha256 = "0e" }
    add("number of files") { $0.files = [] }
    return changes
  }()

  @Test("Any change of any field changes plan, text and hash, and no two changes are the same")
  func hashes() {
    let full = PlanTests.full
    var hashes: Set<String> = [full.sha256]
    var plans: Set<Plan> = [full]
    for (field, change) in PlanTests.changes {
      var changed = full
      change(&changed)
      #expect(changed != full, "\(field)")
      #expect(hashes.insert(changed.sha256).inserted, "\(field)")
      #expect(plans.insert(changed).inserted, "\(field)")
    }
    #expect(hashes.count == PlanTests.changes.count + 1)
    #expect(PlanTests.changes.count == 55)
  }

  @Test("Equal plans have equal texts, whatever made them")
  func equality() throws {
    let full = PlanTests.full
    // Dictionaries that were filled in another order, and numbers that were written otherwise.
    var same = full
    same.problems[0].environment.arguments = [:]
    for (name, value) in [("clusters", PlanValue.number(3.0)), ("arms", .number(1.2e1))] {
      same.problems[0].environment.arguments[name] = value
    }
    #expect(same == full && same.hashValue == full.hashValue)
    #expect(same.canonicalText == full.canonicalText && same.sha256 == full.sha256)
    #expect(full.sha256 == ContentHash.sha256(full.canonicalText.utf8))
    let (one, other) = (
      try readPlan(Study.text(6, "seed: 5")), try readPlan("seed: 5\n" + Study.text(6, ""))
    )
    #expect(one == other && one.sha256 == other.sha256)
    #expect(one != (try readPlan(Study.text(6, "seed: 6"))))
  }

  @Test("A plan and each of its changes come back from JSON")
  func codable() throws {
    var count = 0
    let nothing: Change = { _ in }
    for change in [nothing] + PlanTests.changes.map(\.change) {
      var plan = PlanTests.full
      change(&plan)
      let text = plan.canonicalText
      let back = try JSONDecoder().decode(Plan.self, from: Data(text.utf8))
      #expect(back == plan && back.canonicalText == text)
      count += 1
    }
    #expect(count == PlanTests.changes.count + 1)
  }

  @Test("Words that look like numbers or flags stay words in JSON and in results")
  func words() throws {
    for word in ["inf", "-inf", "nan", "true", "1", "1e3", "null", ""] {
      var plan = PlanTests.full
      plan.problems[0].swept[0].value = .text(word)
      let data = Data(plan.canonicalText.utf8)
      #expect(try JSONDecoder().decode(Plan.self, from: data) == plan)
      #expect(try ResultJSON.decoder.decode(Plan.self, from: data) == plan)
    }
  }

  @Test(
    "Seeds of 64 bits survive every form",
    arguments: [0, 1, 1 << 53 + 1, UInt64.max - 1, .max, 1 << 63])
  func seeds(_ seed: UInt64) throws {
    var plan = try readPlan(Study.text(6, "seed: \(seed)"))
    #expect(plan.seed == seed)
    #expect(try JSONDecoder().decode(Plan.self, from: Data(plan.canonicalText.utf8)).seed == seed)
    #expect(try readPlan(plan.yaml) == plan)
    plan.replications = 2
    let result = try Experiment(plan).run(jobs: 1)
    let back = try ResultReader(file: "a").read(Data(ResultJSON.text([result]).utf8))
    #expect(back.map(\.plan.seed) == [seed])
  }

  @Test("What is left out of a plan that is built in code has its default")
  func defaults() {
    let plan = Plan(
      name: "n",
      problems: [
        Plan.Problem(
          label: "e", environment: Plan.Component("needle"), horizon: 9,
          policies: [Plan.Policy(Plan.Component("random"))])
      ])
    #expect(plan.title == "n" && plan.seed == 0 && plan.streams == StreamVersion.current)
    #expect(plan.replications == 100 && plan.quickReplications == 10)
    #expect(plan.problems[0].policies[0].label == "random")
    #expect(plan.pulls == 900 && !plan.isStudy && !plan.needsSpread)
  }

  @Test("No plan passes for another one, with fewer replications or without")
  func differences() throws {
    let changes: [(String, (inout Plan) -> Void)] = [
      ("seed", { $0.seed += 1 }), ("evidence", { $0.evidence = true }),
      ("control variates", { $0.controlVariates = true }), ("discount", { $0.discount = 0.9 }),
      ("recommendation", { $0.recommend = .mostPulled }),
      ("checkpoints", { $0.checkpoints = Checkpoints(count: 3) }),
      ("targets", { $0.targets = [] }), ("problems", { $0.problems.removeLast() }),
      ("title", { $0.title = "t" }), ("name", { $0.name = "n" }),
    ]
    for (word, change) in changes {
      var plan = PlanTests.full
      change(&plan)
      #expect(plan.differences(from: PlanTests.full).contains { $0.contains(word) }, "\(word)")
      plan.replications -= 10
      let found = plan.differences(from: PlanTests.full, butFewerReplications: true)
      #expect(found.contains { $0.contains(word) }, "\(word)")
    }
    var fewer = PlanTests.full
    fewer.replications -= 10
    #expect(fewer.differences(from: PlanTests.full, butFewerReplications: true).isEmpty)
    #expect(PlanTests.full.differences(from: PlanTests.full).isEmpty)
  }
}

extension Plan {
  /// Changes the published value of ``PlanTests/full``.
  fileprivate mutating func change(_ body: (inout TargetMean) -> Void) {
    guard case .published(var value) = targets[0] else { return }
    body(&value)
    targets[0] = .published(value)
  }

  fileprivate mutating func changeConstant(_ body: (inout PublishedConstant) -> Void) {
    guard case .constant(var value) = targets[1] else { return }
    body(&value)
    targets[1] = .constant(value)
  }

  fileprivate mutating func changeClaim(_ body: (inout Claim) -> Void) {
    guard case .claim(var value) = targets[2] else { return }
    body(&value)
    targets[2] = .claim(value)
  }
}
