import BanditExperiments

/// What a plan plays, as tables: its environments and its policies with their arguments.
struct PlanTables {
  let document: Document

  init(_ plan: Plan) {
    var seen: Set<Plan.Policy> = []
    let policies = plan.problems.flatMap(\.policies).filter { policy in
      var plain = policy
      plain.swept = []
      return seen.insert(plain).inserted
    }
    document = Document([
      .table(
        Table(
          title: "Environments", plan.problems,
          [
            .init("environment", nil, .left) { .text($0.label) },
            .init("kind", nil, .left) { .text($0.environment.kind) },
            .init("arguments", nil, .left) { .text($0.environment.argumentText) },
            .init("permuted", "labels", .left) {
              .text($0.permutation.words)
            },
            .init("horizon") { .integer($0.horizon) },
            .init("batch") { .integer($0.batch) },
          ])),
      .table(
        Table(
          title: "Policies", policies,
          [
            .init("policy", nil, .left) { .text($0.label) },
            .init("kind", nil, .left) { .text($0.component.kind) },
            .init("arguments", nil, .left) { .text($0.component.argumentText) },
          ])),
    ])
  }
}

extension Plan.Component {
  /// The arguments on one line; what is absent has its default.
  fileprivate var argumentText: String {
    arguments.isEmpty
      ? "as by default" : String(PlanValue.mapping(arguments).summary.dropFirst().dropLast())
  }
}
