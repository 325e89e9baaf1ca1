/// What is measured along one side of a panel.
public struct Axis: Hashable, Sendable {
  /// The quantity with its unit; empty for none.
  public var label: String
  /// How values become lengths.
  public var scale: Scale
  /// What is shown; nil for what the marks take.
  ///
  /// Bounds that the scale cannot show, or that are not finite, count as none.
  public var domain: ClosedRange<Double>?
  /// Whether 0 is shown in any case, where the scale has it.
  public var includesZero: Bool

  /// Creates an axis.
  public init(
    _ label: String = "", _ scale: Scale = .linear, domain: ClosedRange<Double>? = nil,
    includesZero: Bool = false
  ) {
    self.label = label
    self.scale = scale
    self.domain = domain
    self.includesZero = includesZero
  }

  /// An axis with names at 0, 1, 2 and so on.
  public static func names(_ names: [String], _ label: String = "") -> Axis {
    Axis(label, .ordinal(names))
  }
}
