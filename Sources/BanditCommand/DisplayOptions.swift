import ArgumentParser
import BanditExperiments
import Foundation

/// What tables show of their columns.
struct DisplayOptions: ParsableArguments {
  @Flag(help: "All columns of tables, however narrow the terminal is.")
  var wide = false

  @Option(
    help: ArgumentHelp(
      "Only these columns of tables, by their keys, which are listed for any other word.",
      valueName: "a,b,c"))
  var columns: String?

  /// The keys that were asked for, each once.
  var keys: [String] {
    var seen: Set<String> = []
    return (columns ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { seen.insert($0).inserted }
  }

  /// Refuses columns that are not among the keys, and any in a format that has all.
  func require(_ known: [String], for format: OutputFormat) throws {
    guard let columns else { return }
    guard format.isText else {
      throw ValidationError("--columns is for tables: --format \(format.rawValue) has all of them.")
    }
    let list = "the columns are \(known.joined(separator: ", "))."
    guard !keys.isEmpty else { throw ValidationError("--columns '\(columns)' names none: \(list)") }
    guard let unknown = keys.first(where: { !known.contains($0) }) else { return }
    let likely = suggestion(for: unknown, among: known).map { "did you mean '\($0)'? " } ?? ""
    throw ValidationError("there is no column '\(unknown)': \(likely)\(list)")
  }

  /// Whether tables of results have a column of curves, which are for who looks: other programs and
  /// files have it where it is asked for.
  func hasCurves(_ format: OutputFormat) -> Bool {
    columns == nil
      ? format == .table && isatty(STDOUT_FILENO) == 1 : keys.contains("curve")
  }

  /// Whether tables of results have the mean of the worst runs: where it is asked for.
  var hasTails: Bool { keys.contains { $0.hasPrefix("cvar95") } }

  /// The renderer for standard output, in a width that was given or the terminal's.
  func terminal(width: Int? = nil) -> TerminalText {
    TerminalText(
      width: wide ? nil : width ?? outputWidth(),
      remedy: "see them with --wide, or choose with --columns a,b,c")
  }
}

/// How wide tables and paragraphs may be.
struct WidthOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Fit tables and text to that many columns; by default those of the terminal, and no limit in "
        + "files and pipes.", valueName: "columns"),
    transform: readColumns)
  var width: Int?

  func validate() throws { try require(width, in: 20...10_000, "--width") }

  /// The width that was given, else the terminal's; nil is no limit.
  var columns: Int? { width ?? outputWidth() }
}

/// A width from the command line.
@Sendable
private func readColumns(_ text: String) throws -> Int {
  if let columns = Int(text) { return columns }
  throw ValidationError(
    "it is a number of columns; the spread of clusters in 'bounds' is --spread.")
}

/// The columns of the terminal on standard output, else of the variable COLUMNS, else no limit.
func outputWidth() -> Int? {
  var size = winsize()
  if isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
    size.ws_col > 0
  {
    return Int(size.ws_col)
  }
  return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap {
    $0 > 0 ? $0 : nil
  }
}
