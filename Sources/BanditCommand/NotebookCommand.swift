import ArgumentParser
import BanditExperiments
import BanditNotebooks
import Foundation

/// `notebook`: Markdown whose commands are executed and whose outputs are compared.
struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Check, update or render Markdown notebooks.",
    usage: """
      cluster-bandit notebook check notebooks-md
      cluster-bandit notebook update notebooks-md/00-two-arm-thompson.md
      cluster-bandit notebook render notebooks-md --output site
      """,
    discussion: """
      In a 'console' fence a line '$ command' is run and what follows is its output. 'check' runs \
      every command and compares, 'update' writes the outputs into the files, 'render' makes a \
      static site. 'cluster-bandit' in a notebook is this program. Commands run in an empty folder of \
      their own; the label <!-- uses=FILE --> above a fence copies a file into it, and with \
      <!-- needs="python3 -c 'import pandas'" --> it runs only where that command succeeds.

      Exit status: 0 fine, 1 an output differs, 64 something is wrong with a notebook, 74 a file \
      could not be written, 130 it was interrupted.
      """)

  /// What is done with notebooks.
  enum Task: String, CaseIterable, ExpressibleByArgument {
    case check
    case update
    case render
  }

  @Argument(help: "check, update or render.")
  var task: Task

  @Argument(help: "Notebooks, or folders of them; README.md of a folder is the site's index.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder of the site that 'render' writes.", valueName: "dir"))
  var output: String?

  func validate() throws {
    if task == .render, output == nil {
      throw ValidationError("'render' needs --output, the folder of the site.")
    }
    if task != .render, output != nil {
      throw ValidationError("--output is the folder of the site that 'render' writes.")
    }
  }

  func run() throws {
    do {
      let paths = try files.flatMap { try notebooks(in: $0) }
      if task == .render {
        let site = try NotebookSite(paths)
        try site.write(to: output ?? "")
        note("wrote \(paths.count) \(paths.count == 1 ? "page" : "pages") to \(output ?? "")")
        return
      }
      let runner = NotebookRunner(
        programFolder: NotebookCommand.programFolder,
        shell: BashShell(isCancelled: { Interruption.status != nil }))
      let read = try paths.map { try Notebook(file: $0) }
      var isFine = true
      try Interruption.cancelling(RunControl()) {
        for notebook in read where try !passes(notebook, runner) { isFine = false }
      }
      if !isFine { throw ExitStatus.checkMissed }
    } catch let invalid as InvalidNotebook {
      note("\(invalid)")
      throw ExitStatus.invalidInput
    } catch let problem as NotebookProblem {
      note("\(problem)")
      throw ExitStatus.cannotWrite
    } catch is CancellationError {
      try ExitStatus.throwIfInterrupted()
    }
  }

  /// Runs a notebook and says what came out; true if nothing is wrong with it now.
  private func passes(_ notebook: Notebook, _ runner: NotebookRunner) throws -> Bool {
    let start = ContinuousClock.now
    let check = try runner.check(notebook)
    let seconds = fixed((ContinuousClock.now - start) / .seconds(1), 1)
    for line in check.skipped { note(line) }
    for failure in check.failures { note("\(failure)") }
    switch task {
    case .update:
      let written = try check.update()
      note("\(notebook.path): \(seconds) s, \(written.count) files written")
      return check.failures.isEmpty
    default:
      let differences = check.diff.description
      if !differences.isEmpty { try emit(differences, terminator: "") }
      for difference in check.differences { note("\(difference)") }
      let count = notebook.commandCount
      note(
        "\(notebook.path): \(count) \(count == 1 ? "command" : "commands"), \(seconds) s, "
          + (check.passed ? "passed" : "differs")
          + (count == 0 ? "; commands stand in 'console' fences and begin with '$ '" : ""))
      return check.passed
    }
  }

  /// The notebooks of a folder in their order, its README first, or the file itself.
  private func notebooks(in path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      note("error: there is no notebook or folder '\(path)'")
      throw ExitStatus.invalidInput
    }
    guard isFolder.boolValue else {
      guard path.hasSuffix(".md") else {
        note("error: '\(path)' is no notebook: a notebook is a file that ends in .md")
        throw ExitStatus.invalidInput
      }
      return [path]
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).filter {
      $0.hasSuffix(".md")
    }
    guard !names.isEmpty else {
      note("error: there is no notebook in '\(path)': a notebook is a file that ends in .md")
      throw ExitStatus.invalidInput
    }
    return names.sorted { ($0 != "README.md", $0) < ($1 != "README.md", $1) }.map {
      path.hasSuffix("/") ? path + $0 : "\(path)/\($0)"
    }
  }

  /// Where this program lies, so that notebooks run it.
  private static var programFolder: String {
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent().path
  }
}

/// Booleans in their order: what is false comes first.
private func < (first: (Bool, String), second: (Bool, String)) -> Bool {
  first.0 == second.0 ? first.1 < second.1 : second.0
}
