package import BanditExperiments
import SQLite

/// Merges the shards of a sweep into one result, equal in every value to that of one run.
///
/// Blocks are merged in their canonical order, whoever played them; a merge that is broken off is
/// gone on with.
package struct SweepMerge {
  private let inspection: SweepInspection
  private let experiment: Experiment
  /// What whoever merges should know.
  package private(set) var notes: [String] = []

  /// The merging of shards that are all there.
  package init(_ inspection: SweepInspection, _ experiment: Experiment) {
    self.inspection = inspection
    self.experiment = experiment
  }

  /// Merges them.
  ///
  /// - Returns: the file, and the hash of what is in it.
  package mutating func run() throws(StorageFailure) -> (file: String, sha256: String) {
    let files = inspection.files.compactMap(\.self)
    guard let first = files.first, inspection.isComplete else {
      throw StorageFailure(
        kind: .missing, file: inspection.folder.path,
        reason: "\(ArraySpecification(inspection.missing).shardsAre) missing",
        hint: "\(inspection.folder.command("submit")) plays them")
    }
    try requireSameMachinery(files)
    let manifest = first.header.manifest
    let place = inspection.folder.result
    try setAsideOthers(files)
    if case .unfinished(let file) = try open(inspection.folder.header(experiment, manifest)) {
      try fill(file, from: files)
      let result = try file.soFar(experiment, manifest)
      _ = try file.finish(result, experiment)
    }
    return (place.finished, try StoredResult.contentHash(of: place.finished))
  }

  /// Gives a result another name, finished or not, that was merged from blocks that measured
  /// something else than those of the shards.
  private mutating func setAsideOthers(_ files: [ShardFile]) throws(StorageFailure) {
    let place = inspection.folder.result
    let wanted = files.reduce(into: [BlockID: String]()) { $0.merge($1.blocks) { $1 } }
    for path in [place.finished, place.unfinished] {
      // What cannot be read is the business of whoever opens it.
      guard let there = try? StoredResult.blockHashes(of: path),
        there.contains(where: { wanted[$0.key] != $0.value })
      else { continue }
      let name = try place.setAside(path)
      notes.append("\(path) was merged from other blocks than the shards hold; it is now \(name)")
    }
  }

  /// Opens the file for the result; what is in its way gets another name.
  private mutating func open(
    _ header: ResultHeader
  ) throws(StorageFailure) -> ResultOpening.Outcome {
    let place = inspection.folder.result
    while true {
      var opening = ResultOpening(place, header, .resume)
      do throws(StorageFailure) {
        let outcome = try opening.open()
        notes += opening.notes
        return outcome
      } catch {
        guard [.refused, .unreadable, .foreign].contains(error.kind),
          [place.finished, place.unfinished].contains(error.file)
        else { throw error }
        let name = try place.setAside(error.file)
        notes.append("\(error.file): \(error.reason); it is now \(name)")
      }
    }
  }

  private func fill(
    _ result: UnfinishedResult, from files: [ShardFile]
  ) throws(StorageFailure) {
    let present: Set<BlockID>
    do {
      present = try result.have()
    } catch {
      throw ResultConnection.failure(writing: result.path, error)
    }
    var batch: [BlockResult] = []
    func write() throws {
      try result.write(batch)
      batch = []
    }
    for file in files {
      try file.forEachBlock(of: inspection.folder.sweep) { block in
        guard !present.contains(block.id) else { return }
        batch.append(block)
        // One by one would wait for the disk as often.
        if batch.count >= UnfinishedResult.usualMergeInterval { try write() }
      }
    }
    do {
      try write()
    } catch {
      throw ResultConnection.failure(writing: result.path, error)
    }
  }

  /// Throws if shards stand on different linear algebra, whose last bits may differ; different
  /// programs are told.
  private mutating func requireSameMachinery(_ files: [ShardFile]) throws(StorageFailure) {
    guard let first = files.first else { return }
    for file in files {
      let differences = file.header.differences(from: first.header)
      guard differences.isEmpty else {
        throw StorageFailure(
          kind: .refused, file: file.path,
          reason: "it was played on other machinery than \(first.path) "
            + "(\(differences.joined(separator: ", ")))",
          hint: "move it away and play shard \(file.shard) on a processor like that one's: "
            + "\(inspection.folder.command(playing: file.shard))")
      }
    }
    let makers = Set(files.map(\.header.manifest.maker)).sorted()
    if makers.count > 1 {
      notes.append("the shards were made by \(makers.joined(separator: " and by "))")
    }
  }
}
