/// A kind of policy as users see it: name, one line, parameters, checks, and how it is made.
///
/// Everything that speaks of policies comes from here: the reader's validation, the listings, and
/// the checks that every policy must pass.
public struct PolicyFamily: Sendable {
  /// The kind in an experiment file.
  public let name: String
  /// One line: what it does, with its formula.
  public let summary: String
  /// Its parameters.
  public let parameters: [Parameter]
  /// What is wrong with arguments for a problem of this shape; empty if nothing is.
  public let problems: @Sendable (Arguments, ProblemShape) -> [ArgumentProblem]
  /// Whether it plays where rounds have contexts, where they have none, or on both.
  public let context: ContextUse
  /// The policy, ready to be played; arguments have been checked.
  public let prepare: @Sendable (Arguments, RewardDistribution) -> PreparedPolicy

  /// Creates a family.
  public init(
    name: String, summary: String, parameters: [Parameter], context: ContextUse = .none,
    problems: @escaping @Sendable (Arguments, ProblemShape) -> [ArgumentProblem] = { _, _ in [] },
    prepare: @escaping @Sendable (Arguments, RewardDistribution) -> PreparedPolicy
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.context = context
    self.problems = problems
    self.prepare = prepare
  }

  /// The flat policy of a selection rule.
  static func flat(_ variant: Variant) -> PolicyFamily {
    struct Prepare: RuleVisitor {
      let arguments: Arguments
      let rewards: RewardDistribution
      func visit<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> PreparedPolicy {
        PreparedPolicy(rewards: rewards) { [arguments] setting in
          FlatSelector<Rule>(arguments: arguments, setting: setting)
        }
      }
    }
    let name = variant.name
    return PolicyFamily(
      name: name, summary: variant.summary, parameters: variant.parameters,
      problems: { arguments, shape in
        RuleCatalogue.problems(name, arguments, level: .arms, shape: shape)
      },
      prepare: { arguments, rewards in
        let visitor = Prepare(arguments: arguments, rewards: rewards)
        return PreparedPolicy(
          RuleCatalogue.dispatch(name, rewards: rewards, visitor),
          orSublinear: RuleCatalogue.dispatchSublinear(name, visitor)
        ) {
          RuleCatalogue.isSublinear(name, rewards: rewards, arguments, largest: $0.armCount)
        }
      })
  }
}

/// The policies that an experiment may name.
public struct PolicyCatalogue: Sendable {
  /// The families in the order of the listing.
  public private(set) var families: [PolicyFamily]

  /// The policies of this library.
  public static let standard = PolicyCatalogue(
    families: [.uniformRandom, .oracle] + RuleCatalogue.variants.map(PolicyFamily.flat)
      + [
        .twoLevel,
        .tsc,
        .tsMax,
        .ucbc,
        .hierarchicalThompson,
        .gaussianHierarchicalThompson,
        .gaussianClusterThompson,
        .gaussianClusterUCB,
        ClusUCB.family,
        .hts,
        .uct,
        .linTS,
        .linUCB,
        .linTSC,
        .linUCBC,
      ])

  /// A catalogue of exactly these families.
  public init(families: [PolicyFamily]) { self.families = families }

  /// The catalogue with one more family; one of the same name is replaced.
  public func adding(_ family: PolicyFamily) -> PolicyCatalogue {
    PolicyCatalogue(families: families.filter { $0.name != family.name } + [family])
  }

  /// The family called `name`.
  public subscript(name: String) -> PolicyFamily? { families.first { $0.name == name } }
}

extension PolicyFamily {
  /// Uniformly random arms.
  static let uniformRandom = PolicyFamily(
    name: "random", summary: "a uniformly random arm each round", parameters: [],
    context: .any,
    prepare: { _, rewards in
      PreparedPolicy(rewards: rewards) { UniformRandom(setting: $0) }
    })

  /// The oracle.
  static let oracle = PolicyFamily(
    name: "oracle", summary: "an optimal arm each round: it knows the means", parameters: [],
    context: .any,
    prepare: { _, rewards in
      rewards.contextDimension > 0
        ? .contextualOracle : PreparedPolicy(rewards: rewards) { OraclePolicy(setting: $0) }
    })
}
