import BanditExperiments
import BanditFigures
import BanditReports
import ClusterBandit

/// Draws a figure of one run, or of theory: what `plot` draws with the same options.
struct FigureRoute: Decodable {
  /// The kind, as `plot --kind` has it.
  var kind: String
  /// The policies by their labels; none stands for all.
  var policies: [String]?
  /// The rounds at which something is shown.
  var moments: [Int]?
  /// Rounds that are played or shown.
  var rounds: Int?
  /// Numbers of arms for which bounds are drawn.
  var arms: [Int]?
  /// The replication.
  var replication: Int?
  var logX: Bool?
  var logY: Bool?

  /// The kinds that run nothing but single runs.
  private static let kinds = ["pulls", "raster", "means", "posterior", "bonus", "bounds"]

  /// Makes sure that the runs of a figure take moments.
  private func checkWork(_ experiment: Experiment) throws(Refusal) {
    guard let problem = experiment.problems.first, !["bonus", "bounds"].contains(kind) else {
      return
    }
    let played = problem.plan.policies.count { policies?.contains($0.label) ?? true }
    let pulls = min(rounds ?? problem.horizon, problem.horizon) * played
    guard pulls > StudyLimits.figurePulls else { return }
    throw refused(
      "the figure takes \(pulls) pulls, more than the page waits for", "show fewer rounds")
  }

  /// The figure.
  ///
  /// - Throws: ``Refusal/givenUp`` if `control` is cancelled meanwhile.
  func figure(
    _ experiment: Experiment, control: RunControl = RunControl()
  ) throws(Refusal) -> Figure {
    guard FigureRoute.kinds.contains(kind) else {
      throw refused(
        "there is no figure '\(kind.prefix(40))' here",
        "the page draws \(FigureRoute.kinds.joined(separator: ", "))")
    }
    try StudyLimits.check(rounds, in: StudyLimits.horizon, "rounds")
    try StudyLimits.check(replication, in: 0...1_000_000, "as replication")
    for moment in (moments ?? []).prefix(9) {
      try StudyLimits.check(moment, in: StudyLimits.horizon, "rounds")
    }
    for count in (arms ?? []).prefix(9) { try StudyLimits.check(count, in: 1...100_000, "arms") }
    try checkWork(experiment)
    var request = PlotRequest(experiment)
    request.control = control
    request.policies = policies ?? []
    request.moments = Array((moments ?? []).prefix(9))
    request.rounds = rounds
    request.armCounts = Array((arms ?? []).prefix(9))
    request.replication = replication ?? 0
    request.xScale = logX.map { $0 ? .log : .linear }
    request.yScale = logY.map { $0 ? .log : .linear }
    do {
      return try PlotKind.named(kind).figure(request)
    } catch let refusal as PlotRefusal {
      throw refused(refusal.reason, refusal.hint)
    } catch is CancellationError {
      throw .givenUp
    } catch {
      throw refused("\(error)", "choose another figure")
    }
  }
}
