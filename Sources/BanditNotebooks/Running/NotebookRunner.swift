import Foundation

/// Runs the commands of notebooks.
public struct NotebookRunner: Sendable {
  /// How many seconds a command may take unless a label says otherwise.
  public static let defaultTimeout = 120.0

  private let programFolder: String
  private let shell: any CommandShell

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - programFolder: The folder of the program under test, which is searched first.
  ///   - shell: What runs the commands.
  public init(programFolder: String, shell: any CommandShell = BashShell()) {
    self.programFolder = URL(fileURLWithPath: programFolder).standardizedFileURL.path
    self.shell = shell
  }

  /// Runs all commands of a notebook, also behind one that fails.
  ///
  /// - Throws: `CancellationError` if the shell was cancelled, or what kept the temporary folder
  ///   from being made or read.
  public func check(_ notebook: Notebook) throws -> NotebookCheck {
    let folder = try NotebookFolder()
    defer { folder.remove() }
    let figureFolder = NotebookFigures.folder(of: notebook)
    try folder.makeFigureFolder(figureFolder)
    let surroundings = URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    var run = NotebookRun(notebook)
    for piece in notebook.pieces {
      switch piece {
      case .text: break
      case .file(let file):
        run.attempt("cannot write \(file.file.quoted)", at: file.lines.lowerBound) {
          try folder.write(file.content, to: file.file)
        }
      case .session(let session):
        for path in session.labels.uses {
          run.attempt("cannot copy \(path.quoted)", at: session.lines.lowerBound) {
            try folder.copy(URL(fileURLWithPath: path, relativeTo: surroundings))
          }
        }
        for command in session.commands {
          let request = CommandRequest(
            command: command.text, folder: folder.work.path,
            environment: environment(home: folder.home.path),
            timeout: session.labels.timeout ?? NotebookRunner.defaultTimeout)
          do {
            run.record(try shell.run(request), of: command, in: session)
          } catch let failure as ShellFailure {
            run.fail("the command cannot be started (\(failure))", command, hint: "shorten it")
          }
        }
      }
    }
    let figures = try NotebookFigures(folder: figureFolder, made: folder.work, kept: surroundings)
    return run.check(with: figures)
  }

  /// The whole environment of a command; only the search path goes on with the caller's.
  func environment(home: String) -> [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return [
      "COLUMNS": "100", "HOME": home, "LC_ALL": "C", "NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1",
      "PATH": "\(programFolder):\(path)", "TZ": "UTC",
    ]
  }
}
