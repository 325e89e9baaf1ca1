import ClusterBandit
import Testing

@testable import BanditExperiments

/// The names of the catalogues as messages list them.
let environmentNames = EnvironmentCatalogue.standard.families.map(\.name).joined(separator: ", ")
/// The policies that a message lists for arms without contexts that pay 0 or 1.
let policyNames = PolicyCatalogue.standard.families.map(\.name).filter {
  !$0.hasPrefix("gaussian-") && !$0.hasPrefix("lin-") && $0 != "ucb-d"
}.joined(separator: ", ")

/// The keys of an experiment as messages list them.
let topLevelKeys = PlanReading.keys.joined(separator: ", ")

/// Bad experiment files with everything that is to be said about each.
///
/// A case begins with `==` and the lines of ``Study/lines`` that its text replaces (6: it is added
/// at the end; all: it is the whole file), followed by the text, `--` and one line for each
/// diagnostic: line, column, message, key path and hint.
@Suite("Bad experiment files")
struct BadExperimentTests {
  @Test(
    "Names, titles, seeds, horizons, replications, checkpoints and unknown keys: every error with its place and its hint",
    arguments: BadFile.parse(topLevel))
  func topLevelErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Batches: every error with its place and its hint", arguments: BadFile.parse(batches))
  func batchErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Environments: every error with its place and its hint",
    arguments: BadFile.parse(environment))
  func environmentErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Policies: every error with its place and its hint",
    arguments: BadFile.parse(policies))
  func policiesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Policies that do not fit Gaussian rewards: every error with its place and its hint",
    arguments: BadFile.parse(gaussianPolicies))
  func gaussianPoliciesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Contexts: every error with its place and its hint",
    arguments: BadFile.parse(contextual))
  func contextualErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Arms that die: every error with its place and its hint",
    arguments: BadFile.parse(mortality))
  func mortalityErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Correlated clusters: every error with its place and its hint",
    arguments: BadFile.parse(correlated))
  func correlatedErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Sweeps: every error with its place and its hint",
    arguments: BadFile.parse(sweep))
  func sweepErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Trees: every error with its place and its hint",
    arguments: BadFile.parse(trees))
  func treesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test("A tree may be 64 levels deep; what is deeper is one error", arguments: [64, 65, 66, 900])
  func deepTrees(levels: Int) {
    let nested =
      String(repeating: "[", count: levels + 1) + "0" + String(repeating: "]", count: levels + 1)
    let line = "environment: {kind: bernoulli, means: [0.4], tree: "
    let expected =
      levels <= 64
      ? "valid"
      : "4:\(line.count + 66): the tree is deeper than 64 levels at "
        + "'\(("environment.tree" + String(repeating: "[0]", count: 65)).prefix(200))…'; "
        + "leave out levels with a single branch"
    #expect(diagnostics(of: Study.text(4, line + nested + "}")) == [expected])
  }

  @Test(
    "Published values: every error with its place and its hint",
    arguments: BadFile.parse(published))
  func publishedErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "References and shown values: every error with its place and its hint",
    arguments: BadFile.parse(references))
  func referenceErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Claims and quick looks: every error with its place and its hint",
    arguments: BadFile.parse(claims))
  func claimsErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Constants: every error with its place and its hint",
    arguments: BadFile.parse(constants))
  func constantsErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Repeated keys, alone and together with other errors: every error with its place and its hint",
    arguments: BadFile.parse(duplicates))
  func duplicatesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Limits and reasons are the real ones: every error with its place and its hint",
    arguments: BadFile.parse(reasons))
  func reasonsErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Lists as other programs write them: every error with its place and its hint",
    arguments: BadFile.parse(lists))
  func listErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Slips of typing are found on their own lines: every error with its place and its hint",
    arguments: BadFile.parse(typingSlips))
  func typingSlipErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Habits of Python, spreadsheets and other formats: every error with its place and its hint",
    arguments: BadFile.parse(otherHabits))
  func otherHabitsErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Files that are not YAML or not a mapping: every error with its place and its hint",
    arguments: BadFile.parse(syntax))
  func syntaxErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }
}
