import BanditFigures

extension PlotKind {
  /// Time of a decision against the number of arms.
  public static let growth = PlotKind(
    "growth", "the time of a decision against the number of arms, from bench's JSON",
    need: .benchmarks
  ) { request in
    try growthFigure(request)
  }
}

/// Medians over rounds with the least and the greatest of them.
private func growthFigure(_ request: PlotRequest) throws -> Figure {
  let measured = (request.benchmarks?.records ?? []).filter { $0.group == "growth" }
  var names: [String] = []
  var points: [String: [(arms: Double, record: BenchmarkRecords.Record)]] = [:]
  for record in measured {
    guard let arms = record.arms else { continue }
    let name = caseName(record.name)
    guard request.includes(policy: name) else { continue }
    if points[name] == nil { names.append(name) }
    points[name, default: []].append((Double(arms), record))
  }
  guard !names.isEmpty else {
    throw PlotRefusal(
      "the file holds no times of the group growth that are asked for",
      "'cluster-bandit bench growth --format json' measures them")
  }
  let curves = names.enumerated().map { series, name -> Mark in
    let own = (points[name] ?? []).sorted { $0.arms < $1.arms }
    return .curve(
      Curve(
        name, x: own.map(\.arms), y: own.map(\.record.median),
        band: request.band == PlotBand.none
          ? nil
          : Band(
            lower: own.map { $0.record.microseconds.min() ?? .nan },
            upper: own.map { $0.record.microseconds.max() ?? .nan }),
        series: series))
  }
  let rounds = measured.map(\.microseconds.count).max() ?? 0
  return Figure(
    "Time of a decision over the number of arms",
    caption: rounds == 1
      ? "CPU time of one round, on one thread."
      : "Median CPU time of \(rounds) rounds on one thread; bands from the least to the greatest.",
    x: Axis("arms", (request.xScale ?? .log).scale(for: [])),
    y: Axis(
      "µs per decision", (request.yScale ?? .log).scale(for: measured.map(\.median))),
    marks: curves)
}

/// "n-kl-ucb-1e5" without what all names begin with and without the number of arms.
private func caseName(_ name: String) -> String {
  name.split(separator: "-").dropFirst().dropLast().joined(separator: "-")
}
