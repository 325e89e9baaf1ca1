/// Policies over policies, as experiment files name them.
extension PolicyFamily {
  /// Selection among any of these families by each of the choosers.
  static func selections(among bases: [PolicyFamily]) -> [PolicyFamily] {
    let bases = bases.filter { $0.context != .required }
    return [
      selection(
        "meta-ucb", "UCB1 over policies: highest mean reward + sqrt(2 ln t / n) chooses who pulls",
        [.ties], among: bases, conventions: .selection(ties: Conventions.argmaxTies)
      ) { arguments, setting in
        rule(UpperConfidenceBound.self, UpperConfidenceBound.ucb1, arguments, setting)
      },
      selection(
        "meta-thompson",
        "Thompson sampling over policies: the highest draw of their mean rewards chooses who pulls",
        [.ties], among: bases, conventions: .selection(ties: Conventions.argmaxTies)
      ) { arguments, setting in
        rule(BetaThompson.self, BetaThompson.variant, arguments, setting)
      },
      selection(
        "d3rb", "regret balancing over policies: the coefficient of one that lags is doubled",
        RegretBalancing.parameters, among: bases,
        conventions: .selection(ties: "a uniform one of the tied")
      ) { erased(RegretBalancing(.doubling, arguments: $0, setting: $1)) },
      selection(
        "ed2rb", "regret balancing over policies: their coefficients are estimated",
        RegretBalancing.parameters, among: bases,
        conventions: .selection(ties: "a uniform one of the tied")
      ) { erased(RegretBalancing(.estimating, arguments: $0, setting: $1)) },
    ]
  }

  /// Selection among policies by a chooser, which is made for a setting with an arm for each.
  private static func selection(
    _ name: String, _ summary: String, _ parameters: [Parameter], among bases: [PolicyFamily],
    conventions: Conventions,
    chooser: @escaping @Sendable (Arguments, PolicySetting) -> any ErasedPolicy
  ) -> PolicyFamily {
    @Sendable func parts(_ arguments: Arguments) -> [(family: PolicyFamily, arguments: Arguments)] {
      arguments.variants("policies").map { name, arguments in
        guard let family = bases.first(where: { $0.name == name }) else {
          stop("no policy is called '\(name)'")
        }
        return (family, arguments)
      }
    }
    return PolicyFamily(
      name: name, summary: summary, parameters: [.bases(bases), .sharesPulls] + parameters,
      conventions: conventions,
      problems: { arguments, shape in
        parts(arguments).enumerated().flatMap { index, base in
          let own =
            arguments.flag("share") && base.family.learnsFromOwnPullsAlone
            ? [
              ArgumentProblem(
                [],
                "\(base.family.name) weighs pulls by its own probabilities and cannot learn "
                  + "from those of other policies", hint: "write share: false beside 'policies'")
            ] : []
          return (own + base.family.allProblems(base.arguments, shape)).map {
            $0.under(String(index)).under("policies")
          }
        } + ArgumentProblem.unlessBinary(shape, "\(name) compares mean rewards in [0, 1]")
      },
      remarks: { arguments, shape in
        parts(arguments).flatMap { $0.family.remarks($0.arguments, shape) }
      },
      prepare: { arguments, rewards in
        let bases = parts(arguments).map { $0.family.prepare($0.arguments, rewards) }
        let shares = arguments.flag("share")
        var policy = PreparedPolicy(
          make: { replication in
            let setting = replication.setting
            return PolicySelector(
              chooser: chooser(arguments, setting.flat(count: bases.count)),
              bases: bases.map { base in
                guard let box = base.boxed else { stop("\(name) plays policies pull by pull") }
                return box(replication)
              }, sharesPulls: shares, armCount: setting.armCount)
          }, rewards: BernoulliRewards())
        // Beyond what one policy keeps, each other base has counts of its own.
        let others = bases.count - 1
        policy.bytesPerArm = bases.reduce(48 * others + 16) { $0 + $1.bytesPerArm }
        policy.bytesPerCluster = bases.reduce(96 * others) { $0 + $1.bytesPerCluster }
        policy.matricesPerCluster = bases.reduce(0) { $0 + $1.matricesPerCluster }
        return policy
      })
  }

  /// A flat rule as a chooser.
  private static func rule<Rule: SelectionRule & ~Copyable>(
    _: Rule.Type, _ variant: Variant, _ arguments: Arguments, _ setting: PolicySetting
  ) -> any ErasedPolicy {
    let ties = ["ties": ParameterValue.word(arguments.ties.rawValue)]
    return erased(
      FlatSelector<Rule>(
        arguments: Arguments(ties, defaultsOf: variant.parameters), setting: setting))
  }
}

extension Parameter {
  /// The policies to choose from.
  fileprivate static func bases(_ families: [PolicyFamily]) -> Parameter {
    let usual = ["tsc", "thompson"].compactMap { name in families.first { $0.name == name } }
    return .defaulted(
      "policies",
      .components(
        families.map {
          Variant($0.name, aliases: $0.aliases, $0.summary, $0.parameters)
        }),
      .list(usual.map { .variant($0.name, Arguments(defaultsOf: $0.parameters)) }),
      "the policies to choose from, each a name or a mapping with 'kind'")
  }

  fileprivate static let sharesPulls = Parameter.defaulted(
    "share", .flag, .flag(true),
    "whether every policy learns from every pull, or each from its own alone")
}

extension Conventions {
  /// A policy over policies.
  fileprivate static func selection(ties: String) -> Conventions {
    Conventions(
      unpulled: "as the chosen policy has it",
      firstPulls: "those of each policy, whatever others pulled; meta-ucb lets each choose once",
      ties: ties + ", policies as arms", clock: "t counts the pulls made so far",
      rewards: "0 or 1")
  }
}
