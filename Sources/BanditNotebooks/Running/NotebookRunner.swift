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
        if let needs = session.labels.needs, try !succeeds(needs, in: folder) {
          run.skip(session, needs: needs)
          continue
        }
        for path in session.labels.uses {
          run.attempt("cannot copy \(path.quoted)", at: session.lines.lowerBound) {
            try folder.copy(URL(fileURLWithPath: path, relativeTo: surroundings))
          }
        }
        let timeout = session.labels.timeout ?? NotebookRunner.defaultTimeout
        for command in session.commands {
          do {
            let outcome = try shell.run(request(command.text, in: folder, timeout: timeout))
            run.record(outcome, of: command, in: session)
          } catch let failure as ShellFailure {
            run.fail("the command cannot be started (\(failure))", command, hint: "shorten it")
          }
        }
      }
    }
    let figures = try NotebookFigures(
      folder: figureFolder, made: folder.work, kept: surroundings, isWhole: run.isWhole)
    return run.check(with: figures)
  }

  /// Whether a command ends with status 0 within ten seconds.
  private func succeeds(_ command: String, in folder: NotebookFolder) throws -> Bool {
    do {
      let outcome = try shell.run(request(command, in: folder, timeout: 10))
      return outcome.ending == .exited(0)
    } catch is ShellFailure {
      return false
    }
  }

  private func request(
    _ command: String, in folder: NotebookFolder, timeout: Double
  ) -> CommandRequest {
    CommandRequest(
      command: command, folder: folder.work.path,
      environment: environment(home: folder.home.path), timeout: timeout)
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
