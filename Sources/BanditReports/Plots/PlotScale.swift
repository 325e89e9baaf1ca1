public import BanditFigures

/// How values become lengths, as a person asks for it.
public enum PlotScale: String, Sendable, Hashable, CaseIterable {
  /// Equal differences take equal lengths.
  case linear
  /// Equal ratios take equal lengths; what is not positive has no place.
  case log
  /// Logarithmic on both sides of 0, and linear about it.
  case symlog

  /// The scale for such values: a symlog's linear part ends a thousand times below the largest.
  public func scale(for values: some Sequence<Double>) -> Scale {
    switch self {
    case .linear: return .linear
    case .log: return .log
    case .symlog:
      let largest = values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
      return .symlog(threshold: largest > 0 ? largest / 1000 : 1)
    }
  }
}
