extension PolicyFamily {
  /// The two-level policy with any strategy, outer and inner rule.
  static func twoLevel(
    _ rules: RuleCatalogue, _ strategies: StrategyCatalogue, _ models: ModelCatalogue
  ) -> PolicyFamily {
    @Sendable func model(_ arguments: Arguments) -> ModelTwoLevelParts? {
      ModelTwoLevelParts(arguments, rules: rules, strategies: strategies, models: models)
    }
    @Sendable func parts(_ arguments: Arguments) -> TwoLevelParts {
      TwoLevelParts(arguments, rules: rules, strategies: strategies)
    }
    return PolicyFamily(
      name: "two-level",
      summary: "an outer rule picks a cluster by its estimate, an inner rule an arm of it",
      parameters: [
        .strategy(strategies),
        .defaulted(
          "outer", .component(rules.variants), .defaultVariant(BetaThompson.variant),
          "the rule that picks a cluster"),
        .defaulted(
          "inner", .component(rules.variants), .defaultVariant(BetaThompson.variant),
          "the rule that picks an arm of the cluster"),
        .counts,
        models.parameter, .history,
      ],
      conventions: .twoLevel,
      problems: { arguments, shape in
        let made = parts(arguments)
        let problems = model(arguments)?.problems(shape) ?? made.problems(shape)
        return problems.isEmpty
          ? arguments.problemsOfHistory(
            shape, cannot: made.partThatCannotRestart,
            model: model(arguments)?.model.entry.variant.name) : problems
      },
      remarks: { arguments, shape in
        let levels: [(String, SelectionLevel)] = [("outer", .clusters), ("inner", .arms)]
        return singletonRemarks(shape)
          + levels.flatMap { name, level in
            let rule = rules.part(arguments.variant(name))
            return rule.entry.remarks(rule.arguments, level, shape).map { "\(name) rule: \($0)" }
          }
      },
      prepare: { arguments, rewards in
        model(arguments)?.prepare(rewards) ?? parts(arguments).prepare(rewards)
      })
  }

  /// That there is nothing for two levels to gain where no arm has a sibling.
  private static func singletonRemarks(_ shape: ProblemShape) -> [String] {
    shape.armCount > 1 && shape.clusterCount == shape.armCount
      ? ["every arm is a cluster of its own, so the inner rule has no choice"] : []
  }

  /// TSC: two-level with MEAN and Thompson sampling at both levels.
  static let tsc = PolicyFamily(
    name: "tsc", summary: "two-level: MEAN, Thompson outside and inside (TSC)",
    parameters: [.history], conventions: .twoLevelThompson,
    problems: { arguments, shape in
      TwoLevelParts.thompson(.own(MeanStrategy.variant)).problems(shape)
        + arguments.problemsOfHistory(shape)
    },
    remarks: { singletonRemarks($1) },
    prepare: { arguments, rewards in
      TwoLevelParts.thompson(.own(MeanStrategy.variant), arguments.history).prepare(rewards)
    })

  /// TSMax: two-level with MAX and Thompson sampling at both levels.
  static let tsMax = PolicyFamily(
    name: "ts-max", summary: "two-level: MAX, Thompson outside and inside (TSMax)",
    parameters: MaxStrategy.variant.parameters + [.history], conventions: .twoLevelThompson,
    problems: { arguments, shape in
      TwoLevelParts.thompson(.own(MaxStrategy.variant, arguments)).problems(shape).map {
        // Its strategy's keys stand beside 'kind'.
        $0.path.first == "strategy"
          ? ArgumentProblem(Array($0.path.dropFirst()), $0.message, hint: $0.hint) : $0
      } + arguments.problemsOfHistory(shape)
    },
    remarks: { singletonRemarks($1) },
    prepare: { arguments, rewards in
      TwoLevelParts.thompson(.own(MaxStrategy.variant, arguments), arguments.history)
        .prepare(rewards)
    })

