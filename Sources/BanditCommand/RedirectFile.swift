import Foundation

/// A page on disk that leads a browser to an address with a secret in it.
///
/// What a program is called with may be read by every user of the machine; this file is read by its
/// owner alone, and only its path is told.
struct RedirectFile {
  private let folder: URL

  /// Where it is.
  var path: String { folder.appendingPathComponent("explorer.html").path }

  /// Writes the page into a folder of its own; nil if that cannot be done.
  init?(to address: String) {
    let manager = FileManager.default
    folder = manager.temporaryDirectory.appendingPathComponent(
      "cluster-bandit-\(UUID().uuidString)", isDirectory: true)
    let page = """
      <!doctype html>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="0; url=\(address)">
      <title>cluster-bandit</title>

      """
    do {
      // The folder comes first and is closed to others: nobody sees the file before its mode is set.
      try manager.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      return nil
    }
    let isWritten = manager.createFile(
      atPath: path, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else {
      remove()
      return nil
    }
  }

  /// Removes it with its folder.
  func remove() { try? FileManager.default.removeItem(at: folder) }
}
