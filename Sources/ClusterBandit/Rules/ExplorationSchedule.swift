import Randomness

/// When ε-greedy explores.
struct ExplorationSchedule: Sendable {
  private enum Kind {
    case constant
    case inverseSqrt
    case auer
  }

  private let kind: Kind
  /// ⌈ε 2^53⌉ for a constant ε, 0 for another schedule.
  private let threshold: UInt64
  /// c/d² of Auer's schedule.
  private let factor: Double
  private let tables: ClockTables

  init(_ arguments: Arguments, _ tables: ClockTables) {
    self.tables = tables
    let (name, details) = arguments.variant("epsilon")
    switch name {
    case "inverse-sqrt":
      (kind, threshold, factor) = (.inverseSqrt, 0, 0)
    case "auer":
      let d = details.number("d")
      (kind, threshold, factor) = (.auer, 0, details.number("c") / (d * d))
    default:
      let epsilon = details.number("value")
      (kind, threshold, factor) = (.constant, UInt64((epsilon * 0x1p53).rounded(.up)), 0)
    }
  }

  /// Whether a word makes the rule explore among `count` candidates: k < ε 2^53 for its upper 53
  /// bits k.
  @inline(__always)
  func explores(_ word: UInt64, clock: Int, among count: Int) -> Bool {
    let k = word &>> 11
    if k < threshold { return true }
    switch kind {
    case .constant: return false
    case .inverseSqrt: return Double(k) < tables.inverseRoot(Double(clock &+ 1)) * 0x1p53
    case .auer: return Double(k) < factor * Double(count) / Double(clock &+ 1) * 0x1p53
    }
  }
}
