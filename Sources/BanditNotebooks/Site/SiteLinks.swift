import Foundation

/// Where the links of a site's sources lead.
struct SiteLinks {
  private let sources: [String: SiteSource]
  /// The files that pages need: where each stands, by its place in the site.
  private(set) var files: [String: URL] = [:]
  private(set) var problems: [NotebookProblem] = []

  init(_ sources: [SiteSource]) {
    self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    for source in sources {
      for reference in source.document.references { look(at: reference, of: source) }
    }
  }

  /// The address on the page of a source, or nothing for what a site cannot hold.
  func address(_ reference: MarkdownReference, from source: SiteSource) -> String? {
    if let scheme = reference.scheme {
      let isSafe = reference.isImage ? false : ["http", "https", "mailto"].contains(scheme)
      return isSafe ? reference.destination : nil
    }
    guard let path = reference.localPath else { return nil }
    let fragment = reference.fragment.map { "#" + SiteLinks.escaped($0) } ?? ""
    if path.isEmpty { return fragment.isEmpty ? source.page : fragment }
    if let target = page(at: path) { return SiteLinks.escaped(target.page) + fragment }
    let place = SiteLinks.place(of: path)
    return files[place] == nil ? nil : SiteLinks.escaped(place) + fragment
  }

  private func page(at path: String) -> SiteSource? { sources[path] }

  private mutating func look(at reference: MarkdownReference, of source: SiteSource) {
    func report(_ message: String, _ hint: String) {
      problems.append(
        NotebookProblem(
          path: source.path, line: reference.line, "\(reference.destination.quoted) \(message)",
          hint: hint))
    }
    if let scheme = reference.scheme {
      if reference.isImage {
        report("is not beside the notebook", "keep a copy of the image there")
      } else if !["http", "https", "mailto"].contains(scheme) {
        report("is not a link that a page may hold", "use https, or a path")
      }
      return
    }
    guard let path = reference.localPath else {
      return report("is an absolute path", "name the file relative to the notebook")
    }
    if let target = path.isEmpty ? source : page(at: path) {
      if let fragment = reference.fragment, !target.headings.contains(fragment) {
        let names = target.headings.sorted().prefix(20).joined(separator: ", ")
        report("leads to no heading", "the headings of \(target.name) are: \(names)")
      }
      return
    }
    let file = source.folder.appendingPathComponent(path).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
      return report("leads to no file", "name one that exists, relative to the notebook")
    }
    // A folder has no page: its link becomes text.
    if !isFolder.boolValue { files[SiteLinks.place(of: path)] = file }
  }

  /// Where a file is put: as it stands to the notebooks or, from outside, below `files`.
  private static func place(of path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    var inside: [Substring] = []
    var isOutside = false
    for part in parts {
      guard part == ".." else {
        inside.append(part)
        continue
      }
      if inside.popLast() == nil { isOutside = true }
    }
    return ((isOutside ? ["files"] : []) + inside).joined(separator: "/")
  }

  private static func escaped(_ path: String) -> String {
    path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)?
      .replacing(":", with: "%3A") ?? path
  }
}
