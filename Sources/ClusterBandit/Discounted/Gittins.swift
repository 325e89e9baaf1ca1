import Randomness

/// Gittins's index policy: pulls the arm with the highest index, which earns the most
/// E Σ α^(t−1) r_t where the means of the arms are independent and have Beta priors.
///
/// The index of an arm depends on its own posterior and on α alone; see ``GittinsBracket``. Of
/// every arm a bracket of its index is kept. As long as another arm's bracket reaches above the
/// lower bound of the leader, the widest of those in question is looked ahead twice as far; arms
/// with equal posteriors are equal. Brackets that 2048 pulls leave open, or that are narrower than
/// 1e-12, are compared by their middles. What an arm's siblings pay is nothing to it: where arms of
/// a cluster depend on each other the policy is not the best one.
///
/// In a batch all pulls are those of the state before it, which is what is optimal pull by pull and
/// not in batches.
///
/// Source: J. C. Gittins, "Bandit processes and dynamic allocation indices", Journal of the Royal
/// Statistical Society B 41 (1979), theorem 1.
///
/// A choice is O(N) and, where the table does not know them, a few look-aheads; an update is O(1).
/// Draws nothing but ties if they are `uniform`. 56 bytes an arm, and 64 for each posterior that a
/// replication visits, shared.
struct Gittins: Policy, ~Copyable {
  private let ties: TieBreak
  private let table: GittinsTable
  private let priors: AlignedBuffer<SIMD2<Double>>
  /// α and β.
  private var posteriors: AlignedBuffer<SIMD2<Double>>
  private var brackets: AlignedBuffer<GittinsBracket>

  /// The policy over arms none of which was pulled.
  ///
  /// - Parameter priors: one for each arm.
  init(priors: [BetaPrior], ties: TieBreak, table: GittinsTable) {
    self.ties = ties
    self.table = table
    let pairs = priors.map { SIMD2($0.alpha, $0.beta) }
    self.priors = AlignedBuffer(pairs)
    posteriors = AlignedBuffer(pairs)
    brackets = AlignedBuffer(pairs.map { table.bracket(of: $0, deeperThan: 0) })
  }

  /// The arm with the highest index.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let best = posteriors[leader()]
    return argmax(0..<posteriors.count, ties: ties, using: &stream) {
      posteriors[$0] == best ? 1 : 0
    }
  }

  /// An arm whose index is highest, looking ahead as far as that takes.
  private mutating func leader() -> Int {
    while true {
      var leader = 0
      for arm in 1..<max(1, brackets.count) where brackets[arm].lower > brackets[leader].lower {
        leader = arm
      }
      let (lower, own) = (brackets[leader].lower, posteriors[leader])
      var widest: Int?
      var width = 0.0
      for arm in 0..<brackets.count
      where brackets[arm].upper > lower && posteriors[arm] != own {
        let bracket = brackets[arm]
        if bracket.upper - bracket.lower > width || widest == nil {
          (widest, width) = (arm, bracket.upper - bracket.lower)
        }
      }
      guard let rival = widest else { return leader }
      deepen(brackets[leader].upper - lower > width ? leader : rival)
    }
  }

  /// Narrows the bracket of an arm and of those with its posterior.
  private mutating func deepen(_ arm: Int) {
    let posterior = posteriors[arm]
    let bracket = table.bracket(of: posterior, deeperThan: brackets[arm].depth)
    for other in 0..<posteriors.count where posteriors[other] == posterior {
      brackets[other] = bracket
    }
  }

  /// Counts the pull.
  mutating func update(arm: Int, reward: Double) {
    posteriors[arm] += SIMD2(reward, 1 - reward)
    brackets[arm] = table.bracket(of: posteriors[arm], deeperThan: 0)
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief? {
    let (posterior, prior) = (posteriors[arm], priors[arm])
    let moments = MeanAndVariance(alpha: posterior.x, beta: posterior.y)
    return Belief(
      pulls: (posterior - prior).sum().rounded(), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}

extension PolicyFamily {
  /// Gittins's index policy.
  static let gittins = PolicyFamily(
    name: "gittins", aliases: ["gittins-index"],
    summary: "highest Gittins index: the most Σ α^(t−1) r_t where arms are independent",
    parameters: [
      .discount,
      .optional(
        "prior", .betaPriors, absent: "Beta(1, 1) for every arm",
        "the Beta prior [α, β], or a list with one for each arm"),
      .ties,
    ],
    conventions: Conventions(
      unpulled: "the index of its prior", firstPulls: "none",
      clock: "none: an index is the same in every round", rewards: "0 or 1"),
    problems: { arguments, shape in
      let binary = ArgumentProblem.unlessBinary(shape, "gittins has Beta posteriors")
      guard binary.isEmpty, let priors = arguments.priors("prior"), priors.count > 1,
        priors.count != shape.armCount
      else { return binary }
      return [
        ArgumentProblem(
          ["prior"], "\(priors.count) priors for \(shape.armCount) arms",
          hint: "give one pair [α, β] for all arms, or one pair for each arm")
      ]
    },
    prepare: { arguments, _ in
      let (given, ties) = (arguments.priors("prior") ?? [.uniform], arguments.ties)
      let table = GittinsTable(discount: arguments.number("discount"))
      var policy = PreparedPolicy(binary: { setting in
        let count = setting.armCount
        // Priors are listed in the user's numbering.
        let priors =
          given.count == 1
          ? Array(repeating: given[0], count: count) : setting.clustering.laidOut(given)
        return Gittins(priors: priors, ties: ties, table: table)
      })
      policy.bytesPerArm = 56
      return policy
    })
}

extension Parameter {
  /// The discount factor of a policy that must be given one.
  static let discount = Parameter.required(
    "discount", .number(.discount),
    "the discount factor α: a reward in t rounds is worth α^t of one now")
}

extension NumberRange {
  /// Discount factors: a thousand rounds ahead count, and not more.
  static let discount = NumberRange.openClosed(0, 0.999)
}
