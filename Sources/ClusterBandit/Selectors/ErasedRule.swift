import Randomness

/// A selection rule whose type is settled at run time, at the price of an indirect call: that of
/// its sublinear form where groups are large.
///
/// A loop compiled for every combination of strategy, outer and inner rule would make building the
/// library take minutes. Two levels with the same rule have loops of their own; all other
/// combinations share one loop that calls its rules through this.
struct ErasedRule: CandidateSelector {
  private let rule: any ErasedSelector

  /// The rule of a catalogue, in its form for the setting's rewards and these groups.
  init(
    _ part: Part<RuleEntry>, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    let form =
      setting.restartsArms
      ? RuleForm(setting.rewards)
      : part.entry.form(part.arguments, setting.rewards, groups.largestSize)
    self = part.entry.erased(form, part.arguments, groups, level, setting)
  }

  /// A form of `Rule`.
  init<Rule: SelectionRule & ~Copyable>(
    _: Rule.Type, _ form: RuleForm, arguments: Arguments, groups: Clustering,
    level: SelectionLevel, setting: PolicySetting
  ) {
    rule = Rule.visit(
      form: form,
      Erasure(arguments: arguments, groups: groups, level: level, setting: setting))
  }

  /// Whether the rule counts pending pulls.
  var countsPendingPulls: Bool { rule.countsPendingPulls }

  /// Some can, and whoever makes one knows which; see ``RuleEntry/restarts``.
  static var restarts: Bool { true }

  func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    rule.restart(candidate, group: group, estimate, isUnpulled: isUnpulled)
  }

  @inline(__always)
  func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    rule.record(candidate, group: group, estimate)
  }

  @inline(__always)
  func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    rule.select(group: group, clock: clock, using: &stream)
  }

  func scores(group: Int, clock: Int, using stream: RandomStream) -> DecisionScores.Choice? {
    rule.scores(group: group, clock: clock, using: stream)
  }

  func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    rule.posterior(of: arm, pulls: pulls, sum: sum)
  }

  private struct Erasure: RuleVisitor {
    let arguments: Arguments
    let groups: Clustering
    let level: SelectionLevel
    let setting: PolicySetting

    func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> any ErasedSelector {
      Box<Rule>(arguments: arguments, groups: groups, level: level, setting: setting)
    }
  }

  private final class Box<Rule: SelectionRule & ~Copyable>: ErasedSelector {
    private var rule: Rule

    init(
      arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
    ) {
      rule = Rule(arguments: arguments, groups: groups, level: level, setting: setting)
    }

    func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
      rule.record(candidate, group: group, estimate)
    }

    func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
      rule.select(group: group, clock: clock, using: &stream)
    }

    func scores(group: Int, clock: Int, using stream: RandomStream) -> DecisionScores.Choice? {
      rule.scores(group: group, clock: clock, using: stream)
    }

    func restart(
      _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
    ) {
      rule.restart(candidate, group: group, estimate, isUnpulled: isUnpulled)
    }

    var countsPendingPulls: Bool { rule.countsPendingPulls }

    func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
      rule.posterior(of: arm, pulls: pulls, sum: sum)
    }
  }
}

/// What a boxed rule can do.
private protocol ErasedSelector: AnyObject {
  func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate)
  func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int
  func scores(group: Int, clock: Int, using stream: RandomStream) -> DecisionScores.Choice?
  func restart(_ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool)
  var countsPendingPulls: Bool { get }
  func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance?
}
