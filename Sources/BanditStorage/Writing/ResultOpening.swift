package import BanditExperiments
import ByteCoding
import Foundation
import SQLite

/// Opens the file of a result that is to be played: a new one, or one that is gone on with.
package struct ResultOpening {
  /// What to do with what is there.
  package enum Mode: Sendable {
    /// Begins; what another run left is refused.
    case begin
    /// Goes on with the blocks that are there.
    case resume
    /// Begins; a finished result is written over, what is unfinished or damaged gets another name.
    case force
  }

  /// What there is.
  package enum Outcome: Sendable {
    /// A file to be filled.
    case unfinished(UnfinishedResult)
    /// All of it is there already.
    case finished(ResultSet)
  }

  private let place: ResultPlace
  private let header: ResultHeader
  private let mode: Mode
  private let mergeInterval: Int
  private let patience: Double
  /// What whoever runs it should know.
  package private(set) var notes: [String] = []

  /// The file of an experiment's result in its place.
  package init(
    _ experiment: Experiment, _ manifest: Manifest, _ place: ResultPlace, kept: KeptValues,
    mode: Mode
  ) {
    self.init(place, ResultHeader(experiment, manifest, kept), mode)
  }

  /// - Parameter patience: how long it is waited for whoever reads the file, in seconds.
  init(
    _ place: ResultPlace, _ header: ResultHeader, _ mode: Mode,
    mergeInterval: Int = UnfinishedResult.usualMergeInterval,
    patience: Double = ResultConnection.usualPatience
  ) {
    self.patience = patience
    self.place = place
    self.header = header
    self.mode = mode
    self.mergeInterval = mergeInterval
  }

  /// Opens it.
  package mutating func open() throws(StorageFailure) -> Outcome {
    if let unfinished = try openUnfinished() { return .unfinished(unfinished) }
    if exists(place.finished), let outcome = try openFinished() { return outcome }
    return .unfinished(file(place.unfinished))
  }

  private func file(_ path: String, _ queue: DatabaseQueue? = nil) -> UnfinishedResult {
    UnfinishedResult(path, place, header, queue, mergeInterval: mergeInterval)
  }

  /// The unfinished file that is there, if it is gone on with, or one beside it.
  mutating func openUnfinished() throws(StorageFailure) -> UnfinishedResult? {
    let path = place.unfinished
    guard exists(path) else { return nil }
    let queue: DatabaseQueue
    do {
      queue = try ResultConnection.holding(path, patience: patience)
    } catch {
      if error.kind == .locked {
        notes.append("\(path) is being written by another run: this one writes a file of its own")
        return file(place.own)
      }
      guard error.kind != .unwritable, mode == .force else { throw error }
      try setAside(path)
      return nil
    }
    do {
      let keep = try goOn(queue, path)
      if keep { return file(path, queue) }
      try queue.close()
      return nil
    } catch {
      try? queue.close()
      throw ResultConnection.failure(writing: path, error)
    }
  }

  /// Whether the unfinished file is filled further.
  private mutating func goOn(_ queue: DatabaseQueue, _ path: String) throws -> Bool {
    // A run that ended before its first block was safe has left it empty.
    if try queue.read({ try StorageSchema.shape($0).isEmpty }) { return false }
    let old: ResultHeader
    do {
      old = try queue.read { try ResultHeader($0, file: path) }
      if try queue.read({ try old.changedTables($0) }) == [] {
        // It was finished, and only its name was not.
        try file(path, queue).publish()
        return false
      }
    } catch {
      guard mode == .force else { throw error }
      try setAside(path)
      return false
    }
    switch mode {
    case .force:
      try setAside(path)
      return false
    case .begin:
      let counts = try queue.read { try old.blockCounts($0) }
      let differences = old.differences(from: header)
      let list = differences.joined(separator: ", ")
      let other = differences.isEmpty ? "" : " of another plan (\(list))"
      throw StorageFailure(
        kind: .refused, file: path,
        reason: "it holds \(counts.present) of \(counts.all) blocks of an unfinished run\(other)",
        hint: (differences.isEmpty ? "--resume goes on from there; " : "")
          + "--force begins anew and keeps it under another name")
    case .resume:
      try refuse(old, path)
      try queue.read { db in
        try old.requireWhole(db, file: path)
        for number in old.plan.problems.indices {
          do {
            _ = try StoredProblem(header: old, number: number).merged(db)
          } catch is DamagedBytes {
            let label = old.plan.problems[number].label
            throw StorageFailure.damaged(path, "blocks of '\(label)' are not as they were saved")
          }
        }
      }
      noteProgram(old.manifest, path)
      try queue.write { try header.write($0) }
      return true
    }
  }

  /// What a finished result gives: all that is wanted, or its blocks for more replications.
  private mutating func openFinished() throws(StorageFailure) -> Outcome? {
    let path = place.finished
    let stored: StoredResult
    do {
      stored = try StoredResult.read(path)
    } catch {
      if error.kind == .empty { return nil }
      guard mode == .force else { throw error }
      try setAside(path)
      return nil
    }
    if mode == .resume {
      try refuse(stored.header, path)
      if stored.result.plan == header.plan { return .finished(stored.result) }
      noteProgram(stored.header.manifest, path)
      let more = file(place.unfinished)
      try more.take(stored, from: path)
      return .unfinished(more)
    }
    let differences = stored.header.differences(from: header, butReplications: false)
    guard mode == .force || differences.isEmpty else {
      throw StorageFailure(
        kind: .refused, file: path,
        reason: "it holds the result of another plan (\(differences.joined(separator: ", ")))",
        hint: "give another folder, or --force to write over it")
    }
    return nil
  }

  /// Throws if the blocks of a file are not those of this run.
  private func refuse(_ old: ResultHeader, _ path: String) throws(StorageFailure) {
    let differences = old.differences(from: header)
    guard differences.isEmpty else {
      throw StorageFailure(
        kind: .refused, file: path,
        reason: "it holds another run (\(differences.joined(separator: ", ")))",
        hint: differences.count == 1 && old.plan.replications > header.plan.replications
          ? "give --replications \(old.plan.replications) or more, or another folder"
          : "--resume goes on with the same plan, or with more replications of it")
    }
  }

  private mutating func noteProgram(_ old: Manifest, _ path: String) {
    let new = header.manifest
    guard old.program != new.program || old.commit != new.commit || old.isModified == true else {
      return
    }
    func name(_ manifest: Manifest) -> String {
      manifest.maker + (manifest.isModified == true ? " with changes" : "")
    }
    notes.append(
      name(old) == name(new)
        ? "\(path) was begun by \(name(old)); whether its changes were those of this program is "
          + "not known"
        : "\(path) was begun by \(name(old)) and is gone on with by \(name(new))")
  }

  private mutating func setAside(_ path: String) throws(StorageFailure) {
    notes.append("\(path) was in the way and is now \(try place.setAside(path))")
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

extension ResultHeader {
  /// How many blocks of the plan are there.
  func blockCounts(_ db: Database) throws -> (present: Int, all: Int) {
    (
      try Int.fetchOne(db, sql: "SELECT count(*) FROM block") ?? 0,
      plan.problems.count * BlockID.count(of: plan.replications)
    )
  }

  /// In what a file's run differs from another one, so that its blocks are of no use there: keys
  /// with both values.
  ///
  /// - Parameter butReplications: whether fewer replications than wanted are no difference.
  func differences(from wanted: ResultHeader, butReplications: Bool = true) -> [String] {
    var found = plan.differences(from: wanted.plan, butFewerReplications: butReplications)
    func compare(_ key: String, _ here: String, _ there: String) {
      if here != there { found.append("\(key) \(here) instead of \(there)") }
    }
    compare("curves", kept.curvesWord, wanted.kept.curvesWord)
    compare("finals", kept.finalsWord, wanted.kept.finalsWord)
    func library(_ manifest: Manifest) -> String {
      manifest.blas.map { "OpenBLAS \($0.version) \($0.core) on \($0.threads) threads" } ?? "none"
    }
    if butReplications { compare("BLAS", library(manifest), library(wanted.manifest)) }
    return found
  }
}
