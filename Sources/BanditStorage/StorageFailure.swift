import BanditExperiments
import Foundation
import SQLite

/// Why a stored result could not be read, written or gone on with.
package struct StorageFailure: Error, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Kind: Sendable {
    /// The system or the disk does not let it be written.
    case unwritable
    /// Somebody has removed it while it was written.
    case removed
    /// The file holds something else than what is wanted.
    case refused
    /// The file cannot be read, or is not as it was saved.
    case unreadable
    /// Somebody else is writing it.
    case locked
    /// There is nothing in it.
    case empty
    /// There is no such file, or it may not be read.
    case missing
    /// It is something else than a result.
    case foreign
  }

  /// The kind.
  package let kind: Kind
  /// The file.
  package let file: String
  /// What is the matter.
  package let reason: String
  /// What to do.
  package let hint: String

  /// The file, the reason and what to do.
  package var description: String {
    switch kind {
    case .unwritable, .removed: "cannot write \(file): \(reason); \(hint)"
    case .refused, .unreadable, .locked, .empty, .missing, .foreign: "\(file): \(reason); \(hint)"
    }
  }
}

extension StorageFailure {
  /// What to do where a block could not be written.
  static let goOn =
    "what was finished before is kept: once that is mended, give the same command again, to a run "
    + "with --resume"

  /// A file that is not as it was saved.
  static func damaged(_ file: String, _ reason: String) -> StorageFailure {
    StorageFailure(
      kind: .unreadable, file: file, reason: reason,
      hint: "it was cut or changed: \(ShellCommand.program("verify", file)) says where")
  }

  /// A file that is to be written and that another program does not let go of.
  static func beingRead(_ file: String, seconds: Double) -> StorageFailure {
    StorageFailure(
      kind: .unwritable, file: file,
      reason: "another program has had it open for reading for \(fixed(seconds, 0)) seconds",
      hint: "close it there (\(ShellCommand(["lsof", file])) names the program) and give the same "
        + "command again: all blocks are kept")
  }

  /// A file that is no longer where it was written, or another one in its place.
  static func removed(_ file: String) -> StorageFailure {
    let folder = (file as NSString).deletingLastPathComponent
    let isGone = !FileManager.default.fileExists(atPath: folder.isEmpty ? "." : folder)
    return StorageFailure(
      kind: .removed, file: file,
      reason: (isGone ? "its folder" : "it") + " was removed or renamed during the run",
      hint: "put it back, or play its blocks again")
  }

  /// What SQLite says of a file that is read.
  init(reading file: String, _ error: DatabaseError) {
    switch error.resultCode {
    case .busy:
      self.init(
        kind: .locked, file: file, reason: "it is being written",
        hint: "wait until that run has ended")
    case .cannotOpen:
      self.init(
        kind: .missing, file: file, reason: "it cannot be opened",
        hint: "it needs permission to be read")
    case .notADatabase:
      self.init(
        kind: .foreign, file: file,
        reason: file.hasSuffix(".json")
          ? "it is no NAME.sqlite, which lies beside it"
          : "it is no result, or its beginning is damaged",
        hint: file.hasSuffix(".json")
          ? "\(ShellCommand.program("show", file)) reads a result in JSON and checks its SHA-256"
          : "'cluster-bandit run --output DIR' saves results as NAME.sqlite")
    case .readOnly:
      self.init(
        kind: .missing, file: file,
        reason: "a run that was killed left a journal beside it, which has to be taken back",
        hint: "whoever may write there can read it")
    case .inputOutput, .outOfMemory:
      self.init(
        kind: .missing, file: file, reason: "it cannot be read now: \(error.plainMessage)",
        hint: "try again, or look after the disk")
    default: self = .damaged(file, error.plainMessage)
    }
  }

  /// What SQLite says of a file that is written.
  ///
  /// - Parameter bytes: those that were to be written, if that is known.
  init(writing file: String, _ error: DatabaseError, bytes: Int = 0) {
    let system = error.systemError == 0 ? nil : systemReason(error.systemError)
    let reason =
      switch error.resultCode {
      case .full:
        "no space left on the device" + (bytes > 0 ? " for \(grouped(bytes)) bytes" : "")
      case .readOnly: "it or its folder is read-only"
      case .cannotOpen:
        "it cannot be opened: " + StorageFailure.obstacle(to: file)
      case .inputOutput: system ?? "the system reports an error of input or output"
      default: error.plainMessage
      }
    switch error.resultCode {
    case .busy: self.init(reading: file, error)
    case .corrupt, .notADatabase: self = .damaged(file, reason)
    default:
      self.init(
        kind: .unwritable, file: file, reason: reason, hint: StorageFailure.goOn)
    }
  }

  /// Why a file cannot be made: SQLite tries once more to read it, and loses the reason.
  private static func obstacle(to file: String) -> String {
    let name = (file as NSString).deletingLastPathComponent
    let folder = name.isEmpty ? "." : name
    guard FileManager.default.fileExists(atPath: folder) else { return "its folder is gone" }
    guard access(folder, W_OK) == 0 else { return systemReason(errno) }
    return "its folder takes no more files, or it may not be written into"
  }

  /// The same failure where nothing was kept before.
  var ofNothing: StorageFailure {
    StorageFailure(
      kind: kind, file: file, reason: reason,
      hint: "nothing was kept yet: mend it and give the same command again")
  }
}
