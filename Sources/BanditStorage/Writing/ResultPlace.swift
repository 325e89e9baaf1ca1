import BanditExperiments
import Foundation

/// Where the files of a result lie.
package struct ResultPlace: Sendable {
  let folder: String
  /// What the names of its files begin with.
  package let name: String
  /// Whether a finished result of another plan may be written over.
  let mayReplace: Bool

  /// The place in a folder of the files that begin with a name.
  package init(folder: String, name: String, mayReplace: Bool = false) {
    self.folder = folder
    self.name = name
    self.mayReplace = mayReplace
  }

  /// The finished result.
  package var finished: String { path(name) }
  /// The unfinished one, partial for whoever reads it.
  var unfinished: String { path("\(name)-partial") }
  /// An unfinished one of this process alone.
  var own: String {
    let process = ProcessInfo.processInfo.processIdentifier
    let host = ProcessInfo.processInfo.hostName.filter {
      $0.isASCII && ($0.isLetter || $0.isNumber)
    }
    return path("\(name)-partial-\(host)-\(process)-\(UInt32.random(in: 0...UInt32.max))")
  }

  /// The finished result of a plan whose place another plan's result has taken.
  func beside(_ plan: Plan) -> ResultPlace {
    ResultPlace(folder: folder, name: "\(name)-\(plan.sha256.prefix(8))")
  }

  private func path(_ stem: String) -> String {
    (folder as NSString).appendingPathComponent("\(stem).sqlite")
  }

  /// Renames a file; one that has the new name is replaced.
  func rename(_ path: String, to target: String) throws(StorageFailure) {
    guard Foundation.rename(path, target) == 0 else { throw failure(target) }
  }

  /// Gives a file another name that nobody has.
  ///
  /// - Returns: that name.
  func setAside(_ path: String) throws(StorageFailure) -> String {
    let target = ResultPlace.free("old", beside: path)
    try renameWithJournal(path, to: target)
    return target
  }

  /// Renames a file that nobody holds, and with it what a killed run left beside it.
  func renameWithJournal(_ path: String, to target: String) throws(StorageFailure) {
    try rename(path, to: target)
    let journal = path + "-journal"
    if FileManager.default.fileExists(atPath: journal) {
      try rename(journal, to: target + "-journal")
    }
  }

  /// A name that nobody has: the path with that word and a number.
  static func free(_ word: String, beside path: String) -> String {
    let stem = (path as NSString).deletingPathExtension
    var number = 1
    while FileManager.default.fileExists(atPath: "\(stem)-\(word)-\(number).sqlite") {
      number += 1
    }
    return "\(stem)-\(word)-\(number).sqlite"
  }

  /// Makes sure that renaming survives a power cut.
  func synchronize() throws(StorageFailure) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { Foundation.close(descriptor) }
    // Some file systems cannot do that for a folder, and say so.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(folder) }
  }

  private func failure(_ path: String) -> StorageFailure {
    let reason = systemReason(errno)
    guard FileManager.default.fileExists(atPath: folder) else {
      return StorageFailure(
        kind: .unwritable, file: path, reason: "its folder is gone",
        hint: "nothing of this run is kept there: run it again")
    }
    return StorageFailure(
      kind: .unwritable, file: path, reason: reason, hint: StorageFailure.goOn)
  }
}
