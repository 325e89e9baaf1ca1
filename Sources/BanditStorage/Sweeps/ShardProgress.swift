package import Foundation

/// How far a shard is that is being played: a small file beside it, for whoever looks on.
///
/// The shard's own file is held by whoever fills it, and tells nobody else anything.
package struct ShardProgress: Sendable, Codable, Equatable {
  /// The machine.
  package let host: String
  /// The process on it.
  let process: Int32
  /// The task of Slurm, if it is one.
  package let job: String?
  /// When this process began with it.
  package let since: Date
  /// When it was last heard of.
  var heard: Date
  /// The blocks that are safe, those of earlier processes included.
  package var blocks: Int
  /// The pulls that this process has done.
  var pulls: Double

  /// The beginning of this process.
  init(blocks: Int) {
    let environment = ProcessInfo.processInfo.environment
    host = environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
    process = ProcessInfo.processInfo.processIdentifier
    job = environment["SLURM_ARRAY_JOB_ID"].flatMap { array in
      environment["SLURM_ARRAY_TASK_ID"].map { "\(array)_\($0)" }
    }
    since = Date()
    heard = since
    self.blocks = blocks
    pulls = 0
  }

  /// The pulls a second of this process; nil before the first, and if the clock jumped.
  var rate: Double? {
    let seconds = heard.timeIntervalSince(since)
    return seconds > 0 && pulls > 0 ? pulls / seconds : nil
  }

  /// What a file says; nil if there is none, or it says nothing.
  init?(file: String) {
    guard let bytes = FileManager.default.contents(atPath: file),
      let progress = try? JSONDecoder().decode(ShardProgress.self, from: bytes)
    else { return nil }
    self = progress
  }

  /// Writes the file; that it cannot be written is no reason to stop playing.
  func write(to file: String) {
    try? JSONEncoder().encode(self).write(to: URL(fileURLWithPath: file), options: .atomic)
  }
}
