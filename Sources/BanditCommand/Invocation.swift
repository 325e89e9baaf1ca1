import ArgumentParser
import BanditExperiments
import Foundation

/// One call of the program: its arguments are parsed, the command is run, and what went wrong is
/// said in one line with where to read on.
enum Invocation {
  private static let root = ClusterBanditCommand.self

  /// Runs the command that `arguments` name and ends the process.
  static func main(_ arguments: [String]) -> Never {
    noteClosedStreams()
    exit(status(of: arguments))
  }

  private static func status(of arguments: [String]) -> Int32 {
    let arguments = asking(arguments)
    if let mistake = mistake(in: arguments) ?? CommandOptions.mistake(in: arguments) {
      note("error: \(mistake)")
      return ExitStatus.invalidInput.rawValue
    }
    do {
      var command = try root.parseAsRoot(arguments)
      try command.run()
      return 0
    } catch {
      return report(error, arguments)
    }
  }

  /// The arguments, where `COMMAND help` asks for what `COMMAND --help` prints; a file of that name
  /// is meant if there is one.
  private static func asking(_ arguments: [String]) -> [String] {
    guard let command = CommandOptions.path(arguments.prefix(1)).first,
      arguments.dropFirst().first == "help"
    else { return arguments }
    let isGroup = !command.configuration.subcommands.isEmpty
    let rest = arguments.dropFirst(2)
    guard isGroup || (rest.isEmpty && !FileManager.default.fileExists(atPath: "help")) else {
      return arguments
    }
    return [arguments[0]] + rest + ["--help"]
  }

  /// Prints what an error has to say; help and the version are such errors to the parser.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    let status = root.exitCode(for: error)
    if status.isSuccess {
      do {
        try emit(root.fullMessage(for: error))
        return 0
      } catch {
        return root.exitCode(for: error).rawValue
      }
    }
    if !(error is ExitCode) {
      let path = CommandOptions.path(arguments)
      let name = ([root._commandName] + path.map { $0._commandName }).joined(separator: " ")
      note("error: \(message(root.message(for: error), path.last))")
      note("see '\(name) --help'")
    }
    return status.rawValue
  }

  /// What is wrong with the first word, if it should be a subcommand and is none.
  private static func mistake(in arguments: [String]) -> String? {
    let known = root.configuration.subcommands.map { $0._commandName }
    guard var word = arguments.first, !word.hasPrefix("-") else { return nil }
    if word == "help" {
      guard arguments.count > 1 else { return nil }
      word = arguments[1]
    }
    if let command = CommandOptions.path([word]).first {
      return mistake(in: arguments, of: command)
    }
    if word == "help" { return nil }
    let list = "the commands are \(known.joined(separator: ", "))"
    let near = known.first { editDistance(word, $0) <= 1 }
    if let meant = usual[word] ?? near ?? suggestion(for: word, among: known) {
      return "there is no command '\(word)'; did you mean 'cluster-bandit \(meant)'?"
    }
    let isFile = FileManager.default.fileExists(atPath: word)
    if isFile || word.hasSuffix(".yaml") || word.hasSuffix(".yml") {
      return "a command is missing; did you mean \(ShellCommand.program("run", word))?"
    }
    if word.hasSuffix(".json") || word.hasSuffix(".sqlite") {
      return "a command is missing; did you mean \(ShellCommand.program("show", word))?"
    }
    return "there is no command '\(word)'; \(list)"
  }

  /// What is wrong with the second word, if it should be a command of a command and is none.
  private static func mistake(
    in arguments: [String], of command: any ParsableCommand.Type
  ) -> String? {
    let known = command.configuration.subcommands.map { $0._commandName }
    guard !known.isEmpty, arguments.first == command._commandName,
      let word = arguments.dropFirst().first, !word.hasPrefix("-"), !known.contains(word),
      word != "help"
    else { return nil }
    let name = command._commandName
    let hint =
      suggestion(for: word, among: known).map { "did you mean 'cluster-bandit \(name) \($0)'?" }
      ?? "the commands of '\(name)' are \(known.joined(separator: ", "))"
    return "there is no command '\(name) \(word)'; \(hint)"
  }

  /// What other programs call our commands.
  private static let usual = [
    "check": "validate", "lint": "validate", "print": "show", "view": "show", "ls": "list",
    "experiments": "list experiments", "policies": "list policies",
    "environments": "list environments", "simulate": "run", "play": "run", "start": "run",
    "benchmark": "bench", "replicate": "reproduce", "diff": "compare",
    "draw": "plot", "figure": "plot", "chart": "plot", "graph": "plot", "version": "--version",
  ]

  /// What the parser says, with hints that know other programs' names of options.
  private static func message(_ text: String, _ command: (any ParsableCommand.Type)?) -> String {
    guard let unknown = text.firstMatch(of: /^Unknown option '(-[^']*)'/) else { return text }
    return CommandOptions.unknown(String(unknown.output.1), command)
  }
}

/// A whole number from the command line, in any form that a file may have: 1000, 1e3, 1_000.
@Sendable
func readWholeNumber(_ text: String) throws -> Int {
  let plain = text.replacing("_", with: "")
  if let number = Int(plain) { return number }
  // In many countries 1.000 is a thousand.
  if plain.wholeMatch(of: /[1-9]\d{0,2}(\.\d{3})+/) != nil {
    throw ValidationError("write \(plain.replacing(".", with: "")) without a point.")
  }
  if let value = Double(plain), let number = Int(exactly: value) { return number }
  throw ValidationError(
    wholeNumberMeant(by: text).map { "write \($0)." } ?? "write a whole number.")
}
