package import BanditExperiments
import Foundation

/// The folder of a sweep: its plan, the script for Slurm, the shards, and at last the result.
package struct SweepFolder: Sendable {
  /// The folder's path.
  package let path: String
  /// The sweep.
  package let sweep: SweepPlan

  init(_ path: String, _ sweep: SweepPlan) {
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed.isEmpty ? path : trimmed
    self.sweep = sweep
  }

  private struct Stored: Codable {
    var schema = SweepFolder.schema
    let sweep: SweepPlan
    let sha256: String
  }

  private struct Version: Decodable { let schema: Int }

  /// The version of the plan's file.
  private static let schema = 1

  /// The file of the plan.
  package static func planFile(in path: String) -> String { path + "/sweep.json" }

  /// A copy of it, beside the shards that are of no use without.
  static func copy(in path: String) -> String { path + "/shards/sweep.json" }

  /// The folder of the shards.
  var shards: String { path + "/shards" }
  /// The script for Slurm.
  package var script: String { path + "/sweep.sbatch" }
  /// Where the merged result is put.
  package var result: ResultPlace { ResultPlace(folder: path, name: sweep.plan.name) }

  /// Where the files of a shard are put.
  func place(of shard: Int) -> ResultPlace {
    let digits = String(shard)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    return ResultPlace(folder: shards, name: "shard-\(zeros)\(digits)")
  }

  /// The shard that a file belongs to by its name; nil if that says nothing.
  func shard(ofFile name: String) -> Int? {
    let digits = name.hasPrefix("shard-") ? name.dropFirst(6).prefix { $0.isNumber } : ""
    guard let shard = Int(digits), 0..<sweep.shardCount ~= shard,
      name.hasPrefix(place(of: shard).name)
    else { return nil }
    return shard
  }

  /// The file that tells how far a shard is that is being played.
  func progressFile(of shard: Int) -> String { "\(shards)/\(place(of: shard).name).json" }

  /// Reads the plan of a sweep.
  package static func read(_ path: String) throws(StorageFailure) -> SweepFolder {
    try read(path, planFile(in: path))
  }

  /// Reads the plan of a sweep from a file of it.
  static func read(_ path: String, _ file: String) throws(StorageFailure) -> SweepFolder {
    let copy = copy(in: path)
    let hasCopy = file != copy && FileManager.default.fileExists(atPath: copy)
    let repair = "\(ShellCommand(["cp", copy, file])) puts its copy back"
    guard FileManager.default.fileExists(atPath: file) else {
      throw StorageFailure(
        kind: .missing, file: file, reason: "no such file",
        hint: hasCopy
          ? repair : "'cluster-bandit sweep plan FILE --shards n --output DIR' makes a sweep")
    }
    func damaged(_ reason: String) -> StorageFailure {
      StorageFailure(
        kind: .unreadable, file: file, reason: reason,
        hint: hasCopy ? repair : "plan the sweep again into another folder")
    }
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw StorageFailure(
        kind: .unreadable, file: file, reason: "it cannot be read",
        hint: "it needs permission to be read")
    }
    let decoder = ResultJSON.decoder
    if let version = try? decoder.decode(Version.self, from: bytes), version.schema != schema {
      throw StorageFailure(
        kind: .unreadable, file: file,
        reason: "it has schema \(version.schema), and this program reads schema \(schema)",
        hint: "use the program that planned the sweep")
    }
    guard let stored = try? decoder.decode(Stored.self, from: bytes) else {
      throw damaged("it is no plan of a sweep, or it was cut")
    }
    // Keys that mean nothing are changes too.
    guard stored.sha256 == hash(stored.sweep), bytes == encoded(stored) else {
      throw damaged("it is not as it was saved: it has another SHA-256")
    }
    guard stored.sweep.isConsistent else { throw damaged("its numbers do not fit together") }
    do {
      try ResultReader(file: file).check(stored.sweep.plan, stored.sweep.manifest, [])
    } catch {
      throw StorageFailure(
        kind: .unreadable, file: file,
        reason: error.diagnostics.first?.message ?? "it is not as it was saved",
        hint: "use the program that planned the sweep")
    }
    return SweepFolder(path, stored.sweep)
  }

  /// The command that repairs a file of a sweep; nil if it is none.
  package static func repair(of file: String) -> ShellCommand? {
    let folder = (file as NSString).deletingLastPathComponent
    let name = (file as NSString).lastPathComponent
    if let sweep = try? read(folder.isEmpty ? "." : folder),
      name == (sweep.result.finished as NSString).lastPathComponent
    {
      return sweep.command("merge")
    }
    let parent = (folder as NSString).deletingLastPathComponent
    guard (folder as NSString).lastPathComponent == "shards",
      let sweep = try? read(parent.isEmpty ? "." : parent),
      let shard = sweep.shard(ofFile: name)
    else { return nil }
    return sweep.command(playing: shard)
  }

  /// Whether its plan can be read, as whoever plays a shard must.
  var isThere: Bool { (try? SweepFolder.read(path)) != nil }

  /// A command for the whole sweep, as `submit` or `merge`.
  package func command(_ name: String) -> ShellCommand { .program("sweep", name, path) }

  /// The command that plays a shard.
  package func command(playing shard: Int) -> ShellCommand {
    .program("sweep", "run", path, "--shard", String(shard))
  }

  /// The bytes of the plan's file.
  static func encoded(_ sweep: SweepPlan) -> Data {
    encoded(Stored(sweep: sweep, sha256: hash(sweep)))
  }

  private static func encoded(_ stored: Stored) -> Data {
    ((try? ResultJSON.encoder.encode(stored)) ?? Data()) + Data("\n".utf8)
  }

  private static func hash(_ sweep: SweepPlan) -> String {
    ContentHash.sha256((try? ResultJSON.encoder.encode(sweep)) ?? Data())
  }

  /// What the files of the sweep's shards begin with.
  func header(_ experiment: Experiment, _ manifest: Manifest) -> ResultHeader {
    ResultHeader(experiment, manifest, sweep.kept)
  }
}
