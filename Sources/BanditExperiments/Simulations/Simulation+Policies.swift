public import ClusterBandit

extension Simulation {
  /// A policy of a simulation: one of the library's kinds, or one's own.
  ///
  /// Its label is its kind unless ``labeled(_:)`` gives another.
  public struct Policy: Sendable {
    let label: String
    let component: Plan.Component
    var family: PolicyFamily?

    /// A kind of a catalogue with arguments as in an experiment file.
    public static func kind(_ kind: String, _ arguments: [String: PlanValue] = [:]) -> Policy {
      Policy(label: kind, component: Plan.Component(kind, arguments))
    }

    /// A policy of one's own, made anew for every replication.
    public static func custom<P: ClusterBandit.Policy & ~Copyable>(
      _ label: String, _ make: @escaping @Sendable (PolicySetting) -> P
    ) -> Policy {
      Policy(
        label: label, component: Plan.Component(label),
        family: PolicyFamily(name: label, summary: "a policy of a script", parameters: []) {
          _, rewards in PreparedPolicy(rewards: rewards, make: make)
        })
    }

    /// The same policy under another label.
    public func labeled(_ label: String) -> Policy {
      Policy(label: label, component: component, family: family)
    }
  }
}

/// A part of a two-level policy with its arguments: a rule, a strategy or a model.
public struct PolicyPart: Sendable, ExpressibleByStringLiteral {
  let value: PlanValue

  /// A part by its name with arguments as in an experiment file.
  public init(_ name: String, _ arguments: [String: PlanValue] = [:]) {
    value = .mapping(arguments.merging(["kind": .text(name)]) { $1 })
  }

  /// A part with its defaults.
  public init(stringLiteral name: String) { self.init(name) }
}

/// An exploration factor: a number, or one that changes with the round.
public enum Schedule: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The same in every round.
  case constant(Double)
  /// A schedule by its name, such as `inverse-sqrt`, with arguments as in an experiment file.
  case named(String, [String: PlanValue] = [:])

  /// A constant.
  public init(floatLiteral value: Double) { self = .constant(value) }
  /// A constant.
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }

  var value: PlanValue {
    switch self {
    case .constant(let value): .number(value)
    case .named(let name, let arguments):
      .mapping(arguments.merging(["schedule": .text(name)]) { $1 })
    }
  }
}

// Every kind of the catalogue; what a kind takes besides is given to `kind(_:_:)`. Formulas and
// sources stand with the policies themselves.
extension Simulation.Policy {
  /// A uniformly random arm each round.
  public static func random() -> Self { kind("random") }

  /// An optimal arm each round.
  public static func oracle() -> Self { kind("oracle") }

  /// ε-greedy; `start` is `zero`, `each-once` or a number, and without a step size values are
  /// averages.
  public static func epsilonGreedy(
    epsilon: Schedule, start: PlanValue = "zero", step: Double? = nil
  ) -> Self {
    var arguments: [String: PlanValue] = ["epsilon": epsilon.value, "start": start]
    if let step { arguments["step"] = .number(step) }
    return kind("epsilon-greedy", arguments)
  }

  /// UCB with a factor c of the bonus sqrt(2 ln t / n).
  public static func ucb(c: Schedule = 1) -> Self { kind("ucb", ["c": c.value]) }

  /// UCB1.
  public static func ucb1() -> Self { kind("ucb1") }

  /// UCB with the bonus as the source prints it, without a root.
  public static func ucbAsPrinted() -> Self { kind("ucb-as-printed") }

  /// UCB1-tuned.
  public static func ucb1Tuned() -> Self { kind("ucb1-tuned") }

  /// KL-UCB.
  public static func klUCB(c: Double = 0) -> Self { kind("kl-ucb", ["c": .number(c)]) }

  /// Bayes-UCB.
  public static func bayesUCB(c: Double = 0) -> Self { kind("bayes-ucb", ["c": .number(c)]) }

  /// Thompson sampling; with several priors one for each arm.
  public static func thompson(priors: [BetaPrior] = []) -> Self {
    let pairs = priors.map { PlanValue.list([.number($0.alpha), .number($0.beta)]) }
    return kind("thompson", pairs.isEmpty ? [:] : ["prior": .list(pairs)])
  }

  /// IMED.
  public static func imed() -> Self { kind("imed") }

  /// MOSS; `horizon` is `known` or `anytime`.
  public static func moss(horizon: String = "known") -> Self {
    kind("moss", ["horizon": .text(horizon)])
  }

  /// Every arm `pulls` times, then the best of them.
  public static func exploreThenCommit(pulls: Int) -> Self {
    kind("explore-then-commit", ["pulls": .number(Double(pulls))])
  }

  /// Boltzmann exploration with temperature τ.
  public static func boltzmann(temperature: Double) -> Self {
    kind("boltzmann", ["temperature": .number(temperature)])
  }

