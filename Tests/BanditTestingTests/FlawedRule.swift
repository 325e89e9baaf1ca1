import ClusterBandit
import Randomness

/// ε-greedy, sound but for the clause that it is told to break.
struct FlawedRule: SelectionRule, ~Copyable {
  static let conventions = Conventions(
    unpulled: "", firstPulls: "", clock: "", rewards: "")
  static let variant = Variant("flawed", "breaks one clause", [.flaw, .ties])

  private let flaw: String
  private let ties: TieBreak
  private let groups: Clustering
  private let hasShortTables: Bool
  private let shared: Int
  private var means: AlignedBuffer<Double>
  private var selections = 0

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    flaw = arguments.flaw
    ties = arguments.values["ties"] == nil ? .uniform : arguments.ties
    self.groups = groups
    hasShortTables = setting.tables !== ClockTables.covering(horizon: setting.horizon)
    shared = flaw == "repeatable" ? SharedCount.shared.next() : 0
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
  }

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    selections += 1
    switch flaw {
    case "group": return range.upperBound
    case "repeatable": if clock == 3 { return range.lowerBound + shared % range.count }
    case "tables": if hasShortTables { return range.lowerBound }
    case "groups-apart":
      let place = stream.nextIndex(below: range.count) + selections
      return range.lowerBound + place % range.count
    case "relabelling": return range.lowerBound + clock % range.count
    default: break
    }
    if stream.nextUnit() < 0.25 { return range.lowerBound + stream.nextIndex(below: range.count) }
    return argmax(range, ties: ties, using: &stream) { means[$0] }
  }

  static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    switch arguments.flaw {
    case "refusals": shape.armCount == 1 ? [nonsense] : []
    case "playable":
      level == .clusters ? [ArgumentProblem(["flaw"], "refused", hint: "give another flaw")] : []
    default: []
    }
  }
}

/// A rule that is sound in the form that looks at all candidates, and in the sublinear one is not.
struct RuleOfTwoForms: SelectionRule, ~Copyable {
  static let variant = FlawedRule.variant
  static let conventions = FlawedRule.conventions
  static let sublinearFrom = 100

  private var sound: FlawedRule

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    sound = FlawedRule(arguments: arguments, groups: groups, level: level, setting: setting)
  }

  static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(FlawedSublinearRule.self) : visitor.visit(Self.self)
  }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    sound.record(candidate, group: group, estimate)
  }

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    sound.select(group: group, clock: clock, using: &stream)
  }
}

/// The sublinear form of ``RuleOfTwoForms``: picks what is no candidate of the group.
struct FlawedSublinearRule: SelectionRule, ~Copyable {
  static let variant = FlawedRule.variant
  static let conventions = FlawedRule.conventions

  private let groups: Clustering

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) { self.groups = groups }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {}

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    groups.arms(of: group).upperBound
  }
}
