package import BanditExperiments
import Foundation

/// Opens the file of a shard that is to be played, whatever lies there.
package struct ShardOpening {
  /// What there is.
  package enum Outcome {
    /// A file to be filled.
    case unfinished(ShardSink)
    /// All of it is there already.
    case finished
  }

  private let folder: SweepFolder
  private let shard: Int
  private let header: ResultHeader
  /// What whoever runs it should know.
  package private(set) var notes: [String] = []

  /// The file of a shard of a sweep.
  package init(
    _ folder: SweepFolder, shard: Int, _ experiment: Experiment, _ manifest: Manifest
  ) {
    self.folder = folder
    self.shard = shard
    header = folder.header(experiment, manifest)
  }

  /// Opens it: a sound shard stays, blocks of an unfinished one are gone on with, and what is of no
  /// use gets another name.
  package mutating func open() throws(StorageFailure) -> Outcome {
    let place = folder.place(of: shard)
    if FileManager.default.fileExists(atPath: place.finished) {
      do throws(StorageFailure) {
        let file = try ShardFile(place.finished, of: folder.sweep, isVerifying: true)
        if file.shard == shard { return .finished }
        let name = "\(folder.place(of: file.shard).name).sqlite"
        throw StorageFailure(
          kind: .locked, file: place.finished, reason: "it is shard \(file.shard)",
          hint: "give it its own name, \(name)")
      } catch {
        guard isUseless(error) else { throw error }
        try setAside(place.finished, error.reason)
      }
    }
    do throws(StorageFailure) {
      return .unfinished(try openUnfinished())
    } catch {
      guard isUseless(error) else { throw error }
      try setAside(place.unfinished, error.reason)
      return .unfinished(try openUnfinished())
    }
  }

  /// Whether a file is what it should not be; one that only cannot be read now may be sound.
  private func isUseless(_ failure: StorageFailure) -> Bool {
    switch failure.kind {
    case .refused, .unreadable, .foreign, .empty: true
    case .locked, .missing, .unwritable, .removed: false
    }
  }

  private mutating func openUnfinished() throws(StorageFailure) -> ShardSink {
    let place = folder.place(of: shard)
    var opening = ResultOpening(place, header, .resume, mergeInterval: .max)
    let old = try opening.openUnfinished()
    notes += opening.notes
    let file =
      old ?? UnfinishedResult(place.unfinished, place, header, nil, mergeInterval: .max)
    do {
      guard try file.have().isSubset(of: folder.sweep.blocks(of: shard)) else {
        throw StorageFailure(
          kind: .refused, file: file.path, reason: "it holds blocks of another shard",
          hint: "it belongs elsewhere: move it there")
      }
    } catch {
      try? file.close()
      throw ResultConnection.failure(writing: file.path, error)
    }
    return try ShardSink(file, folder, shard)
  }

  private mutating func setAside(_ path: String, _ reason: String) throws(StorageFailure) {
    let name = try folder.place(of: shard).setAside(path)
    notes.append("\(path): \(reason); it is now \(name)")
  }
}
