/// A flat rule that samples posteriors, under a dependence model: the flat policies of the models
/// by one name.
struct ModelFlat: Sendable {
  private let model: DependenceChoice
  private let rule: Part<RuleEntry>

  /// The rule under the model that `model` names, or nil if the arms are independent.
  init?(_ rule: RuleEntry, _ arguments: Arguments) {
    guard let model = DependenceChoice(arguments) else { return nil }
    self.model = model
    self.rule = Part(entry: rule, arguments: arguments)
  }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    let unfit = model.problems(shape)
    guard unfit.isEmpty else { return unfit.map { $0.under("model") } }
    var problems = DependenceChoice.rangeProblems(model.arguments)
    problems += model.foreignProblems(shape.rewards)
    problems = problems.map { $0.under("model") } + model.problems(of: rule, shape)
    if rule.arguments.values["search"] == .word(SearchMethod.sublinear.rawValue) {
      problems.append(
        ArgumentProblem(
          ["search"], "search: sublinear is for independent arms, and the model draws all at once",
          hint: "leave search out"))
    }
    return problems
  }

  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    let ties = rule.arguments.values["ties"] ?? .word(TieBreak.uniform.rawValue)
    let withTies = Arguments(model.arguments.values.merging(["ties": ties]) { $1 })
    if model.name == DependenceChoice.covariance.name {
      return PolicyFamily.gaussianClusterThompson.prepare(withTies, rewards)
    }
    guard rewards.isBinary else {
      return PolicyFamily.gaussianHierarchicalThompson.prepare(withTies, rewards)
    }
    let named = ParameterValue.variant(model.name, model.arguments)
    return PolicyFamily.hierarchicalThompson.prepare(
      Arguments(["model": named, "ties": ties]), rewards)
  }
}
