import Randomness
private import Synchronization

/// The policy of highest expected reward in T rounds when the means of two arms have Beta priors.
///
/// The best choice in every state is found beforehand by backward induction; see ``TwoArmPlan``. No
/// other policy earns more on average over instances that the priors draw: 38.5623 of 60 rounds
/// under Beta(1, 1), where the best arm would earn 40. On given means others may earn more. A
/// single arm is pulled as it is.
///
/// In a batch all pulls are those of the state before it, which is what is optimal pull by pull and
/// not in batches.
///
/// Source: Bellman (1956), as in ``TwoArmPlan``; J. C. Gittins, K. Glazebrook and R. Weber,
/// "Multi-armed Bandit Allocation Indices" (2011), section 1.4.
///
/// The plan takes O(T⁴), once for all replications of a run; a choice and an update take O(1).
/// Draws nothing but ties if they are `uniform`. C(T + 3, 4) bytes, shared.
struct BayesOptimal: Policy, ~Copyable {
  private let priors: [BetaPrior]
  private let ties: TieBreak
  /// Nil for a single arm.
  private let plan: TwoArmPlan?
  /// n and s of the arms.
  private var pulls = SIMD2<Int>()
  private var successes = SIMD2<Int>()

  /// The policy over arms none of which was pulled.
  init(priors: [BetaPrior], ties: TieBreak, plan: TwoArmPlan?) {
    self.priors = priors
    self.ties = ties
    self.plan = plan
  }

  /// What the plan says.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let choice =
      plan?.choice(
        pulls: pulls.x, successes: successes.x, pulls: pulls.y, successes: successes.y)
    switch choice {
    case nil, .first?: return 0
    case .second?: return 1
    case .either?: return ties == .first ? 0 : stream.nextIndex(below: 2)
    }
  }

  /// Counts the pull.
  mutating func update(arm: Int, reward: Double) {
    pulls[arm] += 1
    successes[arm] += Int(reward)
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief? {
    let prior = priors[arm]
    let (n, s) = (Double(pulls[arm]), Double(successes[arm]))
    let moments = MeanAndVariance(alpha: prior.alpha + s, beta: prior.beta + (n - s))
    return Belief(
      pulls: n, mean: moments.mean, standardDeviation: moments.variance.squareRoot())
  }
}

extension PolicyFamily {
  /// Backward induction over two arms.
  static let bayesOptimal = PolicyFamily(
    name: "bayes-optimal",
    summary:
      "highest expected reward in T ≤ \(TwoArmPlan.longest) rounds, two arms with Beta priors",
    parameters: [
      .optional(
        "prior", .betaPriors, absent: "Beta(1, 1) for every arm",
        "the Beta prior [α, β], or a list with one for each arm"),
      .ties,
    ],
    conventions: Conventions(
      unpulled: "its prior", firstPulls: "none",
      clock: "the pulls that are left when the rewards so far are known", rewards: "0 or 1"),
    problems: BayesOptimal.problems,
    prepare: { arguments, _ in
      let (given, ties) = (arguments.priors("prior") ?? [.uniform], arguments.ties)
      let plans = SharedPlan()
      return PreparedPolicy(binary: { setting in
        let count = setting.armCount
        // Priors are listed in the user's numbering.
        let priors = setting.clustering.laidOut(
          given.count == count ? given : Array(repeating: given[0], count: count))
        return BayesOptimal(
          priors: priors, ties: ties,
          plan: count == 1 ? nil : plans.plan(priors, horizon: setting.horizon))
      })
    })
}

extension BayesOptimal {
  /// Two arms at most, 0/1 rewards, and a horizon that can be planned.
  fileprivate static func problems(
    _ arguments: Arguments, _ shape: ProblemShape
  ) -> [ArgumentProblem] {
    let binary = ArgumentProblem.unlessBinary(shape, "bayes-optimal has Beta posteriors")
    guard binary.isEmpty else { return binary }
    guard shape.armCount <= 2 else {
      return [
        ArgumentProblem(
          [], "bayes-optimal plans for two arms, and this problem has \(shape.armCount)",
          hint: "use ids or knowledge-gradient here")
      ]
    }
    if let priors = arguments.priors("prior"), priors.count > 1, priors.count != shape.armCount {
      return [
        ArgumentProblem(
          ["prior"], "\(priors.count) priors for \(shape.armCount) arms",
          hint: "give one pair [α, β] for all arms, or one pair for each arm")
      ]
    }
    guard let horizon = shape.horizon, horizon > TwoArmPlan.longest, shape.armCount == 2 else {
      return []
    }
    return [
      ArgumentProblem(
        [],
        "bayes-optimal plans at most \(TwoArmPlan.longest) rounds, and this problem has \(horizon)",
        hint: "write at most horizon: \(TwoArmPlan.longest), or use ids or knowledge-gradient here")
    ]
  }
}

/// The plan of a prepared policy: made by the replication that comes first, used by all.
private final class SharedPlan: Sendable {
  private let made = Mutex<TwoArmPlan?>(nil)

  func plan(_ priors: [BetaPrior], horizon: Int) -> TwoArmPlan {
    demand(
      horizon <= TwoArmPlan.longest,
      "bayes-optimal plans at most \(TwoArmPlan.longest) rounds, not \(horizon)")
    return made.withLock { made in
      if let made, made.horizon == horizon, made.priors == priors { return made }
      let plan = TwoArmPlan(priors: priors, horizon: horizon)
      made = plan
      return plan
    }
  }
}
