import BanditExperiments
import Foundation

extension SweepFolder {
  /// Makes the folder of a sweep, or finds that it is there.
  ///
  /// Of several who make one at once the first one's plan stands: whoever puts its copy beside the
  /// shards has won, and the plan itself comes last, so that where there is one, all else is there
  /// too.
  ///
  /// - Parameter script: the text of the script for Slurm.
  /// - Returns: the folder, and whether its plan was there: a plan is never changed.
  package static func make(
    _ path: String, _ sweep: SweepPlan, script: String
  ) throws(StorageFailure) -> (folder: SweepFolder, isOld: Bool) {
    var folder = SweepFolder(path, sweep)
    var isOld = false
    if FileManager.default.fileExists(atPath: planFile(in: path)) {
      folder = try read(path).confirmed(for: sweep, planFile(in: path))
      isOld = true
    }
    do {
      try ResultFolder(path: folder.shards).prepare()
    } catch {
      throw unwritable(error)
    }
    /// False if another one's is there, which is for the same sweep.
    func settle(_ file: String) throws(StorageFailure) -> Bool {
      guard try !claim(file, encoded(folder.sweep)) else { return true }
      folder = try read(path, file).confirmed(for: sweep, file)
      return false
    }
    if try !settle(copy(in: path)) { isOld = true }
    _ = try claim(folder.script, Data(script.utf8))
    _ = try settle(planFile(in: path))
    return (folder, isOld)
  }

  /// The folder, whose plan is in that file, if its sweep is the wanted one.
  private func confirmed(
    for wanted: SweepPlan, _ file: String
  ) throws(StorageFailure) -> SweepFolder {
    let differences = sweep.differences(from: wanted)
    guard differences.isEmpty else {
      throw StorageFailure(
        kind: .refused, file: file,
        reason: "it is the plan of another sweep (\(differences.joined(separator: ", ")))",
        hint: "a plan is never changed: give another folder")
    }
    return self
  }

  /// Writes a file that is not there yet: whole, and of all who try at once one alone.
  ///
  /// - Returns: false if it is there.
  private static func claim(_ file: String, _ bytes: Data) throws(StorageFailure) -> Bool {
    guard !FileManager.default.fileExists(atPath: file) else { return false }
    let draft = "\(file).\(UUID().uuidString)"
    defer { unlink(draft) }
    do {
      try writeFile(bytes, to: URL(fileURLWithPath: draft))
    } catch {
      throw unwritable(error)
    }
    // Unlike a new name, a second one never takes the place of a file.
    if link(draft, file) == 0 { return true }
    let reason = errno
    if reason == EEXIST { return false }
    throw StorageFailure(
      kind: .unwritable, file: file, reason: systemReason(reason),
      hint: "give a folder on a file system that has hard links")
  }

  private static func unwritable(_ error: UnwritableFile) -> StorageFailure {
    StorageFailure(
      kind: .unwritable, file: error.path, reason: error.reason,
      hint: "give a folder that can be written into")
  }
}
