/// How it is with a shard.
package enum ShardState: Sendable {
  /// Nothing of it is there.
  case missing
  /// Somebody has begun it and ended early.
  case stopped(blocks: Int)
  /// Somebody is playing it; what is heard of that, if something is.
  case running(ShardProgress?)
  /// All of it is there, and who has made it.
  case done(host: String)
  /// A file is there that is of no use, or two that contradict each other.
  case refused

  /// Whether all of it is there.
  package var isDone: Bool { if case .done = self { true } else { false } }

  /// Whether somebody is playing it.
  package var isRunning: Bool { if case .running = self { true } else { false } }

  /// One word for it.
  package var word: String {
    switch self {
    case .missing: "missing"
    case .stopped: "stopped"
    case .running: "running"
    case .done: "done"
    case .refused: "refused"
    }
  }
}
