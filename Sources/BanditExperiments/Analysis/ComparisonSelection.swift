public import ClusterBandit

/// Which comparisons of an experiment are wanted.
public struct ComparisonSelection: Sendable, Equatable {
  /// What is compared, at the horizon.
  public var metric = Metric.pseudoRegret
  /// The labels of the environments; none stands for all.
  public var environments: [String] = []
  /// The policy that all others are compared with; nil for all pairs.
  public var against: String?
  /// The confidence level of the intervals and of the verdicts.
  public var level = 0.95

  /// All pairs of all environments by pseudo-regret at 95 %.
  public init() {}

  /// The levels that may be asked for.
  ///
  /// Beyond them the drawn sign patterns, of which there are some 100,000, say nothing.
  public static let levels = 0.5...0.999

  /// The most pairs of an environment.
  static let pairLimit = 10_000

  /// Whether an environment of that label is wanted.
  func includes(_ label: String) -> Bool { environments.isEmpty || environments.contains(label) }

  /// The environments and policies of one input.
  package struct Layout: Sendable {
    package let name: String
    package var environments: [(label: String, policies: [String])] = []

    package init(_ plan: Plan) {
      name = plan.name
      environments = plan.problems.map { ($0.label, $0.policies.map(\.label)) }
    }

    package init(_ result: ResultSet) {
      name = result.plan.name
      environments = result.environments.map { label in
        (label, result.cells(of: label).map(\.policy))
      }
    }
  }

  /// What cannot be compared, each with a hint; empty if all is well.
  ///
  /// - Parameter acrossEnvironments: whether it is compared over environments, and not in pairs.
  package func problems(_ layouts: [Layout], acrossEnvironments: Bool = false) -> [String] {
    let labels = layouts.flatMap { $0.environments.map(\.label) }
    let unknown = environments.filter { !labels.contains($0) }
    guard unknown.isEmpty else {
      return unknown.map {
        "there is no environment \($0.quoted); "
          + hint(for: $0, among: labels, what: "environments")
      }
    }
    return layouts.flatMap { layout -> [String] in
      let wanted = layout.environments.map(\.label).filter(includes)
      if acrossEnvironments, wanted.count == 1 {
        return [
          "of \(layout.name.quoted) there is one environment, \(wanted[0].quoted), and an aggregate "
            + "is over several; leave out --aggregate"
        ]
      }
      return layout.environments.filter { includes($0.label) }.compactMap { label, policies in
        let place = "the environment \(label.quoted) of \(layout.name.quoted)"
        if policies.count < 2 {
          return "\(place) has \(policies.count == 1 ? "one policy" : "no policy"); "
            + "a comparison needs two"
        }
        let pairs = against == nil ? policies.count * (policies.count - 1) / 2 : policies.count - 1
        if !acrossEnvironments, pairs > ComparisonSelection.pairLimit {
          return "\(place) has \(grouped(pairs)) pairs of policies, and at most "
            + "\(grouped(ComparisonSelection.pairLimit)) are compared; choose one with --against"
        }
        guard let against, !policies.contains(against) else { return nil }
        return "\(place) has no policy \(against.quoted); "
          + hint(for: against, among: policies, what: "policies")
      }
    }
  }

  /// The plan with the wanted environments alone, and without targets.
  ///
  /// Environments share no random numbers that another one could shift, so what is left out
  /// changes nothing.
  package func restricted(_ plan: Plan) -> Plan {
    var restricted = plan
    restricted.problems = plan.problems.filter { includes($0.label) }
    restricted.targets = []
    return restricted
  }
}
