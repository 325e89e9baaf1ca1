import BanditExperiments
import Foundation
import Synchronization

/// One line on the terminal: how far, how fast, how long still.
final class ProgressLine: Sendable {
  private let name: String
  private let start = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(_ name: String) { self.name = name }

  /// Shows `done` of `total` pulls, at most ten times a second.
  func update(_ done: Double, _ total: Double) {
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      if let last, now - last < .milliseconds(100) { return false }
      last = now
      return true
    }
    guard isDue, done > 0 else { return }
    let elapsed = (now - start) / .seconds(1)
    let rate = done / max(elapsed, 1e-9)
    let remaining = (total - done) / rate
    let text =
      "\r\u{1B}[K\(name)  \(fixed(100 * done / total, 0)) %  "
      + "\(fixed(rate / 1e6, 1)) M pulls/s  \(duration(remaining)) left"
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Shows what is being done.
  func show(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(name)  \(text)".utf8))
  }

  /// Removes the line.
  func clear() { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
}

/// A duration in words, rounded up.
func duration(_ seconds: Double) -> String {
  let whole = Int(min(seconds, 1e9).rounded(.up))
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
