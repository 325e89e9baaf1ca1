/// Does something with a selection rule's concrete type, so that code is specialised for it.
protocol RuleVisitor {
  associatedtype Outcome
  func visit<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> Outcome
}

/// The selection rules: one line for each.
enum RuleCatalogue {
  /// Calls the visitor with the rule called `name` in its form for rewards in {0, 1}.
  static func dispatch<Visitor: RuleVisitor>(
    _ name: String, _ visitor: Visitor
  ) -> Visitor.Outcome {
    switch name {
    case "epsilon-greedy": visitor.visit(EpsilonGreedy.self)
    case "ucb", "ucb1": visitor.visit(UpperConfidenceBound.self)
    case "ucb-as-printed": visitor.visit(UCBAsPrinted.self)
    case "ucb1-tuned": visitor.visit(UCB1Tuned.self)
    case "kl-ucb": visitor.visit(KLUCB.self)
    case "bayes-ucb": visitor.visit(BayesUCB.self)
    case "thompson": visitor.visit(BetaThompson.self)
    default: preconditionFailure("no selection rule is called '\(name)'")
    }
  }

  /// Calls the visitor with the rule called `name` in its form for `rewards`: Thompson sampling
  /// has one for Gaussian rewards.
  static func dispatch<Visitor: RuleVisitor>(
    _ name: String, rewards: RewardDistribution, _ visitor: Visitor
  ) -> Visitor.Outcome {
    !rewards.isBinary && name == BetaThompson.variant.name
      ? visitor.visit(GaussianThompson.self) : dispatch(name, visitor)
  }

  /// Calls the visitor with the form of the rule called `name` that is fit for groups of up to
  /// `largest` candidates: the sublinear one if there is one and the arguments do not forbid it.
  static func dispatch<Visitor: RuleVisitor>(
    _ name: String, rewards: RewardDistribution, arguments: Arguments, largest: Int,
    _ visitor: Visitor
  ) -> Visitor.Outcome {
    isSublinear(name, rewards: rewards, arguments, largest: largest)
      ? dispatchSublinear(name, visitor) : dispatch(name, rewards: rewards, visitor)
  }

  /// Calls the visitor with the sublinear form of the rule called `name`.
  static func dispatchSublinear<Visitor: RuleVisitor>(
    _ name: String, _ visitor: Visitor
  ) -> Visitor.Outcome {
    switch name {
    case "epsilon-greedy": visitor.visit(TournamentEpsilonGreedy.self)
    case "ucb", "ucb1": visitor.visit(KineticUpperConfidenceBound.self)
    case "kl-ucb": visitor.visit(KLUCBByClass.self)
    case "bayes-ucb": visitor.visit(BayesUCBByClass.self)
    case "thompson": visitor.visit(BetaThompsonByClass.self)
    default: dispatch(name, visitor)
    }
  }

  /// Whether the rule called `name` takes its sublinear form for groups of up to `largest` candidates.
  static func isSublinear(
    _ name: String, rewards: RewardDistribution, _ arguments: Arguments, largest: Int
  ) -> Bool {
    struct Question: RuleVisitor {
      let arguments: Arguments
      let largest: Int
      func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> Bool {
        Rule.isSublinear(arguments, largest: largest)
      }
    }
    return dispatch(name, rewards: rewards, Question(arguments: arguments, largest: largest))
  }

  /// Every rule's name, parameters and formula, in the order of the listing.
  static let variants: [Variant] = [
    EpsilonGreedy.variant, UpperConfidenceBound.variant, UpperConfidenceBound.ucb1,
    UCBAsPrinted.variant, UCB1Tuned.variant, KLUCB.variant, BayesUCB.variant,
    BetaThompson.variant,
  ]

  /// Whether two names stand for one type: `ucb1` is a preset of `ucb`.
  static func areOneType(_ first: String, _ second: String) -> Bool {
    struct NameOfType: RuleVisitor {
      func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> String { Rule.variant.name }
    }
    return dispatch(first, NameOfType()) == dispatch(second, NameOfType())
  }

  /// What is wrong with the arguments of the rule called `name`.
  static func problems(
    _ name: String, _ arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    struct Check: RuleVisitor {
      let arguments: Arguments
      let level: SelectionLevel
      let shape: ProblemShape
      func visit<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> [ArgumentProblem] {
        Rule.problems(with: arguments, level: level, shape: shape)
      }
    }
    return dispatch(
      name, rewards: shape.rewards, Check(arguments: arguments, level: level, shape: shape))
  }
}
