public import ArgumentParser
import BanditExperiments
public import BanditReports
import ClusterBandit
import Foundation

extension PlotScale: ExpressibleByArgument {}
extension PlotBand: ExpressibleByArgument {}

/// What of a subject is plotted.
struct PlotOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is shown: \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "metric"))
  var metric: String?

  @Option(
    name: .customLong("environment"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "An environment's label; may be given more than once. By default all.", valueName: "label"))
  var environments: [String] = []

  @Option(
    name: [.customLong("policies"), .customLong("policy")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Policies' labels, with commas between them; may be given more than once. By default all.",
      valueName: "a,b,c"))
  var policies: [String] = []

  @Option(help: "The x axis: linear or log.")
  var x: PlotScale?

  @Option(help: "The y axis: linear, log or symlog.")
  var y: PlotScale?

  @Option(
    help: """
      About means: se, a standard error; ci, the confidence interval; quantiles, 5 % to 95 % of \
      single replications; or none.
      """)
  var band: PlotBand?

  @Option(parsing: .unconditional, help: "Confidence level of intervals.")
  var level = 0.95

  @Option(parsing: .unconditional, help: "Panels side by side; by default as many as fit.")
  var columns: Int?

  func validate() throws {
    if x == .symlog {
      throw ValidationError("--x symlog: rounds and parameters have one sign; give linear or log.")
    }
    let levels = ComparisonSelection.levels
    guard levels.contains(level) else {
      throw ValidationError(
        "--level \(level) is out of range: give a number from \(levels.lowerBound) to "
          + "\(levels.upperBound).")
    }
    try require(columns, in: 1...100, "--columns")
  }

  /// Puts what was asked for into a request.
  func apply(to request: inout PlotRequest) throws(PlotRefusal) {
    if let metric {
      guard let known = Metric(word: metric) else {
        throw PlotRefusal(
          "there is no metric '\(metric)'",
          hint(for: metric, among: Metric.allCases.map(\.rawValue), what: "metrics"))
      }
      request.metric = known
    }
    request.environments = environments
    request.policies = policies(of: request.plan)
    request.xScale = x
    request.yScale = y
    request.band = band
    request.level = level
    request.columns = columns
  }

  /// The labels that were given; one that holds commas itself is taken as it is.
  private func policies(of plan: Plan) -> [String] {
    let known = Set(plan.problems.flatMap(\.policies).map(\.label))
    return policies.flatMap { word in
      known.contains(word)
        ? [word]
        : word.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }
}
