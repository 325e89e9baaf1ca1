/// How a cluster is represented to the outer rule: an estimate (r_c, v_c) as a Beta posterior.
///
/// Only the pulled cluster's estimate changes, so a strategy is told of one pull at a time.
///
/// Source: S. Pandey, D. Chakrabarti and D. Agarwal, "Multi-armed bandit problems with dependent
/// arms", ICML 2007, section 4.
public protocol ClusterStrategy: ~Copyable, SendableMetatype {
  /// Name, parameters and formula.
  static var variant: Variant { get }

  /// A strategy over clusters none of whose arms was pulled.
  init(arguments: Arguments, clustering: Clustering)

  /// The estimate of a cluster none of whose arms was pulled.
  func initialEstimate(of cluster: Int) -> ClusterEstimate

  /// The new estimate of the cluster of `arm`, whose pull with reward `reward` is already counted
  /// in `arms`.
  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate
}

/// Does something with a strategy's concrete type.
protocol StrategyVisitor {
  associatedtype Outcome
  func visit<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type) -> Outcome
}

/// The cluster strategies: one line for each.
enum StrategyCatalogue {
  /// Calls the visitor with the strategy called `name`.
  static func dispatch<Visitor: StrategyVisitor>(
    _ name: String, _ visitor: Visitor
  ) -> Visitor.Outcome {
    switch name {
    case "mean": visitor.visit(MeanStrategy.self)
    case "max": visitor.visit(MaxStrategy.self)
    case "pmax": visitor.visit(PMaxStrategy.self)
    default: preconditionFailure("no cluster strategy is called '\(name)'")
    }
  }

  /// Every strategy's name, parameters and formula.
  static let variants: [Variant] = [
    MeanStrategy.variant, MaxStrategy.variant, PMaxStrategy.variant,
  ]
}
