/// A dependence model of a catalogue: what is done with its type.
struct ModelEntry: Sendable {
  /// Name, parameters and formula.
  let variant: Variant
  /// What is wrong with arguments; with the whole model, where a path is empty.
  let problems: @Sendable (Arguments, ProblemShape) -> [ArgumentProblem]
  /// Whether the model can tell the maximum of a cluster for such rewards.
  let hasMaximum: @Sendable (RewardDistribution) -> Bool
  /// Flat Thompson sampling under the model.
  let flat: @Sendable (Arguments, TieBreak, RewardDistribution) -> PreparedPolicy
  /// The two-level policy of some parts under the model.
  let twoLevel: @Sendable (Arguments, ModelTwoLevelParts, RewardDistribution) -> PreparedPolicy
  /// Information-directed sampling from draws of the model.
  let directed: @Sendable (Arguments, DirectedDraws, RewardDistribution) -> PreparedPolicy
  /// The model, given itself, as it is where rewards are 0 or 1; nil if it is for others alone.
  var binary: @Sendable (ModelEntry) -> ModelEntry? = { $0 }
}

extension ModelEntry {
  /// A model for any rewards, unless it says itself what it cannot do.
  init<Model: DependenceModel & ~Copyable>(_: Model.Type) {
    self.init(
      variant: Model.variant,
      problems: { Model.problems(with: $0, shape: $1) },
      hasMaximum: { _ in Model.hasMaximum },
      flat: { arguments, ties, rewards in
        PreparedPolicy(rewards: rewards) { setting in
          ModelThompson(
            model: Model(arguments: arguments, setting: setting), ties: ties, setting: setting)
        }.keeping(Model.self)
      },
      twoLevel: { arguments, parts, rewards in
        PreparedPolicy(rewards: rewards) { setting in
          parts.policy(Model(arguments: arguments, setting: setting), setting)
        }.keeping(Model.self)
      },
      directed: { arguments, draws, rewards in
        PreparedPolicy(rewards: rewards) { setting in
          draws.policy(Model(arguments: arguments, setting: setting), setting)
        }.keeping(Model.self, arms: draws.bytesPerArm)
      })
  }

  /// A model for 0/1 rewards alone.
  ///
  /// - Parameters:
  ///   - pooled: whether all arms are one cluster to it.
  ///   - variant: another name and summary than the model's own.
  init<Model: DependenceModel & ~Copyable>(
    binary _: Model.Type, pooled: Bool = false, as variant: Variant? = nil
  ) {
    self.init(
      variant: variant ?? Model.variant,
      problems: { Model.problems(with: $0, shape: $1) },
      hasMaximum: { _ in Model.hasMaximum },
      flat: { arguments, ties, _ in
        PreparedPolicy(binary: { setting in
          let setting = pooled ? setting.pooled : setting
          return ModelThompson(
            model: Model(arguments: arguments, setting: setting), ties: ties, setting: setting)
        }).keeping(Model.self)
      },
      twoLevel: { arguments, parts, _ in
        PreparedPolicy(binary: { setting in
          let setting = pooled ? setting.pooled : setting
          return parts.policy(Model(arguments: arguments, setting: setting), setting)
        }).keeping(Model.self)
      },
      directed: { arguments, draws, _ in
        PreparedPolicy(binary: { setting in
          let setting = pooled ? setting.pooled : setting
          return draws.policy(Model(arguments: arguments, setting: setting), setting)
        }).keeping(Model.self, arms: draws.bytesPerArm)
      })
  }

