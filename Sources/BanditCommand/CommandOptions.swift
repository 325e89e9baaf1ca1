import ArgumentParser
import BanditExperiments

/// The options of every command, as its help lists them: what a message about one can offer.
enum CommandOptions {
  private static let root = ClusterBanditCommand.self

  /// What is wrong with the places of options, before anything is parsed.
  ///
  /// The parser takes options of the command without a subcommand anywhere, and a subcommand that
  /// has no such option would never hear of them.
  static func mistake(in arguments: [String]) -> String? {
    if let misplaced = misplaced(in: arguments) { return misplaced }
    let words = arguments.prefix { $0 != "--" }
    guard let command = path(words).last else { return nil }
    let given = words.compactMap { $0.hasPrefix("--") ? name($0) : nil }
    guard !given.isEmpty else { return nil }
    let own = names(of: command)
    let foreign = given.filter { !own.contains($0) }
    guard !foreign.isEmpty else { return nil }
    let passed = names(of: root)
    return foreign.first { passed.contains($0) }.map { unknown($0, command) }
  }

  /// What to say of an option that a command has not; nil stands for none.
  static func unknown(_ option: String, _ command: (any ParsableCommand.Type)?) -> String {
    let known = names(of: command ?? root)
    let likely =
      otherNames[option].flatMap { known.contains(name($0.prefix { $0 != " " })) ? $0 : nil }
      ?? suggestion(for: option, among: known.sorted())
    if let likely { return "there is no option '\(option)'; did you mean '\(likely)'?" }
    let owners = all.filter { names(of: $0.command).contains(option) }.map { "'\($0.name)'" }
    guard let last = owners.last else { return "there is no option '\(option)'" }
    let owner = command.flatMap { command in all.first { $0.command == command }?.name }
    let place = owner.map { " of '\($0)'" } ?? " without a command"
    let first = owners.dropLast().joined(separator: ", ")
    return "there is no option '\(option)'\(place); "
      + (first.isEmpty ? "\(last) has it" : "\(first) and \(last) have it")
  }

  /// The commands that the first words name: a subcommand, and one of its own if it has some.
  static func path(_ words: some Collection<String>) -> [any ParsableCommand.Type] {
    var path: [any ParsableCommand.Type] = []
    for word in words.prefix(2) {
      let known = (path.last ?? root).configuration.subcommands
      guard let next = known.first(where: { $0._commandName == word }) else { break }
      path.append(next)
    }
    return path
  }

  /// The commands that do something, by the words that call them.
  private static var all: [(name: String, command: any ParsableCommand.Type)] {
    root.configuration.subcommands.flatMap { command in
      let name = command._commandName
      let own = command.configuration.subcommands
      return own.isEmpty ? [(name, command)] : own.map { ("\(name) \($0._commandName)", $0) }
    }
  }

  /// That options stand before the subcommand, with all in their order.
  private static func misplaced(in arguments: [String]) -> String? {
    guard let first = arguments.first, first.hasPrefix("-"),
      !["-h", "--help", "--version", "--"].contains(first)
    else { return nil }
    let helps = ([root] + all.map(\.command)).map { root.helpMessage(for: $0) }
    let withValues = Set(helps.flatMap { lines(of: $0).filter(\.hasValue).map(\.name) })
    let place = arguments.indices.dropFirst().first {
      !path([arguments[$0]]).isEmpty && !withValues.contains(arguments[$0 - 1])
    }
    guard let place else { return nil }
    let ordered = arguments[place...] + arguments[..<place]
    return "options stand behind the command; write 'cluster-bandit "
      + "\(ordered.map(ShellCommand.word).joined(separator: " ").prefix(200))'"
  }

  /// The option of an argument: --jobs of --jobs=2.
  private static func name(_ argument: some StringProtocol) -> String {
    String(argument.prefix { $0 != "=" })
  }

  private static func names(of command: any ParsableCommand.Type) -> Set<String> {
    Set(lines(of: root.helpMessage(for: command)).map(\.name))
  }

  /// The options that a help describes, a line each.
  private static func lines(of help: String) -> [(name: String, hasValue: Bool)] {
    help.matches(of: /\n  (?:-\w, )?(--[a-z][a-z-]*)( <)?/).map {
      (String($0.output.1), $0.output.2 != nil)
    }
  }

  /// What other programs call our options.
  private static let otherNames = [
    "--reps": "--replications", "--runs": "--replications", "--repetitions": "--replications",
    "--n": "--replications", "-n": "--replications", "--trials": "--replications",
    "--rounds": "--horizon", "--steps": "--horizon", "--T": "--horizon", "-T": "--horizon",
    "--threads": "--jobs", "--workers": "--jobs", "--cores": "--jobs", "-j": "--jobs",
    "--parallel": "--jobs", "--out": "--output", "--output-dir": "--output", "--dir": "--output",
    "--random-seed": "--seed", "-s": "--seed", "-q": "--quiet", "--silent": "--quiet",
    "--json": "--format json", "--csv": "--format csv", "--markdown": "--format markdown",
    "-f": "--format", "--overwrite": "--force", "--verbose": "--details", "-v": "--version",
    "--baseline": "--against", "--confidence": "--level", "--alpha": "--level",
  ]
}
