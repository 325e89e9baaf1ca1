import BanditExperiments
import BanditFigures
import ClusterBandit

extension PlotKind {
  /// Performance profiles over environments.
  public static let profile = PlotKind(
    "profile", "the share of environments in which a policy is within a factor τ of the best",
    need: .result, metric: .pseudoRegret,
    precondition: { try ProfilePlot.requireSeveral($0.problems.count) },
    draw: { try ProfilePlot($0).figure })
}

/// ρ(τ): the share of environments in which a policy's mean is at most τ times that of the best.
///
/// Source: E. D. Dolan and J. J. Moré, "Benchmarking optimization software with performance
/// profiles", Mathematical Programming 91 (2002).
private struct ProfilePlot {
  private let measured: Measurements
  private(set) var figure = Figure(panels: [])

  init(_ request: PlotRequest) throws {
    measured = try Measurements(request, request.metric ?? .pseudoRegret)
    let environments = measured.environments
    try ProfilePlot.requireSeveral(environments.count)
    let (policies, perfect) = ProfilePlot.rivals(measured)
    let ratios = try policies.map { policy in
      try environments.map { try ProfilePlot.ratio(of: policy, in: $0, measured, policies) }
    }
    // Equal up to rounding is equal.
    let largest = max(ratios.joined().filter(\.isFinite).max() ?? 1, 1.05)
    let curves = zip(policies, ratios).map { pair -> Mark in
      // Of equal ratios the last one has counted them all.
      let sorted = pair.1.filter(\.isFinite).sorted()
      var places = [1.0], shares = [0.0]
      for (index, ratio) in sorted.enumerated() {
        if places.last != ratio {
          places.append(ratio)
          shares.append(0)
        }
        shares[shares.count - 1] = Double(index + 1) / Double(environments.count)
      }
      return .curve(
        Curve(
          pair.0, x: places + [largest], y: shares + [shares[shares.count - 1]],
          series: measured.series(pair.0), isStepped: true))
    }
    let scale = request.xScale ?? (largest > 10 ? .log : .linear)
    let left =
      perfect.isEmpty ? "" : " Without \(perfect.joined(separator: ", ")), which loses nothing."
    figure = Figure(
      request.plan.title,
      caption: "Share of \(environments.count) environments in which the mean "
        + "\(measured.name) over \(measured.replications) is within a factor τ of the "
        + "best policy's; \(measured.provenance)\(left)",
      x: Axis("factor τ", scale.scale(for: [])),
      y: Axis(
        "share of environments", (request.yScale ?? .linear).scale(for: [1]), domain: 0...1.02),
      marks: curves)
  }

  static func requireSeveral(_ environments: Int) throws(PlotRefusal) {
    guard environments < 2 else { return }
    throw PlotRefusal(
      "a profile is taken over two environments or more",
      "choose --kind regret or histogram, or an experiment with several")
  }

  /// The policies, and apart from them those that lose nothing, which is the oracle's privilege.
  private static func rivals(_ measured: Measurements) -> (rivals: [String], perfect: [String]) {
    var names: [String] = []
    for cell in measured.cells where !names.contains(cell.policy) { names.append(cell.policy) }
    guard measured.metric == .pseudoRegret else { return (names, []) }
    let losing = Set(
      measured.cells.filter { $0.final[.pseudoRegret]?.moments.maximum != 0 }.map(\.policy))
    return (names.filter(losing.contains), names.filter { !losing.contains($0) })
  }

  /// How many times worse than the best a policy is; infinite where it was not played.
  private static func ratio(
    of policy: String, in environment: Measurements.Environment, _ measured: Measurements,
    _ policies: [String]
  ) throws -> Double {
    let means = environment.cells.filter { policies.contains($0.policy) }.compactMap {
      $0.final[measured.metric]?.mean
    }
    let isLower = measured.metric.isBetterLower
    let own = environment.cells.first { $0.policy == policy }?.final[measured.metric]?.mean
    guard let own, let best = isLower ? means.min() : means.max() else { return .infinity }
    guard means.allSatisfy({ $0 >= 0 }) else {
      throw PlotRefusal(
        "the mean \(measured.metric.rawValue) of '\(environment.label)' is negative for some "
          + "policies, and has no ratio", "choose another --metric, such as pseudo-regret")
    }
    if own == best { return 1 }
    return isLower ? own / best : best / own
  }
}
