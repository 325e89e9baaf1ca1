import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Listings")
struct ListingTests {
  @Test("Every policy, environment and parameter is named, one that several kinds have once")
  func names() {
    let catalogue = PolicyCatalogue.standard
    let policies = Listing(ListedKind.policies(catalogue)).text
    var count = 0
    for family in catalogue.families {
      #expect(policies.contains("\n\(family.name)\n") || policies.hasPrefix("\(family.name)\n"))
      for parameter in family.parameters {
        #expect(policies.contains("    \(parameter.name): "))
        count += 1
      }
    }
    #expect(count >= 50)
    #expect(policies.components(separatedBy: "    ties: first or uniform (default").count == 2)
    #expect(policies.contains("\nParameters of several kinds\n"))
    #expect(policies.contains("ties: see the end") || policies.contains("ties, "))
    #expect(!policies.contains("{kind: "))
    #expect(
      policies.contains("    · first pulls    none, as in the source (Kaufmann, Cappé and Garivier")
    )
    let environments = Listing(ListedKind.environments(.standard)).text
    for family in EnvironmentCatalogue.standard.families {
      #expect(environments.contains("\(family.name)\n    \(family.summary)"))
    }
    #expect(environments.contains("gap: a number from 0 up to 0.5 (default: 0.1)"))
    #expect(
      environments.components(separatedBy: "    permute-labels: true, false or a number").count == 2
    )
  }

  @Test("An overview has a line for each kind and fits the terminal")
  func overview() {
    let kinds = ListedKind.policies(.standard)
    for width in [60, 80, nil] as [Int?] {
      let lines = Listing(kinds, width: width).overview.split(separator: "\n")
      #expect(lines.count == kinds.count && lines.count > 20)
      #expect(zip(lines, kinds).allSatisfy { $0.hasPrefix($1.name + "  ") })
      #expect(lines.allSatisfy { $0.count <= width ?? 1000 })
      #expect(lines.contains { $0.hasSuffix(" …") } == (width != nil))
    }
  }

  @Test("The rules of a two-level policy are printed once, though two parameters take them")
  func rulesOnce() throws {
    let kind = try #require(ListedKind.policies(.standard).first { $0.name == "two-level" })
    let text = Listing([kind], isDetailed: true).text
    #expect(text.components(separatedBy: "{kind: kl-ucb}").count == 2)
    #expect(
      text.contains(
        "        the rule that picks an arm of the cluster\n        the kinds of 'outer'\n"))
  }

  @Test("What was read is told once for environments that are alike, and of many the first")
  func environments() throws {
    let one = try read(Study.text(4, "environment: {kind: bernoulli, means: [0.4, 0.6]}"))
    #expect(Listing.environments(of: one) == ["bernoulli: 2 arms in 2 clusters of 1"])
    let swept = try read(
      Study.text(4, "environment: {kind: needle, arms: 20}") + "sweep: [{path: environment.arms, "
        + "values: [\((20...35).map(String.init).joined(separator: ", "))]}, "
        + "{path: horizon, values: [10, 20]}]\n")
    let lines = Listing.environments(of: swept)
    #expect(lines.count == 13 && lines.last == "… and 4 more")
    #expect(
      lines[0]
        == "needle, arms = 20, horizon = 10 and 1 more: 20 arms in 10 clusters, drawn for each "
        + "replication")
  }

  @Test("One kind alone is listed with everything that its parameters take")
  func details() throws {
    let all = ListedKind.environments(.standard)
    let one = try #require(all.first { $0.name == "correlated-clusters" })
    let text = Listing([one], isDetailed: true).text
    #expect(
      text.contains(
        """
                {kind: matrix}
                    Σ_c entry by entry, the same for every cluster
                    rows: [[numbers], [numbers]] (required)
                        the rows of Σ_c: symmetric and positive definite
        """))
    #expect(
      text.contains("    permute-labels: true, false or a number between 0 and 1 (default: false)"))
  }

  @Test(
    "No line is wider than the terminal, and no word is lost", arguments: [40, 80, 100])
  func widths(_ width: Int) {
    let kinds =
      ListedKind.policies(.standard) + ListedKind.environments(.standard)
      + ListedKind.rules(.standard) + ListedKind.strategies(.standard)
      + ListedKind.models(.standard) + ListedKind.metrics() + ListedKind.keys()
    func words(_ text: String) -> [Substring] {
      text.split { $0 == " " || $0 == "\n" }
    }
    let narrow = Listing(kinds, width: width).text
    let lines = narrow.split(separator: "\n")
    #expect(lines.count > 500)
    // Indented deeply, a few words alone are longer than what is left.
    let wide = lines.filter { $0.count > width }
    #expect(width < 80 ? wide.allSatisfy { $0.count <= 60 } : wide.isEmpty, "\(wide)")
    #expect(words(narrow) == words(Listing(kinds).text))
  }

  @Test("Strategies, rules, models, metrics and keys have listings of their own")
  func others() throws {
    let strategies = Listing(ListedKind.strategies(.standard)).text
    #expect(
      strategies.contains(
        "    · ties           of equal posterior means the most pulled arm represents\n"))
    #expect(strategies.contains("max\n    "))
    #expect(strategies.contains("prior: [2 numbers] (default: [1, 1])"))
    #expect(Listing(ListedKind.rules(.standard)).text.contains("\nkl-ucb\n"))
    #expect(Listing(ListedKind.models(.standard)).text.contains("\nempirical-bayes\n    a Beta"))
    let rules = Listing(ListedKind.rules(.standard)).text
    #expect(rules.contains("or a schedule (default: 1)") && !rules.contains("default: constant"))
    let metrics = Listing(ListedKind.metrics()).text
    #expect(metrics.contains("    lower is better; known at the horizon only"))
    let keys = Listing(ListedKind.keys()).text
    let horizon =
      "horizon\n    the rounds T of a replication, or as many as leave rewards worth α^T/(1−α) ≤ ε\n"
      + "    also called T, rounds, steps\n"
    #expect(keys.contains(horizon + "    a whole number, or {discount-tail: ε} (required)"))
    let study = try readPlan(Study.text(6, "title: Coins"))
    #expect(
      Listing.experiments([(file: "a/study.yaml", study)])
        == "study\n    Coins\n    1 environment, 1 row, 2 replications, 200 pulls\n"
        + "    a/study.yaml\n")
  }
}
