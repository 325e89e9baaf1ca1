public import ClusterBandit
import Randomness

/// What flat and two-level policies rely on in a selection rule.
///
///     #expect(RuleContract(MyRule.self).violations().isEmpty)
///
/// Every arguments that `SelectionRule/problems(with:level:shape:)` lets are tried as an arm's rule
/// and as a cluster's rule, in every form, over groups of several sizes, on rewards that differ and
/// rewards that are all the same.
public struct RuleContract<Rule: SelectionRule & ~Copyable>: Sendable {
  /// What a rule promises.
  public enum Clause: String, CaseIterable, Sendable {
    /// Names are in kebab-case and unique, the summary is one line, every parameter has a meaning,
    /// and every default is a value of its parameter's type.
    case parameters
    /// What the rule refuses it refuses with a message, a hint and the path of a parameter of its
    /// own; and it refuses what was said to be refused.
    case refusals
    /// With its defaults it can pick arms and clusters.
    case playable
    /// It picks a candidate of the group that it is asked for.
    case group
    /// The same seed and the same estimates give the same choices.
    case repeatable
    /// What happens in one group changes nothing in another.
    case groupsApart = "groups-apart"
    /// The length of the shared tables never shows: beyond them the same values are computed.
    case tables
    /// Other names for the candidates of a group change nothing in law: the first and the last of
    /// twelve choices are compared over 300 plays.
    ///
    /// Arguments with `ties: first` claim nothing and are left out; a rule that goes through its
    /// candidates in their order whatever its arguments waives the clause.
    case relabelling
  }

  private let arguments: [Arguments]
  private let refusing: [ExpectedRefusal]
  private let waived: Set<Clause>
  private let seed: UInt64
  private let variant: Variant
  /// The contract of a rule.
  ///
  /// - Parameters:
  ///   - _: the kind that is checked.
  ///   - variant: name and parameters, the rule's own by default; a preset has others.
  ///   - arguments: what is tried; by default ``SampleArguments/variations(of:)``. Relabelling is
  ///     looked at with the first of them.
  ///   - refusing: what must be refused for arms with 0/1 rewards.
  ///   - waived: clauses that this rule does not promise.
  ///   - seed: the root of the seed tree of all plays.
  public init(
    _: Rule.Type, variant: Variant = Rule.variant, arguments: [Arguments]? = nil,
    refusing: [ExpectedRefusal] = [], waiving waived: Set<Clause> = [], seed: UInt64 = 1
  ) {
    self.variant = variant
    self.arguments = arguments ?? SampleArguments.variations(of: variant.parameters)
    self.refusing = refusing
    self.waived = waived
    self.seed = seed
  }

  /// The clauses that do not hold, with the cases in which they do not; empty if all is well.
  public func violations() -> [ContractViolation] { report().violations }

  /// Looks at every clause in every case.
  public func report() -> ContractReport {
    var examination = Examination(waiving: waived, seed: seed)
    examination.check(.parameters, of: variant.name) {
      ParameterChecks.complaint(
        name: variant.name, summary: variant.summary, variant.parameters)
    }
    let arms = RuleSetting(sizes: [3], level: .arms, rewards: .bernoulli, form: .binary)
    for refusal in refusing {
      let arguments = Arguments(refusal.values, defaultsOf: variant.parameters)
      examination.check(.refusals, of: variant.name + SampleArguments.describe(arguments)) {
        refusal.complaint(problems(arguments, arms))
      }
    }
    for (index, arguments) in arguments.enumerated() {
      check(arguments, isBase: index == 0, &examination)
    }
    return examination.report
  }

  private func check(
    _ arguments: Arguments, isBase: Bool, _ examination: inout Examination<Clause>
  ) {
    let name = variant.name + SampleArguments.describe(arguments)
    var levels: Set<SelectionLevel> = []
    for setting in RuleSetting.all {
      guard setting.form != .sublinear || hasSublinearForm(setting.rewards) else { continue }
      let problems = problems(arguments, setting)
      examination.check(.refusals, of: "\(name) over \(setting)") {
        ParameterChecks.complaint(problems, variant.parameters)
      }
      guard problems.isEmpty else { continue }
      levels.insert(setting.level)
      for means in [[0.25, 0.75, 0.5, 0.625], [0], [0.5], [1]] {
        check(arguments, setting, means, &examination)
      }
      let plays = isBase && [Clause.group, .repeatable].allSatisfy(examination.holds)
      if plays, arguments.values["ties"] != .word(TieBreak.first.rawValue), setting.sizes == [3] {
        for means in [[0.25, 0.75, 0.5], [0.5, 0.5, 0.5]] {
          examination.check(.relabelling, of: "\(name) over \(setting), means \(means)") {
            changeOfLaw(arguments, setting, means)
          }
        }
      }
    }
    if levels.isEmpty { examination.report.refused.append(name) }
    guard isBase else { return }
    examination.check(.playable, of: name) {
      levels.count == 2
        ? nil : "refused as a rule of arms, of clusters or of both, whatever the rewards"
    }
  }

