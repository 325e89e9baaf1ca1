import ArgumentParser
import BanditExperiments
import BanditReports
import Foundation

/// `report`: saved results as one page for a browser.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write saved results as one self-contained HTML page.",
    usage: """
      cluster-bandit report results/my-study.sqlite --output report.html
      cluster-bandit report results/*.sqlite > all.html
      """,
    discussion: """
      Tables that a click sorts, figures, checks, comparisons, parameters and provenance in one file \
      that needs no network. Without --output it goes to standard output. Exit status: 0 fine, 64 \
      something is wrong with the input, 74 the page could not be written.
      """)

  @Argument(
    help: "Saved results: the NAME.sqlite or NAME.json of 'run --output', '-' for standard input.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write: .html.", valueName: "file"))
  var output: String?

  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try requireOneInput(files)
    if let output,
      !["html", "htm"].contains(URL(fileURLWithPath: output).pathExtension.lowercased())
    {
      throw ValidationError("--output '\(output)': the name of a page ends in .html.")
    }
  }

  func run() throws {
    let place = try output.map { try self.place($0) }
    let inputs = try readInputs(shipped.files(files), shipped.reader())
    let subjects = try inputs.map { input -> ReportPage.Subject in
      guard case .result(let result, _) = input else {
        note(
          "error: '\(input.plan.name)' is an experiment, not a saved result; "
            + "'cluster-bandit run' runs it, and with --output saves its result")
        throw ExitStatus.invalidInput
      }
      // Bounds in figures need the problem; a result whose data files are gone goes without.
      return (result, try? experiment(of: input, shipped: shipped))
    }
    let page = ReportPage(subjects).text
    guard let place else { return try emit(page, terminator: "") }
    do {
      try writeFile(Data(page.utf8), to: place)
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    note("wrote \(place.relativePath)")
  }

  /// The file to write, unless another one is in the way.
  private func place(_ path: String) throws -> URL {
    let url = URL(fileURLWithPath: path)
    let manager = FileManager.default
    if manager.fileExists(atPath: url.path) {
      let bytes = (try? readFile(url.path)) ?? Data()
      let isOwn = String(decoding: bytes.prefix(300), as: UTF8.self).contains(ReportPage.signature)
      guard isOwn || bytes.isEmpty && (try? readFile(url.path)) != nil else {
        note("error: \(path) is in the way and is no report of this program; give another name")
        throw ExitStatus.invalidInput
      }
    } else if !manager.fileExists(atPath: url.deletingLastPathComponent().path) {
      note(
        "error: cannot write \(path): there is no folder "
          + "'\(url.deletingLastPathComponent().relativePath)'")
      throw ExitStatus.cannotWrite
    }
    return url
  }
}
