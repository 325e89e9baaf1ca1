/// A kind of policy as users see it: name, one line, parameters, checks, and how it is made.
///
/// Everything that speaks of policies comes from here: the reader's validation, the listings, and
/// the checks that every policy must pass.
public struct PolicyFamily: Sendable {
  /// The kind in an experiment file.
  public let name: String
  /// Other names for the kind in an experiment file.
  public let aliases: [String]
  /// One line: what it does, with its formula.
  public let summary: String
  /// Its parameters.
  public let parameters: [Parameter]
  /// What it does where its formula leaves a choice; nil if the family does not say.
  public let conventions: Conventions?
  /// What is wrong with arguments for a problem of this shape; empty if nothing is.
  public let problems: @Sendable (Arguments, ProblemShape) -> [ArgumentProblem]
  /// What whoever reads a result must know of how it plays a problem of this shape with these
  /// arguments.
  public let remarks: @Sendable (Arguments, ProblemShape) -> [String]
  /// Whether it plays where rounds have contexts, where they have none, or on both.
  public let context: ContextUse
  /// Whether it can learn from no pull but one that it chose itself, as a policy does that weighs
  /// rewards by its own probabilities.
  public let learnsFromOwnPullsAlone: Bool
  /// The policy, ready to be played; arguments have been checked.
  public let prepare: @Sendable (Arguments, RewardDistribution) -> PreparedPolicy

  /// Creates a family.
  public init(
    name: String, aliases: [String] = [], summary: String, parameters: [Parameter],
    conventions: Conventions? = nil, context: ContextUse = .none,
    learnsFromOwnPullsAlone: Bool = false,
    problems: @escaping @Sendable (Arguments, ProblemShape) -> [ArgumentProblem] = { _, _ in [] },
    remarks: @escaping @Sendable (Arguments, ProblemShape) -> [String] = { _, _ in [] },
    prepare: @escaping @Sendable (Arguments, RewardDistribution) -> PreparedPolicy
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.parameters = parameters
    self.conventions = conventions
    self.context = context
    self.learnsFromOwnPullsAlone = learnsFromOwnPullsAlone
    self.problems = problems
    self.remarks = remarks
    self.prepare = prepare
  }

  /// The flat policy of a selection rule; one that samples posteriors may stand on a dependence
  /// model.
  static func flat(_ rule: RuleEntry, _ models: ModelCatalogue) -> PolicyFamily {
    let variant = rule.variant
    @Sendable func model(_ arguments: Arguments) -> ModelFlat? {
      rule.samplesPosteriors ? ModelFlat(rule, arguments, models: models) : nil
    }
    return PolicyFamily(
      name: variant.name, aliases: variant.aliases, summary: variant.summary,
      parameters: variant.parameters + (rule.samplesPosteriors ? [models.parameter] : [])
        + (rule.restarts ? [.history] : []),
      conventions: rule.conventions,
      problems: { arguments, shape in
        let problems = model(arguments)?.problems(shape) ?? rule.problems(arguments, .arms, shape)
        return problems.isEmpty
          ? arguments.problemsOfHistory(shape, model: model(arguments)?.name) : problems
      },
      remarks: { rule.remarks($0, .arms, $1) },
      prepare: { arguments, rewards in
        model(arguments)?.prepare(rewards) ?? rule.flat(arguments, rewards)
      })
  }
}

/// The policies that an experiment may name.
public struct PolicyCatalogue: Sendable {
  /// The families in the order of the listing.
  public let families: [PolicyFamily]

  /// The families of policies that are made of no others.
  private let single: [PolicyFamily]
  /// The families of policies that are made of these.
  private let compound: @Sendable ([PolicyFamily]) -> [PolicyFamily]

  /// The policies of this library.
  public static let standard = standard(
    rules: .standard, strategies: .standard, models: .standard)

  /// The policies of this library over the rules, strategies and models of these catalogues: every
  /// rule is a flat policy, and may be named as `outer` and `inner`; every strategy as `strategy`,
  /// every model as `model`.
  public static func standard(
    rules: RuleCatalogue, strategies: StrategyCatalogue, models: ModelCatalogue = .standard
  ) -> PolicyCatalogue {
    PolicyCatalogue(
      families: [.uniformRandom, .oracle] + rules.entries.map { .flat($0, models) }
        + [
          .twoLevel(rules, strategies, models.clustered),
          .tsc,
          .tsMax,
          .ucbc(strategies),
          .hierarchicalThompson,
          .mixture,
          .gaussianHierarchicalThompson,
          .gaussianClusterThompson,
          .gaussianClusterUCB,
          ClusUCB.family,
          UCBD.family,
          EXP3IX.family,
          TsallisINF.family,
          .sequentialHalving,
          .clusterHalving,
          .bayesOptimal,
          .gittins,
          .clusterGittins,
          .ids(models),
          .vIDS(models),
          .hts,
          .uct,
          .linTS,
          .linUCB,
          .linTSC,
          .linUCBC,
        ], compound: PolicyFamily.selections)
  }

  /// A catalogue of exactly these families.
  public init(families: [PolicyFamily]) { self.init(families: families) { _ in [] } }

  private init(
    families: [PolicyFamily], compound: @escaping @Sendable ([PolicyFamily]) -> [PolicyFamily]
  ) {
    single = families
    self.families = families + compound(families)
    self.compound = compound
  }

  /// The catalogue with one more family; one of the same name is replaced.
  public func adding(_ family: PolicyFamily) -> PolicyCatalogue {
    PolicyCatalogue(
      families: single.filter { $0.name != family.name } + [family], compound: compound)
  }

  /// The family called `name`, be it an alias.
  public subscript(name: String) -> PolicyFamily? {
    families.first { $0.name == name } ?? families.first { $0.aliases.contains(name) }
  }
}

extension PolicyFamily {
  /// Uniformly random arms.
  static let uniformRandom = PolicyFamily(
    name: "random", aliases: ["uniform"], summary: "a uniformly random arm each round",
    parameters: [], conventions: .blind(ties: "none"), context: .any,
    prepare: { _, rewards in
      PreparedPolicy(rewards: rewards) { UniformRandom(setting: $0) }
    })

  /// The oracle.
  static let oracle = PolicyFamily(
    name: "oracle", summary: "an optimal arm each round: it knows the means", parameters: [],
    conventions: .blind(ties: "the first optimal arm"), context: .any,
    prepare: { _, rewards in
      rewards.contextDimension > 0
        ? .contextualOracle
        : PreparedPolicy.oracle(rewards)
    })
}
