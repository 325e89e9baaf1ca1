import ArgumentParser
import BanditExperiments

/// `trace`: how one pull changes what a policy believes of every arm of a cluster.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show pull by pull how a policy's beliefs about the arms of a cluster move.",
    usage: """
      cluster-bandit trace two-siblings
      cluster-bandit trace my-study.yaml --policy tsc --rounds 3
      """,
    discussion: """
      Under a dependence model a pull of one arm moves every arm of its cluster, also those that \
      were never pulled. Of other policies the observed means are shown. Exit status: 0 fine, 64 \
      something is wrong with the input.
      """)

  @Argument(help: "An experiment file, '-' for standard input, or the name of a shipped one.")
  var file: String

  @Option(help: "The environment's label; by default the first one.")
  var environment: String?

  @Option(help: "The policy's label; by default the first one with something to show.")
  var policy: String?

  @Option(parsing: .unconditional, help: "How many pulls are shown.")
  var rounds = 5

  @Option(parsing: .unconditional, help: "The replication, from 0.")
  var replication = 0

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the file's.", transform: readSeed)
  var seed: UInt64?

  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try require(rounds, in: 1...10_000, "--rounds")
    try require(replication, in: 0...1_000_000_000, "--replication")
  }

  func run() throws {
    var reader = ExperimentReader()
    reader.overrides = ExperimentOverrides(seed: seed)
    let experiment = try readAll([shipped.fileOrName(file)], reader)[0]
    let problem = try pick(
      environment, among: experiment.problems, what: "environments", label: \.label)
    let entries =
      policy == nil
      ? problem.policies.filter(\.canBeTraced) : problem.policies
    let entry = try pick(
      policy, among: entries.isEmpty ? problem.policies : entries, what: "policies",
      label: \.label)
    guard
      let report = TraceReport(
        experiment, problem: problem, entry: entry, rounds: rounds, number: replication)
    else {
      note("error: \(entry.label) keeps nothing of single arms that could be shown; choose another")
      throw ExitStatus.invalidInput
    }
    try emit(report.plain())
  }

  /// The element called `name`, or the first one.
  private func pick<Element>(
    _ name: String?, among elements: [Element], what: String, label: (Element) -> String
  ) throws -> Element {
    guard let name else { return elements[0] }
    if let found = elements.first(where: { label($0) == name }) { return found }
    note(
      "error: none of the \(what) is called '\(name)'; "
        + hint(for: name, among: elements.map(label), what: what))
    throw ExitStatus.invalidInput
  }
}