  private func problems(_ arguments: Arguments, _ setting: RuleSetting) -> [ArgumentProblem] {
    Rule.visit(
      form: setting.rewards.isBinary ? .binary : .gaussian,
      FindingProblems(arguments: arguments, setting: setting))
  }

  private func hasSublinearForm(_ rewards: RewardDistribution) -> Bool {
    Rule.visit(form: rewards.isBinary ? .binary : .gaussian, AskingForSublinear())
  }

  /// The clauses on one way to pay.
  private func check(
    _ arguments: Arguments, _ setting: RuleSetting, _ means: [Double],
    _ examination: inout Examination<Clause>
  ) {
    let subject =
      "\(variant.name)\(SampleArguments.describe(arguments)) over \(setting), means \(means)"
    func play(_ groups: Range<Int>? = nil, tables: ClockTables? = nil) -> RulePlay {
      Rule.visit(
        form: setting.form,
        PlayingRule(
          arguments: arguments, setting: setting, tables: tables,
          groups: groups ?? 0..<setting.sizes.count, rounds: 60,
          play: RulePlay(setting, means: means, seed: seed)))
    }
    let first = play()
    examination.check(.group, of: subject) { first.stray }
    guard first.stray == nil else { return }
    examination.check(.repeatable, of: subject) {
      play().choices == first.choices ? nil : "two plays from one seed differ"
    }
    // What follows compares plays.
    guard examination.holds(.repeatable) else { return }
    examination.check(.tables, of: subject) {
      play(tables: ClockTables(count: 5)).choices == first.choices
        ? nil : "short tables change the choices"
    }
    guard setting.sizes.count > 1 else { return }
    for group in setting.sizes.indices {
      examination.check(.groupsApart, of: "\(subject), group \(group)") {
        let alone = play(group..<group + 1)
        return alone.choices[group] == first.choices[group]
          ? nil : "alone \(alone.choices[group]), beside others \(first.choices[group])"
      }
    }
  }

  /// How the laws of choices under two orders of the candidates differ, or nil.
  private func changeOfLaw(
    _ arguments: Arguments, _ setting: RuleSetting, _ means: [Double]
  ) -> String? {
    let plays: UInt64 = 300
    func laws(_ order: [Int], from number: UInt64) -> [ChoiceLaw] {
      var laws = [ChoiceLaw(candidates: 3), ChoiceLaw(candidates: 3)]
      for index in number..<(number + plays) {
        let play = Rule.visit(
          form: setting.form,
          PlayingRule(
            arguments: arguments, setting: setting, tables: nil, groups: 0..<1, rounds: 12,
            play: RulePlay(
              setting, means: order.map { means[$0] }, seed: seed, number: index)))
        guard let first = play.choices[0].first, let last = play.choices[0].last else { continue }
        laws[0].add(order[first])
        laws[1].add(order[last])
      }
      return laws
    }
    let (original, relabelled) = (laws([0, 1, 2], from: 0), laws([1, 2, 0], from: plays))
    for (index, (law, other)) in zip(original, relabelled).enumerated()
    where law.distance(from: other) > ChoiceLaw.tolerance {
      return "\(index == 0 ? "first" : "last") choices: \(law), relabelled \(other)"
    }
    return nil
  }
}

private struct FindingProblems: RuleVisitor {
  let arguments: Arguments
  let setting: RuleSetting
  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> [ArgumentProblem] {
    Rule.problems(with: arguments, level: setting.level, shape: setting.shape)
  }
}

private struct AskingForSublinear: RuleVisitor {
  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> Bool { Rule.sublinearFrom < .max }
}