  /// A model for Gaussian rewards alone.
  init<Model: DependenceModel & ~Copyable>(gaussian _: Model.Type, pooled: Bool = false) {
    self.init(
      variant: Model.variant,
      problems: { Model.problems(with: $0, shape: $1) },
      hasMaximum: { _ in Model.hasMaximum },
      flat: { arguments, ties, rewards in
        PreparedPolicy(gaussian: rewards) { setting in
          let setting = pooled ? setting.pooled : setting
          return ModelThompson(
            model: Model(arguments: arguments, setting: setting), ties: ties, setting: setting)
        }.keeping(Model.self)
      },
      twoLevel: { arguments, parts, rewards in
        PreparedPolicy(gaussian: rewards) { setting in
          let setting = pooled ? setting.pooled : setting
          return parts.policy(Model(arguments: arguments, setting: setting), setting)
        }.keeping(Model.self)
      },
      directed: { arguments, draws, rewards in
        PreparedPolicy(gaussian: rewards) { setting in
          let setting = pooled ? setting.pooled : setting
          return draws.policy(Model(arguments: arguments, setting: setting), setting)
        }.keeping(Model.self, arms: draws.bytesPerArm)
      })
    binary = { _ in nil }
  }

  /// One name for two models: one for 0/1 rewards, the other for Gaussian ones.
  ///
  /// The parameters of both may be given; a value of its own for the other rewards' model is
  /// refused.
  init(_ name: String, aliases: [String] = [], _ summary: String, binary: Self, gaussian: Self) {
    @Sendable func model(_ rewards: RewardDistribution) -> (own: Self, other: Self) {
      rewards.isBinary ? (binary, gaussian) : (gaussian, binary)
    }
    self.init(
      variant: Variant(
        name, aliases: aliases, summary, binary.variant.parameters + gaussian.variant.parameters),
      problems: { arguments, shape in
        let (own, other) = model(shape.rewards)
        let (mine, theirs) = shape.rewards.isBinary ? ("0 or 1", "Gaussian") : ("Gaussian", "0/1")
        let defaults = Arguments(defaultsOf: other.variant.parameters)
        let foreign = other.variant.parameters.map(\.name).filter {
          arguments.values[$0] != defaults.values[$0]
        }
        return own.problems(arguments, shape)
          + foreign.map {
            ArgumentProblem(
              [$0], "\($0) is for \(theirs) rewards, and these rewards are \(mine)",
              hint: "leave \($0) out")
          }
      },
      hasMaximum: { model($0).own.hasMaximum($0) },
      flat: { model($2).own.flat($0, $1, $2) },
      twoLevel: { model($2).own.twoLevel($0, $1, $2) },
      directed: { model($2).own.directed($0, $1, $2) })
    self.binary = { _ in binary }
  }
}

extension PreparedPolicy {
  /// The policy with what the model keeps of each cluster in the estimate of memory.
  fileprivate func keeping<Model: DependenceModel & ~Copyable>(
    _: Model.Type, arms: Int = 0
  ) -> PreparedPolicy {
    var policy = self
    policy.bytesPerCluster = Model.bytesPerCluster
    policy.bytesPerArm = arms
    return policy
  }
}

extension Part<ModelEntry> {
  /// What is wrong with the model on a problem of this shape.
  ///
  /// Where it cannot stand on it at all, nothing else is said.
  func problems(_ shape: ProblemShape) -> (all: [ArgumentProblem], isFatal: Bool) {
    let problems = entry.problems(arguments, shape)
    let fatal = problems.filter(\.path.isEmpty)
    return ((fatal.isEmpty ? problems : fatal).map { $0.under("model") }, !fatal.isEmpty)
  }

  /// What is wrong with a rule: priors belong to the model, and a rule that is given one is
  /// complained about once for each key.
  func problems(of rule: Part<RuleEntry>, _ shape: ProblemShape) -> [ArgumentProblem] {
    if rule.arguments.isOptimistic {
      return [
        ArgumentProblem(
          ["optimistic"],
          "under the model '\(entry.variant.name)' samples of all arms are drawn together, and none "
            + "is raised", hint: "leave optimistic out")
      ]
    }
    let owned = rule.arguments.values.keys.sorted().filter(rule.entry.priorParameters.contains)
    return owned.map {
      ArgumentProblem(
        [$0], "under the model '\(entry.variant.name)' priors and deviations come from the model",
        hint: "leave \($0) out")
    }
      + rule.entry.problems(rule.arguments, .clusters, shape).filter {
        !owned.contains($0.path.first ?? "")
      }
  }
}
