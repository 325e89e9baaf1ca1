import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Resolved plans as YAML")
struct PlanYAMLTests {
  private func check(_ plan: Plan, folder: URL) throws {
    let (yaml, hash) = (plan.yaml, plan.sha256)
    let back = try readPlan(yaml, folder: folder)
    #expect(back == plan)
    #expect(back.sha256 == hash && back.yaml == yaml)
    #expect(yaml.hasPrefix("# A resolved plan: SHA-256 \(hash)\nseed: "))
    let json = Data(plan.canonicalText.utf8)
    #expect(try JSONDecoder().decode(Plan.self, from: json) == plan)
  }

  @Test("Every shipped experiment reads back to an equal plan, data files included")
  func shipped() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: shippedFolder.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    var files = 0
    for name in names {
      let plan = try PlanReader().read(file: shippedFolder.appendingPathComponent(name).path)
      try check(plan, folder: shippedFolder)
      files += plan.files.count
      #expect(plan.filesAreUnchanged(in: shippedFolder))
      for file in plan.files { #expect(file.sha256.count == 64) }
    }
    #expect(names.count >= 25 && files >= 4)
  }

  /// Environments of three arms for policies, of which each policy goes with one.
  private static let environments: [Plan.Component] = [
    Plan.Component("bernoulli", ["means": [0.25, 0.5, 0.75], "clusters": [[2, 0], [1]]]),
    Plan.Component("bernoulli", ["means": [0.25, 0.5]]),
    Plan.Component("contextual-clusters"),
    Plan.Component("correlated-clusters"),
    Plan.Component("gaussian", ["means": [0, 1, 0.5], "standard-deviation": 1]),
    Plan.Component(
      "shared-parameter",
      [
        "clusters": 2,
        "function": .mapping([
          "kind": "logistic", "intercepts": [0, 0.5, 1], "slopes": [1, 0, -1],
        ]),
      ]),
  ]

  /// The plan of that component with one of what may go with it, as it is read; nil if none does.
  ///
  /// - Parameter likely: the place of the environment that is tried first: the one that went with
  ///   the last component.
  private func plan(of sample: ComponentSample, likely: inout Int, in folder: URL) -> Plan? {
    func read(_ environment: Plan.Component, _ policy: Plan.Component) -> Plan? {
      let plan = Plan(
        name: "sample", replications: 2,
        problems: [
          Plan.Problem(
            label: "e", environment: environment, horizon: 50, policies: [Plan.Policy(policy)])
        ])
      return try? readPlan(plan.yaml, folder: folder)
    }
    guard sample.isPolicy else { return read(sample.component, Plan.Component("random")) }
    let environments = PlanYAMLTests.environments
    for place in [likely] + environments.indices.filter({ $0 != likely }) {
      guard let plan = read(environments[place], sample.component) else { continue }
      likely = place
      return plan
    }
    return nil
  }

  /// What two-level refuses in an outer rule, or takes only with other arguments and other rewards;
  /// and what the models that ids may have take with rewards that it does not.
  private static let untried: [String: Set<String>] = [
    "ids": Set(
      ["hierarchical", "pooled"].flatMap { model in
        ["standard-deviation", "prior-mean", "prior-standard-deviation", "arm-standard-deviation"]
          .map { "model.\(model).\($0)" }
      } + ["model.covariance", "model.covariance.standard-deviation"]),
    // Functions that do not stay in [0, 1], grids that go with other values, a file of features,
    // and a parameter for each of other clusters.
    "shared-parameter": [
      "function.linear", "function.linear.intercepts", "function.linear.slopes",
      "function.points", "function.points.grid", "function.points.values",
      "function.table", "function.table.file", "parameter.given", "parameter.given.values",
    ],
    "two-level": [
      "inner.thompson.prior-mean", "inner.thompson.prior-standard-deviation",
      "inner.thompson.standard-deviation", "outer.bayes-ucb.prior", "outer.epsilon-greedy.step",
      "outer.thompson.prior-mean",
      "outer.thompson.prior-standard-deviation", "outer.thompson.prior",
      "outer.thompson.standard-deviation", "outer.ucb.prior", "outer.ucb1.prior",
    ],
  ]

