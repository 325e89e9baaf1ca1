/// In which form a rule is asked for: a rule may be several types under one name.
public enum RuleForm: Sendable, Equatable {
  /// For rewards that are 0 or 1.
  case binary
  /// For all other rewards.
  case gaussian
  /// For large groups of candidates: it looks at few of them.
  case sublinear

  /// The form that looks at all candidates, for these rewards.
  init(_ rewards: RewardDistribution) { self = rewards.isBinary ? .binary : .gaussian }
}

/// Does something with a selection rule's concrete type, so that code is specialized for it.
public protocol RuleVisitor {
  /// What comes of it.
  associatedtype Outcome

  /// Does it with `Rule`.
  func visit<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> Outcome
}
