import ClusterBandit
import Randomness

extension Check {
  /// An exact value beside a published one, which agrees if it is this one rounded to the digits it
  /// is printed with.
  init(_ published: PublishedConstant, value: Double, subject: String) {
    var half = 0.5
    for _ in 0..<published.decimals.magnitude { half *= published.decimals > 0 ? 0.1 : 10 }
    // A computed value that lies on the edge between two roundings may be printed either way, and
    // its own last digits are rounded too.
    let agrees = (value - published.value).magnitude <= half + 1e-12 * published.value
    self.init(
      subject: subject, measured: value, standardError: nil, target: .constant(published),
      targetStandardError: nil, z: nil, verdict: agrees ? .passes : .misses)
  }
}

extension Experiment {
  /// The exact values of the plan's constants, in the order of its targets.
  ///
  /// A reader makes sure that each belongs to a fixed environment of the plan.
  public var constants: [Double] {
    plan.targets.compactMap { target in
      guard case .constant(let constant) = target,
        let problem = problems.first(where: { $0.label == constant.environment })
      else { return nil }
      let bound = LowerBound(problem.drawInstance(seeds, replication: 0))
      return constant.bound == .laiRobbins
        ? bound.laiRobbins : bound.clustered(width: constant.width ?? bound.spread)
    }
  }
}
