import ClusterBandit
import Randomness

/// An exact constant beside a published one.
public struct ConstantComparison: Sendable, Equatable {
  /// The published constant.
  public let published: PublishedConstant
  /// The value computed here.
  public let value: Double

  /// True if the published value is this one, rounded to the digits it is printed with.
  public var agrees: Bool {
    var half = 0.5
    for _ in 0..<published.decimals.magnitude { half *= published.decimals > 0 ? 0.1 : 10 }
    // A computed value that lies on the edge between two roundings may be printed either way, and
    // its own last digits are rounded too.
    return (value - published.value).magnitude <= half + 1e-12 * published.value
  }

  /// A comparison of the two.
  init(_ published: PublishedConstant, value: Double) {
    self.published = published
    self.value = value
  }

  /// The constant of a fixed environment of the experiment; nil if there is none of that label.
  public init?(_ published: PublishedConstant, _ experiment: Experiment) {
    guard let problem = experiment.problems.first(where: { $0.label == published.environment })
    else { return nil }
    self.published = published
    var stream = SeedTree(root: experiment.seed, experiment: experiment.name).stream(
      replication: 0, role: .instance)
    let bound = LowerBound(problem.environment.drawInstance(using: &stream))
    value =
      switch published.bound {
      case .laiRobbins: bound.laiRobbins
      case .clustered(let width): bound.clustered(width: width)
      }
  }
}
