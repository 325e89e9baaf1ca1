import Foundation

/// The temporary folders of one run of a notebook: one in which its commands run, one for HOME.
struct NotebookFolder {
  private let root: URL
  let work: URL
  let home: URL

  init() throws {
    let name = "notebook-\(UUID().uuidString)"
    root = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
    work = root.appendingPathComponent("work", isDirectory: true)
    home = root.appendingPathComponent("home", isDirectory: true)
    let onlyMine: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    for folder in [root, work, home] {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: onlyMine)
    }
  }

  func remove() { try? FileManager.default.removeItem(at: root) }

  /// Copies a file or a folder under its last name, in the place of what has that name.
  func copy(_ source: URL) throws {
    let target = work.appendingPathComponent(source.standardizedFileURL.lastPathComponent)
    if FileManager.default.fileExists(atPath: target.path) {
      try FileManager.default.removeItem(at: target)
    }
    try FileManager.default.copyItem(at: source.resolvingSymlinksInPath(), to: target)
  }

  /// Writes a file and the folders above it.
  func write(_ content: String, to path: String) throws {
    let target = work.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: target)
  }

  /// Makes the empty folder in which commands leave figures.
  func makeFigureFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      at: work.appendingPathComponent(path), withIntermediateDirectories: true)
  }
}
