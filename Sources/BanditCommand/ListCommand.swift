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
      cluster-bandit list environments --details
      cluster-bandit list keys
      """)

  @Argument(
    help: ArgumentHelp(
      Subject.allCases.map(\.rawValue).joined(separator: ", ") + ", or the name of a kind.",
      valueName: "what"))
  var subject: String

  @Argument(
    help: ArgumentHelp(
      "Only these, with every detail, the kinds that their parameters take among them.",
      valueName: "name"))
  var names: [String] = []

  @Flag(help: "Every kind with its conventions and parameters, not only a line of it.")
  var details = false

  @OptionGroup var text: WidthOptions
  @OptionGroup var shipped: ShippedOptions

  func run() throws {
    guard let list = Subject(word: subject) else { return try showKinds([subject] + names) }
    if list == .experiments { return try showExperiments() }
    let kinds = list.kinds
    if names.isEmpty {
      let listing = Listing(kinds, width: text.columns)
      guard list.isLong, !details else { return try emit(listing.text) }
      let hint =
        "'cluster-bandit list \(list.rawValue) NAME' says all about one, --details about every one"
      return try emit("\(listing.overview)\n\n\(Listing.paragraph(hint, width: text.columns))")
    }
    let chosen = try names.map { name in
      guard let kind = kinds.first(where: { $0.isCalled(name) }) else {
        throw unknown(list.singular, name, among: kinds.map(\.name), what: list.rawValue)
      }
      return kind
    }
    try emit(Listing(chosen, width: text.columns, isDetailed: true).text)
  }

  /// Kinds that are named without their list.
  private func showKinds(_ names: [String]) throws {
    let all = Subject.allCases.flatMap(\.kinds)
    let chosen = try names.map { name in
      guard let kind = all.first(where: { $0.isCalled(name) }) else {
        let lists = Subject.allCases.map(\.rawValue)
        let likely = suggestion(for: name.lowercased(), among: lists + all.map(\.name))
        note(
          "error: there is no list or kind '\(name)'; "
            + (likely.map { "did you mean '\($0)'?" }
              ?? "the lists are \(lists.joined(separator: ", "))"))
        throw ExitStatus.invalidInput
      }
      return kind
    }
    try emit(Listing(chosen, width: text.columns, isDetailed: true).text)
  }

  private func showExperiments() throws {
    let (folder, all) = try shipped.list()
    if let name = names.first(where: { !all.contains($0) }) {
      throw unknown(Subject.experiments.singular, name, among: all, what: "experiments")
    }
    var experiments: [(file: String, Plan)] = []
    for name in all where names.isEmpty || names.contains(name) {
      let file = "\(folder)/\(name).yaml"
      do {
        experiments.append((file, try shipped.reader().read(file: file)))
      } catch {
        note(
          "note: \(file) is left out; \(ShellCommand.program("validate", file)) says what is wrong")
      }
    }
    try emit(Listing.experiments(experiments), terminator: "")
  }

  private func unknown(
    _ one: String, _ name: String, among names: [String], what: String
  ) -> any Error {
    note("error: there is no \(one) '\(name)'; \(hint(for: name, among: names, what: what))")
    return ExitStatus.invalidInput
  }
}