  /// Boltzmann-Gumbel exploration with the scale C of its noise.
  public static func boltzmannGumbel(c: Double = 0.5) -> Self {
    kind("boltzmann-gumbel", ["c": .number(c)])
  }

  /// The knowledge gradient.
  public static func knowledgeGradient() -> Self { kind("knowledge-gradient") }

  /// Top-two Thompson sampling, with the probability of pulling the leader.
  public static func topTwoThompson(share: Double = 0.5) -> Self {
    kind("top-two-thompson", ["share": .number(share)])
  }

  /// EXP3-IX.
  public static func exp3IX() -> Self { kind("exp3-ix") }

  /// Tsallis-INF.
  public static func tsallisINF() -> Self { kind("tsallis-inf") }

  /// Information-directed sampling; without a number of draws independent arms are integrated.
  public static func ids(model: PolicyPart = "independent", draws: Int? = nil) -> Self {
    directed("ids", model, draws)
  }

  /// Information-directed sampling by the variance that the best arm explains.
  public static func vIDS(model: PolicyPart = "independent", draws: Int? = nil) -> Self {
    directed("v-ids", model, draws)
  }

  private static func directed(_ name: String, _ model: PolicyPart, _ draws: Int?) -> Self {
    var arguments = ["model": model.value]
    if let draws { arguments["draws"] = .number(Double(draws)) }
    return kind(name, arguments)
  }

  /// Backward induction over two arms.
  public static func bayesOptimal() -> Self { kind("bayes-optimal") }

  /// Gittins's index policy for the discount factor α.
  public static func gittins(discount: Double) -> Self {
    kind("gittins", ["discount": .number(discount)])
  }

  /// The index policy over clusters for the discount factor α.
  public static func clusterGittins(discount: Double, model: PolicyPart = "hierarchical") -> Self {
    kind("cluster-gittins", ["discount": .number(discount), "model": model.value])
  }

  /// Optimistic Gittins indices for the discount factor α; without one it is 1 − 1/(t + c).
  public static func optimisticGittins(discount: Double? = nil, c: Double = 100) -> Self {
    var arguments: [String: PlanValue] = ["c": .number(c)]
    if let discount { arguments["discount"] = .number(discount) }
    return kind("optimistic-gittins", arguments)
  }

  /// A two-level policy of any parts.
  public static func twoLevel(
    strategy: PolicyPart = "mean", outer: PolicyPart = "thompson", inner: PolicyPart = "thompson",
    model: PolicyPart = "independent"
  ) -> Self {
    kind(
      "two-level",
      [
        "strategy": strategy.value, "outer": outer.value, "inner": inner.value,
        "model": model.value,
      ])
  }

  /// Two-level Thompson sampling with MEAN.
  public static func tsc() -> Self { kind("tsc") }

  /// Two-level Thompson sampling with MAX.
  public static func tsMax() -> Self { kind("ts-max") }

  /// Two-level UCB1.
  public static func ucbc(strategy: PolicyPart = "mean") -> Self {
    kind("ucbc", ["strategy": strategy.value])
  }

  /// Thompson sampling under a joint posterior of 0/1 arms.
  public static func hierarchicalThompson() -> Self { kind("hierarchical-thompson") }

  /// Thompson sampling over models of the clusters, by their evidence.
  public static func mixture() -> Self { kind("mixture") }

  /// Thompson sampling under a joint posterior of normal arms.
  public static func gaussianHierarchicalThompson() -> Self {
    kind("gaussian-hierarchical-thompson")
  }

  /// Thompson sampling under the environment's covariance.
  public static func gaussianClusterThompson() -> Self { kind("gaussian-cluster-thompson") }

  /// GP-UCB under the environment's covariance.
  public static func gaussianClusterUCB() -> Self { kind("gaussian-cluster-ucb") }

  /// The index of arms that differ by at most `width` within a cluster.
  public static func clusUCB(width: Double) -> Self { kind("clus-ucb", ["spread": .number(width)]) }

  /// Optimism over the parameters that the arms of clusters share.
  public static func ucbD(c: Double = 0) -> Self { kind("ucb-d", ["c": .number(c)]) }

  /// Thompson sampling down a tree.
  public static func hts() -> Self { kind("hts") }

  /// UCT.
  public static func uct(c: Double = 1) -> Self { kind("uct", ["c": .number(c)]) }

  /// Linear Thompson sampling.
  public static func linTS() -> Self { kind("lin-ts") }

  /// Linear UCB.
  public static func linUCB() -> Self { kind("lin-ucb") }

  /// Two-level linear Thompson sampling.
  public static func linTSC() -> Self { kind("lin-tsc") }

  /// Two-level linear UCB.
  public static func linUCBC() -> Self { kind("lin-ucbc") }
}
