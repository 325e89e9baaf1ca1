/// An exact constant from the literature: a lower bound on the regret of a fixed instance.
public struct PublishedConstant: Sendable, Equatable {
  /// The environment's label.
  public let environment: String
  /// Which bound.
  public let bound: Bound
  /// The published value.
  public let value: Double
  /// The decimals it is printed with; negative where its last digit counts tens or more.
  public let decimals: Int
  /// Where it was published.
  public let source: String

  /// A bound with its parameter.
  public enum Bound: Sendable, Equatable {
    /// Σ Δ_i/kl(μ_i, μ*).
    case laiRobbins
    /// The bound of arms that differ by at most `width` within a cluster.
    case clustered(width: Double)

    /// The bound in words.
    public var text: String {
      switch self {
      case .laiRobbins: "Lai–Robbins"
      case .clustered(let width): "clustered, w = \(width.short)"
      }
    }

    /// The bound as an experiment file calls it.
    var name: String {
      switch self {
      case .laiRobbins: "lai-robbins"
      case .clustered: "clustered"
      }
    }

    /// w, if the bound has one.
    var width: Double? {
      if case .clustered(let width) = self { width } else { nil }
    }
  }
}