  /// UCBC: two-level with UCB1 at both levels.
  static func ucbc(_ strategies: StrategyCatalogue) -> PolicyFamily {
    PolicyFamily(
      name: "ucbc", summary: "two-level: UCB1 outside and inside (UCBC)",
      parameters: [
        .strategy(strategies),
        .defaulted(
          "counts-from-one", .flag, .flag(false),
          "whether all counts start at 1, arms' means are those of Beta(1, 1) posteriors, and "
            + "nothing is pulled first, as in a published replication"),
        .history,
      ],
      conventions: .twoLevelUCB1,
      problems: { arguments, shape in
        if arguments.flag("counts-from-one"), !shape.rewards.isBinary {
          return [
            ArgumentProblem(
              ["counts-from-one"],
              "counts-from-one is for Beta(1, 1) posteriors, and \(shape.otherRewards)",
              hint: "leave it out here")
          ]
        }
        let parts = TwoLevelParts.ucbc(arguments, strategies)
        let problems = parts.problems(shape)
        return problems.isEmpty
          ? arguments.problemsOfHistory(shape, cannot: parts.partThatCannotRestart) : problems
      },
      remarks: { singletonRemarks($1) + RewardRange.remarks(ofTwoLevelUCB1: "ucbc", $1) },
      prepare: { TwoLevelParts.ucbc($0, strategies).prepare($1) })
  }
}

extension TwoLevelParts {
  /// Thompson sampling at both levels.
  fileprivate static func thompson(
    _ strategy: Part<StrategyEntry>, _ history: ArmHistory? = nil
  ) -> TwoLevelParts {
    TwoLevelParts(
      strategy: strategy, outer: .own(BetaThompson.variant), inner: .own(BetaThompson.variant),
      history: history)
  }

  /// UCB1 at both levels.
  fileprivate static func ucbc(
    _ arguments: Arguments, _ strategies: StrategyCatalogue
  ) -> TwoLevelParts {
    let one: [String: ParameterValue] =
      arguments.flag("counts-from-one") ? ["initial-count": .number(1)] : [:]
    let prior: [String: ParameterValue] = one.isEmpty ? [:] : ["prior": .numbers([1, 1])]
    func ucb1(_ values: [String: ParameterValue]) -> Part<RuleEntry> {
      let variant = UpperConfidenceBound.ucb1
      return .own(variant, Arguments(values, defaultsOf: variant.parameters))
    }
    return TwoLevelParts(
      strategy: strategies.part(arguments.variant("strategy")), outer: ucb1(one),
      inner: ucb1(one.merging(prior) { first, _ in first }), history: arguments.history)
  }
}

extension Part<RuleEntry> {
  /// A rule of this library, whatever a user's catalogue holds under its name.
  fileprivate static func own(_ variant: Variant, _ arguments: Arguments? = nil) -> Self {
    RuleCatalogue.standard.part(
      (variant.name, arguments ?? Arguments(defaultsOf: variant.parameters)))
  }
}

extension Part<StrategyEntry> {
  /// A strategy of this library, whatever a user's catalogue holds under its name.
  fileprivate static func own(_ variant: Variant, _ arguments: Arguments? = nil) -> Self {
    StrategyCatalogue.standard.part(
      (variant.name, arguments ?? Arguments(defaultsOf: variant.parameters)))
  }
}

extension Parameter {
  /// The conventional parameter `strategy`.
  fileprivate static func strategy(_ strategies: StrategyCatalogue) -> Parameter {
    .defaulted(
      "strategy", .component(strategies.variants), .defaultVariant(MeanStrategy.variant),
      "how a cluster is represented to the outer rule")
  }

  /// The conventional parameter `counts` of two-level policies.
  static let counts = Parameter.defaulted(
    "counts", .choice(PullCounting.allCases.map(\.rawValue)), .word(PullCounting.pulls.rawValue),
    "the count of a cluster in an outer index rule: its pulls, or ν = r(1 − r)/v − 1 matched to the "
      + "estimate's moments; rules that sample or are greedy use no count")
}

extension Arguments {
  /// The counting of pulls under the conventional name `counts`.
  var counts: PullCounting { PullCounting(rawValue: word("counts")) ?? .pulls }
}

extension ParameterValue {
  /// A variant with all its defaults.
  static func defaultVariant(_ variant: Variant) -> ParameterValue {
    .variant(variant.name, Arguments(defaultsOf: variant.parameters))
  }
}
