import BanditExperiments
import BanditExplorer
import Foundation

/// The folder that a page is written into, looked at before anything is computed.
struct ExportFolder {
  private static let name = "index.html"
  private let place: URL

  /// A folder that is made if there is none, or a message that says what is in the way.
  init(_ path: String, force: Bool) throws {
    func refuse(_ text: String) -> any Error {
      note("error: \(text)")
      return ExitStatus.invalidInput
    }
    guard !path.allSatisfy(\.isWhitespace) else {
      throw refuse("--export is empty; give a folder, or '.' for this one")
    }
    let folder = URL(fileURLWithPath: path, isDirectory: true)
    place = folder.appendingPathComponent(ExportFolder.name)
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    let exists = manager.fileExists(atPath: folder.path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue {
      throw refuse("--export \(path): it is a file, and the page goes into a folder; give another")
    }
    if manager.fileExists(atPath: place.path) {
      guard ExportFolder.isOwn(place) else {
        throw refuse(
          "\(place.relativePath) is in the way and is no page of this program; give another folder")
      }
      if !force {
        throw refuse(
          "\(place.relativePath) is there; give another folder, or --force to replace it")
      }
    } else if !force, let other = try? manager.contentsOfDirectory(atPath: folder.path).min() {
      throw refuse(
        "\(path) holds other things, such as '\(other)'; give an empty or a new folder, or --force "
          + "to put \(ExportFolder.name) beside them")
    }
    do {
      try ResultFolder(path: path).prepare()
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
  }

  /// Writes the page.
  func write(_ page: RecordedPage) throws {
    do {
      try writeFile(Data(page.html.utf8), to: place)
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    note("wrote \(place.relativePath)")
  }

  private static func isOwn(_ place: URL) -> Bool {
    guard let bytes = try? readFile(place.path) else { return false }
    return String(decoding: bytes.prefix(300), as: UTF8.self).contains(RecordedPage.signature)
  }
}
