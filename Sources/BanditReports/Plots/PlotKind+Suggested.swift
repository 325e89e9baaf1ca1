public import BanditExperiments

extension PlotKind {
  /// The kind that shows best what a plan measures.
  ///
  /// What was swept over numbers is seen against them; else curves if there are any, and where only
  /// the horizon was kept the values there.
  public static func suggested(for plan: Plan) -> PlotKind {
    if let swept = SweptParameter(plan), swept.isNumeric { return .sweep }
    let hasCurves = plan.problems.contains { plan.rounds(of: $0).count > 1 }
    return hasCurves ? .regret : .histogram
  }
}
