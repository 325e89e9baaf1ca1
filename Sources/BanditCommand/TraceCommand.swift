import ArgumentParser
import BanditExperiments
import ClusterBandit

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
      were never pulled. Of other policies the observed means are shown; of cluster-gittins also \
      the bounds between which it knows the index of each cluster. Exit status: 0 fine, 64 \
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

  @Flag(help: "Add how likely the rewards are under the clusters and without them (0/1 rewards).")
  var evidence = false

  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions
  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try display.require(TraceReport.columnKeys, for: .table)
    try require(rounds, in: 1...10_000, "--rounds")
    try require(replication, in: 0...1_000_000_000, "--replication")
  }

  func run() throws {
    let experiment = try shipped.read([file], PlanOverrides(seed: seed))[0]
    let problem = try pick(
      environment, among: experiment.problems, what: "environments", label: \.label)[0]
    remark(on: experiment, problem)
    let shape = problem.environment.shape
    if evidence, !shape.rewards.isBinary || shape.hasMortalArms {
      let reason =
        shape.hasMortalArms ? "arms die, and others take their places" : "it is for 0/1 rewards"
      note("note: no evidence for the clusters: \(reason)")
    }
    let entries = try pick(policy, among: problem.plan.policies, what: "policies", label: \.label)
    for entry in entries {
      guard let number = problem.plan.policies.firstIndex(of: entry) else { continue }
      let report: TraceReport?
      do {
        report = try TraceReport(
          experiment, problem: problem, policy: number, rounds: rounds, number: replication,
          showsEvidence: evidence)
      } catch {
        note("error: \(experiment.plan.name): \(error)")
        throw ExitStatus.runFailed
      }
      if let report {
        var printer = ReportPrinter(.table, display, width: text.width)
        return try printer.show(report)
      }
    }
    note("error: \(reason(problem, entries))")
    throw ExitStatus.invalidInput
  }

  /// Says what lies beyond the experiment: a replication of it or a round that it would not play.
  private func remark(on experiment: Experiment, _ problem: Experiment.Problem) {
    let replications = experiment.plan.replications
    if replication >= replications {
      note(
        "note: the experiment has \(grouped(replications)) "
          + "\(replications == 1 ? "replication" : "replications"), counted from 0: replication "
          + "\(grouped(replication)) is none of them")
    }
    if rounds > problem.horizon {
      note("note: the horizon is \(grouped(problem.horizon)): no more rounds than these are shown")
    }
  }

  /// Why none of the policies can be shown.
  private func reason(_ problem: Experiment.Problem, _ entries: [Plan.Policy]) -> String {
    if problem.hasContexts {
      return "in '\(problem.label)' an arm pays by the context of the round, so that no policy "
        + "there holds a mean of it; choose an environment without contexts"
    }
    let names = entries.map { "'\($0.label)'" }.joined(separator: ", ")
    return "\(names) \(entries.count == 1 ? "keeps" : "keep") nothing of single arms that could be "
      + "shown; choose a policy that learns"
  }

  /// The element called `name`, or without a name all of them.
  private func pick<Element>(
    _ name: String?, among elements: [Element], what: String, label: (Element) -> String
  ) throws -> [Element] {
    guard let name else { return elements }
    if let found = elements.first(where: { label($0) == name }) { return [found] }
    note(
      "error: none of the \(what) is called '\(name)'; "
        + hint(for: name, among: elements.map(label), what: what))
    throw ExitStatus.invalidInput
  }
}
