import Foundation

/// What running a notebook has shown.
public struct NotebookCheck: Sendable {
  /// The notebook as it was read.
  public let notebook: Notebook
  /// What differs and an update mends: outputs and figures.
  public let differences: [NotebookProblem]
  /// What an update cannot mend: time limits, exit statuses, missing files and images.
  public let failures: [NotebookProblem]
  /// The notebook as it would be.
  public let updatedText: String
  /// The figures that were made and those that are kept.
  public let figures: NotebookFigures
  /// A line for each session that did not run because what it `needs` is not there.
  public let skipped: [String]

  /// Whether everything is as the notebook says.
  public var passed: Bool { differences.isEmpty && failures.isEmpty }

  /// From the notebook as it is to the notebook as it would be.
  public var diff: UnifiedDiff {
    UnifiedDiff(
      path: notebook.path, from: notebook.text, to: updatedText, note: "as its commands print it")
  }

  /// Writes the new outputs and figures in the place of the old ones; each file changes at once.
  ///
  /// Figures that are no longer made are removed, unless something failed that might have made them.
  ///
  /// - Returns: The files that were written or removed, in order.
  /// - Throws: A `NotebookProblem` for a file that cannot be written, or for a notebook that has
  ///   changed since it was read.
  @discardableResult
  public func update() throws(NotebookProblem) -> [String] {
    let file = URL(fileURLWithPath: notebook.path).resolvingSymlinksInPath()
    let folder = URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    var touched: [String] = []
    do {
      for name in figures.changed {
        let path = "\(figures.folder)/\(name)"
        let target = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try figures.made[name]?.write(to: target, options: .atomic)
        touched.append(target.relativePath)
      }
      for name in failures.isEmpty ? figures.stale : [] {
        let target = folder.appendingPathComponent("\(figures.folder)/\(name)")
        try FileManager.default.removeItem(at: target)
        touched.append(target.relativePath)
      }
      if !updatedText.isIdentical(to: notebook.text) {
        guard try Data(contentsOf: file) == Data(notebook.text.utf8) else {
          throw problem("the notebook has changed while its commands ran", hint: "update it again")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        try Data(updatedText.utf8).write(to: file, options: .atomic)
        // What takes the place of a file at once is a new file.
        try FileManager.default.setAttributes(
          attributes.filter { $0.key == .posixPermissions }, ofItemAtPath: file.path)
        touched.append(notebook.path)
      }
    } catch let problem as NotebookProblem {
      throw problem
    } catch {
      throw problem(
        "the update cannot be written (\(systemReason(error)))",
        hint: "make the notebook and its folder writable")
    }
    return touched
  }

  private func problem(_ message: String, hint: String) -> NotebookProblem {
    NotebookProblem(path: notebook.path, line: 1, message, hint: hint)
  }
}
