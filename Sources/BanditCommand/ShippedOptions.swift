import ArgumentParser
import BanditExperiments
import Foundation

/// Where the shipped experiments are.
struct ShippedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of the shipped experiments.",
      discussion: """
        By default ./experiments, else a copy beside the program, else the folder of the sources \
        that the program was built from.
        """,
      valueName: "dir"))
  var experiments: String?

  /// The folders in the order in which they are searched.
  var folders: [String] {
    if let experiments { return [experiments] }
    return ["experiments"] + installed
  }

  /// A copy beside the program, and the folder of the sources that it was built from.
  private var installed: [String] {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let sources = URL(fileURLWithPath: #filePath)
    return [
      program.resolvingSymlinksInPath().deletingLastPathComponent(),
      sources.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent(),
    ].map { $0.appendingPathComponent("experiments").path }
  }

  /// The first folder that holds experiments, with their names.
  func list() throws -> (folder: String, names: [String]) {
    for folder in folders {
      let names = ShippedOptions.names(in: folder)
      if !names.isEmpty { return (folder, names) }
    }
    note(
      "error: no experiments in \(folders.joined(separator: " or ")); "
        + "name their folder with --experiments")
    throw ExitStatus.invalidInput
  }

  /// The file of a shipped experiment.
  func file(named name: String) throws -> String {
    let (folder, names) = try list()
    for candidate in folders + [folder] {
      let file = "\(candidate)/\(name).yaml"
      if FileManager.default.fileExists(atPath: file) { return file }
    }
    note(
      "error: there is no experiment '\(name)' in \(folder); "
        + hint(for: name, among: names, what: "experiments there"))
    throw ExitStatus.invalidInput
  }

  /// The argument itself if there is such a file, else a shipped experiment of that name.
  func fileOrName(_ argument: String) -> String {
    if argument == "-" || FileManager.default.fileExists(atPath: argument) { return argument }
    guard !argument.contains("/") else { return argument }
    for folder in folders {
      let file = "\(folder)/\(argument).yaml"
      if FileManager.default.fileExists(atPath: file) { return file }
    }
    return argument
  }

  /// A reader that knows the shipped experiments' names, for whoever misspells one.
  func reader(_ overrides: PlanOverrides = PlanOverrides()) -> PlanReader {
    var reader = PlanReader()
    reader.catalogues = Kinds.catalogues
    reader.overrides = overrides
    reader.shippedNames = Array(Set(folders.flatMap { ShippedOptions.names(in: $0) }))
    return reader
  }

  /// Reads all experiments, named by file, '-' or shipped name, or prints everything that is wrong
  /// with any of them and exits.
  func read(
    _ arguments: [String], _ overrides: PlanOverrides = PlanOverrides()
  ) throws -> [Experiment] {
    try readExperiments(arguments.map { fileOrName($0) }, reader(overrides))
  }

  /// The experiments in a folder, in their order.
  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