  @Test(
    "Every kind reads back to an equal plan, with each of its parameters and with all of them",
    arguments: ComponentSample.families)
  func kinds(_ family: ComponentSample.Family) throws {
    let folder = try TemporaryFolder()
    try folder.write("arms.csv", "cluster,arm,theta\na,x,0\na,y,1\nb,z,0.5\n")
    let rounds = String(repeating: "0,1,1\n1,0,0\n0,0,1\n", count: 20)
    try folder.write("log.csv", "x,y,z\n" + rounds)
    try folder.write("features.csv", "cluster,arm,u,v\na,x,0,0\nb,y,1,2\na,z,3,5\n")
    try folder.write("history.csv", "arm,pulls,successes\n0,3,2\n1,1,0\n")
    var varied: Set<String> = []
    var (most, likely) = (0, 0)
    func isRead(_ sample: ComponentSample) throws {
      // What does not go with any of these environments is refused, and that is no matter here.
      guard let plan = plan(of: sample, likely: &likely, in: folder.url) else { return }
      try check(plan, folder: folder.url)
      let problem = plan.problems[0]
      let component = sample.isPolicy ? problem.policies[0].component : problem.environment
      // Nothing is lost on the way, and defaults have been filled in.
      for (name, value) in sample.component.arguments {
        #expect(component.arguments[name] == value)
      }
      varied.formUnion(sample.varied)
      most = max(most, sample.varied.count)
    }
    for sample in family.single { try isRead(sample) }
    let needed = family.names.subtracting(PlanYAMLTests.untried[family.name] ?? [])
    for sample in family.together where !(needed.isSubset(of: varied) && isMany(most, of: family)) {
      try isRead(sample)
    }
    #expect(needed.isSubset(of: varied), "\(needed.subtracting(varied))")
    #expect(isMany(most, of: family))
  }

  /// Many parameters at once; not all, for of some one excludes another.
  private func isMany(_ count: Int, of family: ComponentSample.Family) -> Bool {
    2 * count >= family.parameters.count
  }

  @Test(
    "Any text that a file may hold comes back as it is",
    arguments: [
      "plain", "two words", "yes", "NO", "null", "~", "0x10", "1e3", "12", ".5", "-", "- a", "a: b",
      "a #b", "#b", "{a}", "[a]", "'a'", "\"a\"", "a\\b", "\\n", "%a", "@a", "`a`", "&a", "*a",
      "!a",
      "| a", "> a", "ε ≤ 3", "🎰", "a\u{0301}",
      "\u{10FFFF}", "a  b", " a ", "a,b", "? a", ": a", "on", "y", "inf", "nan", "true",
      String(repeating: "long words ", count: 9),
    ])
  func texts(_ text: String) throws {
    var plan = PlanTests.full
    plan.files = []
    // What a label must not have a title may.
    plan.title = text + "a\u{2028}b\u{2029}c\u{FEFF}d\u{202E}" + String(repeating: text, count: 20)
    plan.problems[0].label = text
    plan.problems[0].policies[0].label = text + text
    plan.problems[0].swept[0] = Plan.SweptValue(path: "environment.label", value: .text(text))
    plan.targets = [
      .claim(
        Claim(
          text: text, metric: .reward,
          numerator: Claim.Place(environment: text, policy: text + text),
          denominator: Claim.Place(environment: "f", policy: "random"), above: 1, below: nil,
          source: text))
    ]
    // Defaults are filled in by the first reading.
    let resolved = try readPlan(plan.yaml)
    #expect(resolved.title == plan.title && resolved.targets == plan.targets)
    #expect(resolved.problems[0].label == text)
    #expect(resolved.problems[0].policies[0].label == text + text)
    #expect(resolved.problems[0].swept == plan.problems[0].swept)
    try check(resolved, folder: URL(fileURLWithPath: "."))
  }

  @Test("A plan plays what its file plays")
  func played() throws {
    let text = Study.text(
      4...5,
      """
      environments: [{kind: needle, arms: 12, clusters: 3}, {kind: bernoulli, means: [0.4, 0.6]}]
      policies: [{kind: ucb, label: u}, {kind: tsc}]
      sweep: [{path: policies.u.c, values: [1, 2]}, {path: environments.0.arms, values: [12, 20]}]
      """)
    let file = try read(text).run(jobs: 1)
    let plan = try read(file.plan.yaml).run(jobs: 1)
    #expect(plan == file)
    #expect(file.cells.count == 9)
  }
}
