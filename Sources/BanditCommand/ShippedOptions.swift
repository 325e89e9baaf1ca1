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

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Folder of data files that are no longer where the experiment or result says.",
      discussion: "A file that was read before is known by its SHA-256, whatever its name is now.",
      valueName: "dir"))
  var dataFolder: String?

  func validate() throws {
    guard let dataFolder else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: dataFolder, isDirectory: &isFolder),
      isFolder.boolValue
    else { throw ValidationError("--data '\(dataFolder)' is no folder.") }
  }

  /// Refuses a folder of data files where none are read.
  func refuseData(_ reader: String) throws {
    guard dataFolder != nil else { return }
    throw ValidationError("\(reader) reads no data files: leave out --data.")
  }

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

  /// The files of all shipped experiments by their names; of equal names the first folder's.
  var found: [String: String] {
    let files = folders.flatMap { folder in
      ShippedOptions.names(in: folder).map { ($0, "\(folder)/\($0).yaml") }
    }
    return Dictionary(files) { first, _ in first }
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

  /// Where the files are that the arguments name.
  func files(_ arguments: [String]) -> [NamedFile] {
    arguments.map { argument in
      file(argument).map { .found($0) } ?? .missing(complaint(missing: argument))
    }
  }

  /// The path of an argument whose file was read.
  func path(_ argument: String) -> String { file(argument) ?? argument }

  /// The argument itself if there is such a file, else that with the ending .yaml, else a shipped
  /// experiment of that name.
  private func file(_ argument: String) -> String? {
    let manager = FileManager.default
    if argument == "-" || manager.fileExists(atPath: argument) { return argument }
    guard !argument.isEmpty else { return nil }
    let places = [""] + (argument.contains("/") ? [] : folders.map { "\($0)/" })
    for place in places {
      for ending in place.isEmpty ? [".yaml", ".yml"] : ["", ".yaml"] {
        let file = place + argument + ending
        if manager.fileExists(atPath: file) { return file }
      }
    }
    return nil
  }

  /// That there is no such file, and what was most likely meant.
  private func complaint(missing argument: String) -> String {
    guard !argument.isEmpty else { return "the name of a file is empty" }
    if argument.hasPrefix("-") {
      return "there is no file '\(argument)'; options stand before '--', and files after it"
    }
    let several = argument.split(separator: ",").map(String.init)
    if several.count > 1, several.allSatisfy({ file($0) != nil }) {
      return "there is no file '\(argument)'; write spaces between files: "
        + several.joined(separator: " ")
    }
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let place = folder.isEmpty ? (argument.hasPrefix("/") ? "/" : ".") : folder
    let here = try? FileManager.default.contentsOfDirectory(atPath: place)
    let neighbours = (here ?? []).filter { name in
      [".yaml", ".yml", ".json", ".sqlite"].contains { name.hasSuffix($0) }
    }
    // Beside the files of a folder that can be read no other place is meant.
    let isElsewhere = !folder.isEmpty && here != nil
    let shipped = isElsewhere ? [] : folders.flatMap { ShippedOptions.names(in: $0) }
    let word = parts.last.map(String.init) ?? argument
    let candidates = neighbours.sorted() + shipped
    // The beginning of a name is the likeliest mistake, then its ending, then its letters.
    func stem(_ name: String) -> String {
      name.replacing(/\.(yaml|yml|json|sqlite)$/, with: "")
    }
    let likely =
      candidates.first { $0.hasPrefix(word) || stem($0) == stem(word) }
      ?? suggestion(for: word, among: candidates)
      ?? suggestion(for: stem(word), among: candidates.map(stem))
    let what = folder.isEmpty ? "file or shipped experiment" : "file"
    let hint =
      likely.map { "did you mean '\(isElsewhere ? folder + "/" : "")\($0)'?" }
      ?? "'cluster-bandit list experiments' names those that are shipped"
    let reason = here == nil ? ", for there is no folder '\(place)'" : ""
    return "there is no \(what) '\(argument)'\(reason); \(hint)"
  }

  /// A reader that knows the shipped experiments' names, for whoever misspells one.
  func reader(_ overrides: PlanOverrides = PlanOverrides()) -> PlanReader {
    var reader = PlanReader()
    reader.catalogues = Kinds.catalogues
    reader.overrides = overrides
    reader.dataFolders = DataFolders(given: givenDataFolder)
    reader.shippedNames = Array(Set(folders.flatMap { ShippedOptions.names(in: $0) }))
    return reader
  }

  /// The folder that is said to hold data files.
  var givenDataFolder: URL? {
    dataFolder.map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  /// Reads all experiments, named by file, '-' or shipped name, or prints everything that is wrong
  /// with any of them and exits.
  ///
  /// - Parameter readBefore: the data files that experiments of a name have read before, whatever
  ///   folder they are in now.
  func read(
    _ arguments: [String], _ overrides: PlanOverrides = PlanOverrides(),
    readBefore: [String: [Plan.DataFile]] = [:]
  ) throws -> [Experiment] {
    var reader = reader(overrides)
    reader.readBefore = readBefore
    return try readExperiments(files(arguments), reader)
  }

  /// The experiments in a folder, in their order.
  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
