import BanditExperiments
import Synchronization

/// The last thing that a run has to tell, which replaces what was not fetched in time.
final class ResultBox: Sendable {
  enum News {
    case blocks(MemorySink, of: Experiment)
    case refusal(Refusal)
  }

  private struct State {
    var news: News?
    var lastProgress = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// Notes that a sink has more than before.
  func put(_ blocks: MemorySink, of experiment: Experiment) {
    state.withLock { $0.news = .blocks(blocks, of: experiment) }
  }

  func put(_ refusal: Refusal) { state.withLock { $0.news = .refusal(refusal) } }

  func take() -> News? {
    state.withLock { state in
      defer { state.news = nil }
      return state.news
    }
  }

  /// Whether a tenth of a second went by since this was last true.
  var isTimeForProgress: Bool {
    state.withLock { state in
      guard ContinuousClock.now - state.lastProgress > .milliseconds(100) else { return false }
      state.lastProgress = .now
      return true
    }
  }
}
