import BanditExperiments
import Foundation

/// Tells how far a run is, how fast, and how long it still takes: a line that is written over on a
/// terminal, a line a minute elsewhere.
final class ProgressReport {
  private let timer: any DispatchSourceTimer

  init(_ name: String, _ control: RunControl) {
    let isTerminal = isatty(2) == 1
    let start = ContinuousClock.now
    timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(
      deadline: .now() + (isTerminal ? 0.2 : 60), repeating: isTerminal ? 0.1 : 60)
    timer.setEventHandler {
      let elapsed = (ContinuousClock.now - start) / .seconds(1)
      guard let text = ProgressReport.text(control.progress, elapsed: elapsed) else { return }
      note(
        isTerminal ? "\r\u{1B}[K\(name)  \(text)" : "\(name)  \(text)",
        terminator: isTerminal ? "" : "\n")
    }
    timer.resume()
  }

  /// "53 %  7.6 M pulls/s  4 s left"; nil before the first pulls.
  static func text(_ progress: RunControl.Progress, elapsed: Double) -> String? {
    guard progress.pulls > 0, elapsed > 0 else { return nil }
    let rate = progress.pulls / elapsed
    let share = min(progress.pulls / progress.totalPulls, 1)
    return "\(fixed(100 * share, 0)) %  \(fixed(rate / 1e6, 1)) M pulls/s  "
      + "\(duration((progress.totalPulls - progress.pulls) / rate)) left"
  }

  /// Stops, and removes the line from a terminal.
  func end() {
    timer.cancel()
    if isatty(2) == 1 { note("\r\u{1B}[K", terminator: "") }
  }
}

/// One line on the terminal that is written over.
struct ProgressLine {
  private let name: String

  init(_ name: String) { self.name = name }

  /// Shows what is being done.
  func show(_ text: String) { note("\r\u{1B}[K\(name)  \(text)", terminator: "") }

  /// Removes the line.
  func clear() { note("\r\u{1B}[K", terminator: "") }
}
