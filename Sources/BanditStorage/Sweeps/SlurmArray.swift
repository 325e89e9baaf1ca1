import BanditExperiments
import Foundation

/// Array jobs of Slurm that play shards: one, or as many as the numbers of its tasks allow.
package struct SlurmArray {
  private let folder: SweepFolder
  private let shards: [Int]
  private let options: [String]
  /// The number that no task of an array may have, nor any beyond; nil if nothing is known of it.
  package let limit: Int?

  /// The jobs of some shards on the cluster that this machine belongs to.
  ///
  /// - Parameter options: more options of `sbatch`; they win over those of the script.
  package init(_ folder: SweepFolder, _ shards: [Int], options: [String]) {
    self.init(folder, shards, options: options, limit: SlurmArray.maximumArraySize)
  }

  init(_ folder: SweepFolder, _ shards: [Int], options: [String], limit: Int?) {
    self.folder = folder
    self.shards = shards
    self.options = options
    self.limit = limit
  }

  /// `MaxArraySize` of the cluster's configuration; nil if nobody tells.
  private static var maximumArraySize: Int? {
    guard let told = try? SlurmProgram.run(["scontrol", "show", "config"]), told.status == 0 else {
      return nil
    }
    let size = told.output.firstMatch(of: /MaxArraySize\s*=\s*(\d+)/)?.output.1
    return size.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The jobs, a list of shards each.
  package var jobs: [[Int]] {
    guard let limit else { return [shards] }
    return Dictionary(grouping: shards) { $0 / limit }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The arguments of `sbatch` for a job.
  ///
  /// What the numbers of its shards are beyond those of its tasks is the script's argument.
  func arguments(of job: [Int]) -> [String] {
    let first = first(of: job)
    let tasks = ArraySpecification(job.map { $0 - first })
    return ["--parsable", "--chdir=\(folder.path)", "--array=\(tasks)"]
      + (first > 0 ? ["--output=shards/slurm-\(first)+%a.txt"] : [])
      + options + [folder.script] + (first > 0 ? [String(first)] : [])
  }

  private func first(of job: [Int]) -> Int {
    guard let limit, let shard = job.first else { return 0 }
    return shard / limit * limit
  }

  /// Throws if the script cannot play the shards of every job: it is told by its argument.
  package func check() throws(StorageFailure) {
    guard let limit, jobs.contains(where: { first(of: $0) > 0 }),
      let text = FileManager.default.contents(atPath: folder.script),
      !String(decoding: text, as: UTF8.self).contains(SlurmScript.argument)
    else { return }
    throw failure(
      "the numbers of tasks end at \(limit - 1) here (MaxArraySize), and this script plays no "
        + "shards beyond",
      hint: "add \(SlurmScript.argument) to the number of its shard, or move it away and plan the "
        + "sweep again, which writes a new script")
  }

  /// Submits a job.
  ///
  /// - Returns: its number.
  package func submit(_ job: [Int]) throws(StorageFailure) -> String {
    let told: SlurmProgram.Outcome
    do {
      told = try SlurmProgram.run(["sbatch"] + arguments(of: job))
    } catch {
      throw failure("sbatch cannot be run: \(error)")
    }
    guard told.status == 0 else {
      if told.status == 127 { throw failure("there is no program sbatch here") }
      let reason = told.errors.split(whereSeparator: \.isNewline).joined(separator: "; ")
      throw failure(reason.isEmpty ? "sbatch ended with \(told.status)" : reason)
    }
    // With several clusters the name of one follows the number.
    return told.output.trimmingCharacters(in: .whitespacesAndNewlines)
      .split(separator: ";").first.map(String.init) ?? ""
  }

  private func failure(
    _ reason: String,
    hint: String =
      "edit the script or give options of sbatch behind '--'; --engine local needs no Slurm"
  ) -> StorageFailure {
    StorageFailure(kind: .refused, file: folder.script, reason: reason, hint: hint)
  }
}
