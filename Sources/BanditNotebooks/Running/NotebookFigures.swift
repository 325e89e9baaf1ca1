public import Foundation

/// The files that a notebook's commands made beside those that are kept.
public struct NotebookFigures: Sendable {
  /// The folder of the figures, relative to the notebook.
  public let folder: String
  /// The bytes that were made, by the path below the folder.
  public let made: [String: Data]
  /// The bytes that are kept beside the notebook.
  public let kept: [String: Data]

  /// Figures that are new or differ, in order.
  public var changed: [String] { made.keys.filter { made[$0] != kept[$0] }.sorted() }

  /// Kept figures that no command makes any more, in order.
  public var stale: [String] { kept.keys.filter { made[$0] == nil }.sorted() }

  /// The folder of a notebook's figures.
  static func folder(of notebook: Notebook) -> String { "figures/\(notebook.name)" }

  /// Reads the plain files below two folders; hidden ones are left out.
  ///
  /// - Parameter isWhole: Whether all commands ran; else what was not made stands as it is kept.
  init(folder: String, made: URL, kept: URL, isWhole: Bool) throws {
    self.folder = folder
    let found = try NotebookFigures.files(below: made.appendingPathComponent(folder))
    self.kept = try NotebookFigures.files(below: kept.appendingPathComponent(folder))
    self.made = isWhole ? found : found.merging(self.kept) { new, _ in new }
  }

  private static func files(below folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    guard let paths = FileManager.default.enumerator(atPath: folder.path) else { return [:] }
    for case let path as String in paths {
      let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
      let type = paths.fileAttributes?[.type] as? FileAttributeType
      if !isHidden, type == .typeRegular {
        files[path] = try Data(contentsOf: folder.appendingPathComponent(path))
      }
    }
    return files
  }
}
