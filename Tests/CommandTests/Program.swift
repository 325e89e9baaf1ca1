import Foundation
import Testing

/// What a run of the program left behind.
struct Outcome {
  /// The exit status; 128 and the signal's number if a signal ended it.
  let status: Int
  let output: String
  let errors: String

  /// Standard error without the note of debug builds.
  var messages: String { errors.replacing(Program.debugNote, with: "") }
}

/// The built program.
enum Program {
  /// The note with which a debug build begins to run something; nothing in a release build.
  static let debugNote: String = {
    #if DEBUG
      "note: this is a debug build, many times slower than a release build; "
        + "use 'swift run -c release cluster-bandit'\n"
    #else
      ""
    #endif
  }()

  /// The folder of the test bundle, where the program is built too.
  static let folder = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
    .resolvingSymlinksInPath().deletingLastPathComponent()

  static let path = folder.appendingPathComponent("cluster-bandit").path

  /// Runs the program.
  static func run(
    _ arguments: [String], input: String? = nil, in directory: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try launch(path, arguments, input: input, in: directory, environment: environment)
  }

  /// Runs a line of shell in which `$P` is the program.
  static func shell(_ line: String, in directory: URL? = nil) throws -> Outcome {
    try launch(
      "/bin/sh", ["-c", line], input: nil, in: directory, environment: ["P": path])
  }

  private static func launch(
    _ program: String, _ arguments: [String], input: String?, in directory: URL?,
    environment: [String: String]
  ) throws -> Outcome {
    let scratch = try Scratch()
    let (out, err) = (scratch.url("out"), scratch.url("err"))
    let source = try scratch.write("in", input ?? "")
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = directory ?? scratch.folder
    // A width of the surroundings would change tables.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "COLUMNS" }
      .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: Int(process.terminationStatus) + (isSignal ? 128 : 0),
      output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: err, encoding: .utf8))
  }
}

/// A folder that is removed with its owner.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cluster-bandit-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: url(name))
    return url(name).path
  }
}

/// The experiments of a JSON document of this version.
func experiments(_ json: String) throws -> [[String: Any]] {
  let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
  try #require(document?["schema"] as? Int == 2)
  return try #require(document?["experiments"] as? [[String: Any]])
}

/// A small valid experiment.
func study(_ name: String = "study", _ rest: String = "") -> String {
  """
  name: \(name)
  title: Two coins
  horizon: 100
  replications: 3
  checkpoints: {count: 2}
  environment: {kind: bernoulli, means: [0.4, 0.6]}
  policies: [{kind: random}, {kind: thompson}]
  \(rest)
  """
}
