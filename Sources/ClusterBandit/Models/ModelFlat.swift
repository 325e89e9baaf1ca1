/// A flat rule that samples posteriors, under a dependence model: the flat policies of the models
/// by one name.
struct ModelFlat: Sendable {
  private let model: Part<ModelEntry>
  private let rule: Part<RuleEntry>

  /// The rule under the model that `model` names, or nil if the arms are independent.
  init?(_ rule: RuleEntry, _ arguments: Arguments, models: ModelCatalogue) {
    guard let model = models.part(arguments) else { return nil }
    self.model = model
    self.rule = Part(entry: rule, arguments: arguments)
  }

  /// The model's name.
  var name: String { model.entry.variant.name }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    var (problems, isFatal) = model.problems(shape)
    if isFatal { return problems }
    problems += model.problems(of: rule, shape)
    if rule.arguments.values["search"] == .word(SearchMethod.sublinear.rawValue) {
      problems.append(
        ArgumentProblem(
          ["search"], "search: sublinear is for independent arms, and the model draws all at once",
          hint: "leave search out"))
    }
    return problems
  }

  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    let hasTies = rule.arguments.values["ties"] != nil
    return model.entry.flat(
      model.arguments, hasTies ? rule.arguments.ties : .uniform, rewards)
  }
}
