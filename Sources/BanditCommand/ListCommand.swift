import ArgumentParser
import BanditExperiments
import ClusterBandit

/// `list`: what an experiment may name, with formulas, parameters and defaults.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what an experiment may name: kinds, keys, metrics, experiments.",
    usage: """
      cluster-bandit list policies
      cluster-bandit list policies ucb1 two-level
      cluster-bandit list keys
      """)

  enum Subject: String, CaseIterable {
    case policies
    case environments
    case rules
    case strategies
    case models
    case metrics
    case keys
    case experiments

    /// The subject of that name, in the singular or the plural.
    @Sendable
    static func named(_ name: String) throws -> Subject {
      let word = name.lowercased()
      if let subject = allCases.first(where: { [$0.rawValue, $0.singular].contains(word) }) {
        return subject
      }
      throw ValidationError(
        "there is no list of that name; "
          + hint(for: word, among: allCases.map(\.rawValue), what: "lists"))
    }

    /// One of them.
    var singular: String {
      switch self {
      case .policies: "policy"
      case .strategies: "strategy"
      default: String(rawValue.dropLast())
      }
    }
  }

  @Argument(
    help: ArgumentHelp(
      Subject.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "what"),
    transform: Subject.named)
  var subject: Subject

  @Argument(
    help: ArgumentHelp(
      "Only these, with every detail, the kinds that their parameters take among them.",
      valueName: "name"))
  var names: [String] = []

  @OptionGroup var text: WidthOptions
  @OptionGroup var shipped: ShippedOptions

  func run() throws {
    switch subject {
    case .policies: try show(ListedKind.policies(Kinds.catalogues.policies))
    case .environments: try show(ListedKind.environments(Kinds.catalogues.environments))
    case .rules: try show(ListedKind.rules(Kinds.rules))
    case .strategies: try show(ListedKind.strategies(Kinds.strategies))
    case .models: try show(ListedKind.models(Kinds.models))
    case .metrics: try show(ListedKind.metrics())
    case .keys: try show(ListedKind.keys())
    case .experiments: try showExperiments()
    }
  }

  private func show(_ kinds: [ListedKind]) throws {
    let chosen = try names.map { name in
      let word = name.lowercased().replacing("_", with: "-")
      guard let kind = kinds.first(where: { $0.name == word || $0.aliases.contains(word) }) else {
        throw unknown(name, among: kinds.map(\.name))
      }
      return kind
    }
    let listing = Listing(
      names.isEmpty ? kinds : chosen, width: text.columns, isDetailed: !names.isEmpty)
    try emit(listing.text)
  }

  private func showExperiments() throws {
    let (folder, all) = try shipped.list()
    if let name = names.first(where: { !all.contains($0) }) { throw unknown(name, among: all) }
    var experiments: [(file: String, Plan)] = []
    for name in all where names.isEmpty || names.contains(name) {
      let file = "\(folder)/\(name).yaml"
      do {
        experiments.append((file, try shipped.reader().read(file: file)))
      } catch {
        note("note: \(file) is left out; 'cluster-bandit validate \(file)' says what is wrong")
      }
    }
    try emit(Listing.experiments(experiments), terminator: "")
  }

  private func unknown(_ name: String, among names: [String]) -> any Error {
    note(
      "error: there is no \(subject.singular) '\(name)'; "
        + hint(for: name, among: names, what: subject.rawValue))
    return ExitStatus.invalidInput
  }
}
