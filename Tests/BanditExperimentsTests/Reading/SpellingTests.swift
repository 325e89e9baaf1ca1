import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Spellings")
struct SpellingTests {
  private func plan(policy: String) throws(InvalidInput) -> Plan {
    try readPlan(Study.text(5, "policies: [\(policy)]"))
  }

  @Test(
    "Kinds may have other names, capitals, underscores and no hyphens, alone or with arguments",
    arguments: [
      ("ts", "thompson"), ("thompson-sampling", "thompson"), ("Thompson_Sampling", "thompson"),
      ("{type: tsc}", "tsc"), ("{kind: TSC}", "tsc"), ("TSMax", "ts-max"), ("UCB1", "ucb1"),
      ("klucb", "kl-ucb"), ("kl_ucb", "kl-ucb"), ("bayesucb", "bayes-ucb"), ("uniform", "random"),
      ("{kind: egreedy, epsilon: 0.1}", "{kind: epsilon-greedy, epsilon: 0.1}"),
      ("{kind: eps-greedy, epsilon: 0.1}", "{kind: epsilon-greedy, epsilon: 0.1}"),
      ("{kind: e-greedy, epsilon: 0.1}", "{kind: epsilon-greedy, epsilon: 0.1}"),
      ("{kind: Epsilon_Greedy, epsilon: 0.1}", "{kind: epsilon-greedy, epsilon: 0.1}"),
      (
        "{kind: two_level, outer: ts, inner: {type: ucb-1}}",
        "{kind: two-level, outer: thompson, inner: {kind: ucb1}}"
      ),
      ("{kind: thompson, label: a, priors: [2, 1]}", "{kind: thompson, label: a, prior: [2, 1]}"),
      ("{kind: clus-ucb, label: a, width: 0.1}", "{kind: clus-ucb, label: a, spread: 0.1}"),
      ("{kind: ucb, label: a}", "{kind: ucb, label: a, c: 1}"),
      (
        "{kind: ucb, c: inverse-log, label: a}", "{kind: ucb, c: {schedule: inverse-log}, label: a}"
      ),
      (
        "{kind: epsilon-greedy, label: a, eps: 0.1}",
        "{kind: epsilon-greedy, label: a, epsilon: 0.1}"
      ),
    ])
  func kinds(_ written: String, _ canonical: String) throws {
    #expect(try plan(policy: written) == plan(policy: canonical))
  }

  @Test("Every family is found under each of its names, and its plan has the first")
  func families() throws {
    var count = 0
    for family in PolicyCatalogue.standard.families {
      let words = [family.name] + family.aliases
      for word in words + words.map({ $0.uppercased().replacing("-", with: "_") }) {
        let terms = PolicyCatalogue.standard.families.map { Term($0.name, aliases: $0.aliases) }
        #expect(terms.name(for: word) == family.name, "\(word)")
        count += 1
      }
    }
    #expect(count >= 2 * PolicyCatalogue.standard.families.count)
  }

  @Test("Policies with contexts and with a prior covariance have their common names, too")
  func others() throws {
    for (environment, policy, kind) in [
      ("contextual-clusters", "linucb", "lin-ucb"), ("contextual-clusters", "LinTS", "lin-ts"),
      ("correlated-clusters", "gp-ts", "gaussian-cluster-thompson"),
      ("correlated_clusters", "GP-UCB", "gaussian-cluster-ucb"),
    ] {
      let plan = try readPlan(
        Study.text(4...5, "environment: \(environment)\npolicies: [\(policy)]"))
      #expect(plan.problems[0].policies[0] == Plan.Policy(plan.problems[0].policies[0].component))
      #expect(plan.problems[0].policies[0].component.kind == kind)
    }
  }

