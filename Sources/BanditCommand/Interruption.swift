import BanditExperiments
import Foundation
import Synchronization

/// What ^C, SIGTERM and a closed terminal do: the first one asks a run to end, the second one ends
/// the program.
///
/// Under `nohup` a closed terminal does nothing.
enum Interruption {
  private static let state = Mutex<(control: RunControl?, signal: Int32?)>((nil, nil))
  // Made once and never changed: handlers run on a queue of their own.
  private nonisolated(unsafe) static let sources: [any DispatchSourceSignal] = [
    SIGINT, SIGTERM, SIGHUP,
  ].filter { $0 != SIGHUP || !isIgnored($0) }.map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      state.withLock { state in
        // Nobody is asked twice, and without a run there is nothing to keep.
        guard state.signal == nil, let control = state.control else { _exit(128 + number) }
        state.signal = number
        control.cancel()
      }
    }
    source.resume()
    return source
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// The exit status of a program that was interrupted; nil if it was not.
  static var status: Int32? { state.withLock { $0.signal.map { 128 + $0 } } }

  /// Runs `body`; an interruption cancels through `control`.
  static func cancelling<Outcome>(
    _ control: RunControl, _ body: () throws -> Outcome
  ) rethrows -> Outcome {
    _ = sources
    state.withLock { $0.control = control }
    defer { state.withLock { $0.control = nil } }
    return try body()
  }
}
