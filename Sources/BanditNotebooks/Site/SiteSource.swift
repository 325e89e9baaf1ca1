import Foundation

/// A Markdown file that becomes a page.
struct SiteSource {
  let path: String
  let document: MarkdownDocument
  /// Its name, without folders.
  let name: String
  /// The names of its headings.
  let headings: Set<String>

  init(path: String) throws(InvalidNotebook) {
    self.path = path
    document = MarkdownDocument(try MarkdownFile.text(of: path))
    name = URL(fileURLWithPath: path).lastPathComponent
    headings = Set(document.headingIdentifiers)
  }

  var isIndex: Bool { name == "README.md" }

  /// The file of the page.
  var page: String {
    isIndex
      ? "index.html"
      : URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent + ".html"
  }

  var title: String { document.title ?? name }

  /// The folder in which it stands.
  var folder: URL { URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent() }
}