  @Test("Keys may have other names, and what is written twice is told")
  func keys() throws {
    let text = """
      Name: study
      T: 1e2
      reps: 2
      random_seed: 0
      env: {type: Gaussian, means: [0.4, 0.6], sigma: 1, label: e, permute_labels: true}
      algorithms: [random]
      claims: [{claim: c, metric: regret, of: {algorithm: random}, to: {policy: random}, \
      above: 1, source: s}]
      """
    // Both sides of the claim are the same, which is what is told last.
    #expect(
      diagnostics(of: text) == [
        "7:66: both sides are 'random' in the same environment at 'claims[0].to'; "
          + "name another policy or environment under 'to'"
      ])
    let plan = try readPlan(text.split(separator: "\n").prefix(6).joined(separator: "\n"))
    let canonical = """
      name: study
      horizon: 100
      replications: 2
      seed: 0
      environment: {kind: gaussian, means: [0.4, 0.6], standard-deviation: 1, label: e, \
      permute-labels: true}
      policies: [{kind: random}]
      """
    #expect(try plan == readPlan(canonical))
    #expect(plan.problems[0].permutation == .all)
    #expect(
      diagnostics(of: Study.text(6, "rounds: 5")) == [
        "6:1: 'rounds' and 'horizon' are names of one key at 'horizon'; keep 'horizon'"
      ])
  }

  @Test("Bare words stand for kinds in sweeps and in resolved plans, too")
  func bareWords() throws {
    let swept = try readPlan(
      Study.text(
        4...5,
        """
        environment: needle
        policies: [two-level]
        sweep: [{path: policies.0.outer, values: [ts, UCB1]}, {path: T, values: [50, 60]}]
        """))
    #expect(swept.problems.map(\.horizon) == [50, 60])
    #expect(swept.problems.map(\.label) == ["needle, horizon = 50", "needle, horizon = 60"])
    #expect(swept.problems[0].policies.count == 2)
    #expect(try readPlan(swept.yaml) == swept)
    let resolved = """
      name: study
      problems: [{label: e, environment: needle, horizon: 9, policies: [{label: a, policy: ts}]}]
      """
    #expect(
      try readPlan(resolved).problems[0].policies[0].component
        == plan(policy: "thompson").problems[0].policies[0].component)
  }

  @Test("A swept key may be spelt in another way than in the component")
  func sweptSpelling() throws {
    let plan = try readPlan(
      Study.text(
        4,
        """
        environment: {kind: strong-dominance, label: d, spread: 0.1}
        sweep: [{path: environment.width, values: [0, 0.2]}]
        """))
    #expect(plan.problems.map(\.label) == ["d, width = 0", "d, width = 0.2"])
    #expect(plan.problems.map { $0.environment.arguments["spread"] } == [0, 0.2])
    #expect(try readPlan(plan.yaml) == plan)
  }

  /// The policies of more than two arms.
  private let manyArms = policyNames.replacing("bayes-optimal, ", with: "")

  @Test("A hint never names a policy that the environment refuses, nor a neighbour of a short word")
  func refusedHints() {
    func hints(_ environment: String, _ policy: String) -> [String] {
      diagnostics(of: Study.text(4...5, "environment: \(environment)\npolicies: [\(policy)]"))
    }
    let contextual = hints("contextual-clusters", "lin-tss")
    #expect(contextual.count == 1 && contextual[0].hasSuffix("did you mean 'lin-ts'?"))
    for word in ["ucb2", "thomson", "zebra"] {
      #expect(
        hints("contextual-clusters", word) == [
          "5:12: '\(word)' is not one of the policies at 'policies[0].kind'; the policies are "
            + "random, oracle, lin-ts, lin-ucb, lin-tsc, lin-ucbc"
        ])
    }
    let short = hints("needle", "hs")
    #expect(short.count == 1 && short[0].hasSuffix("the policies are \(manyArms)"))
    #expect(!policyNames.contains("lin-ts"))
    #expect(hints("gaussian-clusters", "klucbb")[0].contains("the policies are random, oracle"))
  }

  @Test("The names are listed once, however many are wrong")
  func listedOnce() {
    let messages = diagnostics(
      of: Study.text(
        4...5,
        """
        environments: [needle, {kind: needle, label: n}]
        policies: [zebra, {kind: yak}, {label: x}, 7]
        """))
    #expect(messages.count == 4)
    #expect(messages.count { $0.contains("the policies are \(manyArms)") } == 1)
    #expect(messages.dropFirst().allSatisfy { $0.hasSuffix("the policies are listed with line 5") })
  }

  @Test(
    "A kind under another key, or as a key, is recognized",
    arguments: [
      ("{name: ucb1}", "write kind: ucb1 instead of name: ucb1"),
      ("{ucb1: ~}", "write {kind: ucb1, …}"), ("{ts: {ties: first}}", "write {kind: thompson, …}"),
    ])
  func misplaced(_ policy: String, _ hint: String) {
    #expect(
      diagnostics(of: Study.text(5, "policies: [\(policy)]")) == [
        "5:12: the key 'kind' is missing at 'policies[0].kind'; \(hint)"
      ])
  }
}
