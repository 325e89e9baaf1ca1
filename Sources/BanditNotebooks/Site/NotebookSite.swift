public import Foundation

/// Notebooks as a static site: a page for each, an index, and the files that they show or link.
///
/// Links to other notebooks of the site lead to their pages, `README.md` is the index, and pages
/// follow each other in the given order. Files outside the notebooks' folder are copied below `files`.
public struct NotebookSite: Sendable {
  /// The pages, the index first.
  public let pages: [HTMLPage]
  /// The other files: where each stands, by its place in the site.
  public let files: [String: URL]

  /// Reads notebooks.
  ///
  /// - Parameter paths: Markdown files of one folder in the order of the pages.
  /// - Throws: All files that cannot be read, and all links that lead nowhere.
  public init(_ paths: [String]) throws(InvalidNotebook) {
    var sources: [SiteSource] = []
    var problems: [NotebookProblem] = []
    for path in paths {
      do {
        sources.append(try SiteSource(path: path))
      } catch {
        problems += error.problems
      }
    }
    for (index, source) in sources.enumerated() {
      func report(_ message: String, _ hint: String) {
        problems.append(NotebookProblem(path: source.path, line: 1, message, hint: hint))
      }
      if source.folder != sources[0].folder {
        report(
          "the notebook stands in another folder than the first", "render one folder at a time")
      } else if sources[..<index].contains(where: { $0.page == source.page }) {
        report("the page \(source.page.quoted) exists already", "rename one of the notebooks")
      }
    }
    let links = SiteLinks(sources)
    problems += links.problems
    guard problems.isEmpty else { throw InvalidNotebook(problems) }
    let index = sources.first(where: \.isIndex)
    let others = sources.filter { !$0.isIndex }
    let home = HTMLPage.Link(address: "index.html", title: index?.title ?? "Notebooks")
    func page(_ source: SiteSource, _ previous: SiteSource?, _ next: SiteSource?) -> HTMLPage {
      HTMLPage(
        file: source.page, title: source.title,
        body: MarkdownHTML.body(of: source.document) { links.address($0, from: source) },
        index: source.isIndex ? nil : home, previous: previous.map(NotebookSite.link),
        next: next.map(NotebookSite.link))
    }
    let first =
      index.map { page($0, nil, others.first) } ?? NotebookSite.contents(others, title: home.title)
    pages =
      [first]
      + others.enumerated().map { place, source in
        page(
          source, place > 0 ? others[place - 1] : nil,
          place + 1 < others.count ? others[place + 1] : nil)
      }
    files = links.files
  }

  /// Writes all files into a folder, which is made if it does not exist.
  ///
  /// - Throws: A `NotebookProblem` that names what cannot be written.
  public func write(to folder: String) throws(NotebookProblem) {
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    for page in pages {
      try write(Data(page.text.utf8), to: root.appendingPathComponent(page.file))
    }
    for (place, file) in files.sorted(by: { $0.key < $1.key }) {
      guard let data = try? Data(contentsOf: file) else {
        throw NotebookProblem(
          path: file.path, line: 1, "the file cannot be read", hint: "make it readable")
      }
      try write(data, to: root.appendingPathComponent(place))
    }
  }

  private func write(_ data: Data, to file: URL) throws(NotebookProblem) {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
    } catch {
      throw NotebookProblem(
        path: file.relativePath, line: 1,
        "the file cannot be written (\(systemReason(error)))",
        hint: "name a folder that can be written")
    }
  }

  private static func link(_ source: SiteSource) -> HTMLPage.Link {
    HTMLPage.Link(address: source.page, title: source.title)
  }

  /// An index for notebooks that have none.
  private static func contents(_ sources: [SiteSource], title: String) -> HTMLPage {
    let items = sources.map { source in
      let address = HTMLText.escaped(source.page)
      return "<li><a href=\"\(address)\">\(HTMLText.escaped(source.title))</a></li>\n"
    }
    let list = items.isEmpty ? "" : "<ul>\n\(items.joined())</ul>\n"
    return HTMLPage(
      file: "index.html", title: title, body: "<h1>\(HTMLText.escaped(title))</h1>\n\(list)",
      index: nil, previous: nil, next: sources.first.map(link))
  }
}
