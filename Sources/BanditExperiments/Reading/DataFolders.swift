package import Foundation

/// Where data files are looked for that are not beside the experiment or result that names them.
///
/// A file that was read before is known by its hash, wherever it is now.
package struct DataFolders: Sendable {
  /// Folders that may hold a file under its name.
  var likely: [URL]
  /// The folder that somebody has named for them: a file of another name will do, too.
  var given: URL?
  /// The hashes that files of a name had when they were read before.
  private var hashes: [String: Set<String>] = [:]
  /// Whether a plan says which contents its files have, so that no others will do.
  private var isBinding = false

  /// Folders to look into: likely ones, and one that is said to hold the files.
  package init(likely: [URL] = [], given: URL? = nil) {
    self.likely = likely
    self.given = given
  }

  /// Adds files that were read before.
  ///
  /// - Parameter isBinding: whether what is read now is the very plan that read them; otherwise a
  ///   file that lies where it is named is taken, whatever it holds.
  package mutating func know(_ files: [Plan.DataFile], isBinding: Bool) {
    for file in files { hashes[file.name, default: []].insert(file.sha256) }
    self.isBinding = self.isBinding || isBinding
  }

  /// The place of a file: where it is named, or the first that holds the same.
  ///
  /// - Parameters:
  ///   - name: as it is named.
  ///   - folder: what the name is relative to.
  func place(of name: String, in folder: URL) -> URL {
    let usual = URL(fileURLWithPath: name, relativeTo: folder)
    let wanted = hashes[name]
    if DataFolders.isFile(usual), wanted == nil || !isBinding { return usual }
    // Without a hash any file of that name would do, and be another one.
    let folders = [given].compactMap(\.self) + (wanted == nil ? [] : [folder] + likely)
    let named =
      [usual]
      + folders.flatMap { folder in
        [name, usual.lastPathComponent].map { URL(fileURLWithPath: $0, relativeTo: folder) }
      }
    let found = named.filter(DataFolders.isFile)
    guard let wanted else { return found.first ?? usual }
    func isWanted(_ url: URL) -> Bool {
      (try? readFile(url.path)).map { wanted.contains(ContentHash.sha256($0)) } ?? false
    }
    if let same = found.first(where: isWanted) { return same }
    let others =
      given.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) } ?? []
    let renamed = others.sorted().compactMap { given?.appendingPathComponent($0) }
      .filter(DataFolders.isFile).first(where: isWanted)
    // A file of the name that holds something else has changed, which its reader tells.
    return renamed ?? (isBinding ? found.first : nil) ?? usual
  }

  /// Whether there is a plain file, which can be read to its end.
  private static func isFile(_ url: URL) -> Bool {
    (try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey]))?
      .isRegularFile == true
  }

  /// How to find a file that was read before and is not where it was; nil if it was not.
  func remedy(for name: String) -> String? {
    hashes[name].map { hashes in
      "the file that was read has the SHA-256 \(hashes.sorted().joined(separator: " or ")): put it "
        + "beside what names it, or name the folder that holds it with --data"
    }
  }
}
