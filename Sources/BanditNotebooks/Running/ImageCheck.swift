import Foundation

/// What is wrong with the figures of a notebook and the images that it shows.
struct ImageCheck {
  /// What an update mends: figures that are new, differ or are no longer made.
  private(set) var differences: [NotebookProblem] = []
  /// What it cannot mend: images that no command makes.
  private(set) var failures: [NotebookProblem] = []

  init(notebook: Notebook, figures: NotebookFigures) {
    let images = MarkdownDocument(notebook.text).references.filter(\.isImage)
    let prefix = figures.folder + "/"
    let surroundings = URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    var lines: [String: Int] = [:]
    for image in images {
      let hint: String
      if let path = image.localPath {
        if path.begins(with: prefix) {
          let name = path.dropping(prefix.unicodeScalars.count)
          lines[name] = lines[name] ?? image.line
          if figures.made[name] != nil { continue }
          hint = "no command writes it; let one write \(path)"
        } else {
          let file = URL(fileURLWithPath: path, relativeTo: surroundings)
          if FileManager.default.fileExists(atPath: file.path) { continue }
          hint = "it is missing; let a command write it below \(figures.folder)"
        }
      } else {
        hint = "it is not a file beside the notebook; keep a copy there"
      }
      failures.append(
        NotebookProblem(
          path: notebook.path, line: image.line,
          "the image \(image.destination.quoted) has no source", hint: hint))
    }
    func differ(_ name: String, _ message: String) {
      differences.append(
        NotebookProblem(
          path: notebook.path, line: lines[name] ?? 1,
          "the figure \((prefix + name).quoted) \(message)",
          hint: "an update replaces what is kept"))
    }
    for name in figures.changed {
      differ(name, figures.kept[name] == nil ? "is not kept yet" : "is not the one that is kept")
    }
    for name in figures.stale { differ(name, "is kept but no command makes it") }
  }
}
