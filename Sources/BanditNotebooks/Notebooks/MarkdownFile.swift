import Foundation

/// Files of Markdown as they are read.
enum MarkdownFile {
  /// The text of a file, or what is wrong with it.
  static func text(of path: String) throws(InvalidNotebook) -> String {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw InvalidNotebook([
        NotebookProblem(
          path: path, line: 1, "the file cannot be read", hint: "name a Markdown file that exists")
      ])
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      // The first line that is not valid on its own holds the first wrong byte.
      let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
      let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
      throw InvalidNotebook([
        NotebookProblem(
          path: path, line: wrong + 1, "the file is not UTF-8", hint: "save it as UTF-8")
      ])
    }
    return text
  }
}
