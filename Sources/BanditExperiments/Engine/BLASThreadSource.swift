import Foundation
import LinearAlgebra

/// Who says on how many threads BLAS runs each operation.
///
/// It is one thread unless somebody asks for more: workers share the cores by replications, and
/// with one thread the order of sums, hence a result's last bits, does not depend on the machine's
/// cores.
public enum BLASThreadSource: Sendable, Equatable {
  /// That many.
  case count(Int)
  /// `OPENBLAS_NUM_THREADS`.
  case environment

  /// The threads that may be asked for.
  public static let range = 1...1024

  /// The variable's text, or nil if it is not set.
  static var environmentText: String? {
    ProcessInfo.processInfo.environment["OPENBLAS_NUM_THREADS"]
  }

  /// The number of threads, or nil if the variable holds none.
  public var count: Int? {
    switch self {
    case .count(let count): count
    case .environment:
      BLASThreadSource.environmentText.flatMap { Int($0) }.flatMap {
        BLASThreadSource.range.contains($0) ? $0 : nil
      }
    }
  }

  /// Why there is no number, for whoever asked for the variable; nil if there is one.
  public var problem: String? {
    guard count == nil else { return nil }
    guard let text = BLASThreadSource.environmentText else {
      return "OPENBLAS_NUM_THREADS is not set"
    }
    return "OPENBLAS_NUM_THREADS is \(text.quoted)"
  }

  /// Sets the threads for the whole process; before anything is run.
  public func apply() {
    if let count { BLASThreads.setCount(count) }
  }
}
