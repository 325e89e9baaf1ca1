package import Foundation

/// Where data files are looked for that are not beside the experiment or result that names them.
///
/// A file that was read before is known by its hash, wherever it is now.
package struct DataFolders: Sendable {
  /// Folders that may hold a file under its name.
  var likely: [URL]
  /// The folder that somebody has named for them: a file of another name will do, too.
  var given: URL?
  /// The hashes of files that were read before, by their names.
  var hashes: [String: String] = [:]

  /// Folders to look into: likely ones, and one that is said to hold the files.
  package init(likely: [URL] = [], given: URL? = nil) {
    self.likely = likely
    self.given = given
  }

  /// Adds the files that a plan has read.
  package mutating func know(_ files: [Plan.DataFile]) {
    for file in files { hashes[file.name] = file.sha256 }
  }

  /// The place of a file: beside whatever names it, or the first that holds the same.
  ///
  /// - Parameters:
  ///   - name: as it is named.
  ///   - folder: what the name is relative to.
  func place(of name: String, in folder: URL) -> URL {
    let usual = URL(fileURLWithPath: name, relativeTo: folder)
    let sha256 = hashes[name]
    func isWanted(_ url: URL) -> Bool {
      guard FileManager.default.fileExists(atPath: url.path) else { return false }
      guard let sha256 else { return true }
      return (try? readFile(url.path)).map { ContentHash.sha256($0) } == sha256
    }
    if isWanted(usual) { return usual }
    // Without a hash any file of that name would do, and be another one.
    let folders = [given].compactMap(\.self) + (sha256 == nil ? [] : [folder] + likely)
    let named = folders.flatMap { folder in
      [name, usual.lastPathComponent].map { URL(fileURLWithPath: $0, relativeTo: folder) }
    }
    if let found = named.first(where: isWanted) { return found }
    guard sha256 != nil, let given else { return usual }
    let others = (try? FileManager.default.contentsOfDirectory(atPath: given.path)) ?? []
    return others.sorted().map { given.appendingPathComponent($0) }.first(where: isWanted) ?? usual
  }

  /// How to find a file that was read before and is not where it was; nil if it was not.
  func remedy(for name: String) -> String? {
    hashes[name].map {
      "the file that was read has the SHA-256 \($0): put it beside what names it, or name the "
        + "folder that holds it with --data"
    }
  }
}
