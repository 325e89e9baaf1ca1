import ClusterBandit

/// A result put together from the lines of a saved one.
///
/// Moments at the horizon are worked out from the replications' values, block by block as in a run,
/// and must be what the file says. A file that holds no values of single replications is believed.
struct SavedResult {
  private struct Place: Hashable {
    let environment: String
    let policy: String
  }

  private let saved: ResultReader.Saved
  private var values: [Place: [Metric: [Double]]] = [:]
  private var runs: [Place: [[Double]]] = [:]
  private var curves: [Place: [Metric: [ResultReader.Line]]] = [:]
  private var results: [Place: [Metric: ResultReader.Line]] = [:]

  init(_ saved: ResultReader.Saved) {
    self.saved = saved
    // A metric that this program does not know is left out.
    func metric(_ name: String?) -> Metric? { name.flatMap { Metric(rawValue: $0) } }
    for line in saved.finals {
      guard let metric = metric(line.metric) else { continue }
      values[Place(environment: line.environment, policy: line.policy), default: [:]][metric] =
        line.values
    }
    for line in saved.runs ?? [] {
      runs[Place(environment: line.environment, policy: line.policy), default: []]
        .append(line.values)
    }
    for line in saved.curves {
      guard let metric = metric(line.metric) else { continue }
      let place = Place(environment: line.environment, policy: line.policy)
      curves[place, default: [:]][metric, default: []].append(line)
    }
    for line in saved.results {
      guard let metric = metric(line.metric) else { continue }
      let place = Place(environment: line.environment, policy: line.policy)
      results[place, default: [:]][metric] = line
    }
  }

  /// The result.
  ///
  /// - Parameter invalid: the error of a message and the key that it is about.
  func result(
    _ invalid: (_ message: String, _ key: String) -> InvalidInput
  ) throws(InvalidInput) -> ResultSet {
    let plan = saved.plan
    var cells: [ResultSet.Cell] = []
    for problem in plan.problems {
      for policy in problem.policies {
        let place = Place(environment: problem.label, policy: policy.label)
        if let values = values[place] {
          let final = try summaries(plan, values, place, invalid)
          cells.append(try cell(plan, problem, policy, place, values, final, invalid))
        } else if saved.finals.isEmpty, let lines = results[place] {
          let final = lines.compactMapValues(\.summary)
          cells.append(try cell(plan, problem, policy, place, [:], final, invalid))
        }
      }
    }
    guard !cells.isEmpty else {
      throw invalid("it holds no results", "results")
    }
    let constants = plan.targets.count { $0.kind == .constant }
    guard saved.constants.count == constants else {
      throw invalid(
        "there are \(saved.constants.count) values for \(constants) constants", "constants")
    }
    return ResultSet(
      plan: plan, manifest: saved.manifest, cells: cells, constants: saved.constants,
      notes: saved.notes, remarks: saved.remarks ?? [])
  }

  /// The summaries of the values of single replications.
  private func summaries(
    _ plan: Plan, _ values: [Metric: [Double]], _ place: Place,
    _ invalid: (_ message: String, _ key: String) -> InvalidInput
  ) throws(InvalidInput) -> [Metric: Summary] {
    let name = "\(place.policy.quoted) on \(place.environment.quoted)"
    let counts = Set(values.values.map(\.count))
    guard counts.count == 1, let count = counts.first, count > 0, count <= plan.replications else {
      throw invalid("the metrics of \(name) have different numbers of replications", "finals")
    }
    var final: [Metric: Summary] = [:]
    for (metric, values) in values {
      let summary = Summary(moments: SavedResult.moments(values), values: values)
      guard let line = results[place]?[metric], line.mean == summary.mean else {
        throw invalid(
          "the \(metric.rawValue) of \(name) is not the mean of its replications", "results")
      }
      final[metric] = summary
    }
    return final
  }

  private func cell(
    _ plan: Plan, _ problem: Plan.Problem, _ policy: Plan.Policy, _ place: Place,
    _ values: [Metric: [Double]], _ final: [Metric: Summary],
    _ invalid: (_ message: String, _ key: String) -> InvalidInput
  ) throws(InvalidInput) -> ResultSet.Cell {
    let name = "\(policy.label.quoted) on \(problem.label.quoted)"
    let counts = Set(final.values.map(\.replications))
    guard counts.count == 1, let count = counts.first, count > 0, count <= plan.replications else {
      throw invalid("the metrics of \(name) have different numbers of replications", "results")
    }
    let rounds = plan.rounds(of: problem)
    var moments: [Metric: [Moments]] = [:]
    for (metric, lines) in curves[place] ?? [:] {
      guard lines.map(\.round) == rounds else {
        throw invalid("the \(metric.rawValue) of \(name) has other rounds than the plan", "curves")
      }
      let curve = lines.map(\.moments)
      guard curve.last == final[metric]?.moments else {
        throw invalid(
          "the curve of the \(metric.rawValue) of \(name) does not end where it should", "curves")
      }
      moments[metric] = curve
    }
    if let runs = runs[place] {
      guard runs.count == count, runs.allSatisfy({ $0.count == rounds.count }) else {
        throw invalid("the single runs of \(name) are not all there", "runs")
      }
    }
    let quantiles = (curves[place]?[.pseudoRegret] ?? []).compactMap(\.quantiles)
    return ResultSet.Cell(
      environment: problem.label, policy: policy.label, swept: problem.swept + policy.swept,
      horizon: problem.horizon, rounds: rounds, final: final, curves: moments,
      quantiles: quantiles, values: values, runs: runs[place])
  }

  /// The moments of a run: those of its blocks, merged.
  private static func moments(_ values: [Double]) -> Moments {
    var moments = Moments()
    for start in stride(from: 0, to: values.count, by: BlockID.size) {
      moments.merge(Moments(Array(values[start..<min(start + BlockID.size, values.count)])))
    }
    return moments
  }
}

extension ResultReader.Line {
  fileprivate var moments: Moments {
    Moments(count: replications, mean: mean, squaredDeviations: m2, minimum: min, maximum: max)
  }

  fileprivate var quantiles: CurveQuantiles? {
    guard let q05, let q25, let median, let q75, let q95 else { return nil }
    return CurveQuantiles(q05: q05, q25: q25, median: median, q75: q75, q95: q95)
  }

  fileprivate var summary: Summary? {
    quantiles.map {
      Summary(
        moments: moments, quantiles: $0,
        tail: cvar95.map { TailMean(mean: $0, standardError: cvar95Error) })
    }
  }
}
