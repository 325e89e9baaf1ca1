import BanditExperiments
import BanditFigures
import ClusterBandit

extension Measurements {
  /// What is drawn about means.
  var bandKind: PlotBand { request.band ?? .standardError }

  /// The band about the means of a curve, each divided by a number.
  ///
  /// - Parameter quantiles: at the same places; nil where none are kept.
  func band(
    _ moments: [Moments], quantiles: [CurveQuantiles]?, over divisors: [Double]? = nil
  ) -> Band? {
    let ends: [(low: Double, high: Double)?]
    switch bandKind {
    case .none: return nil
    case .standardError:
      ends = moments.map { one in
        one.standardError.map { (one.mean - $0, one.mean + $0) }
      }
    case .confidence:
      ends = moments.map { $0.interval(level: request.level).map { ($0.low, $0.high) } }
    case .quantiles: ends = (quantiles ?? []).map { ($0.q05, $0.q95) }
    }
    // One replication has a mean and no spread.
    guard ends.contains(where: { $0 != nil }) else { return nil }
    let scales = divisors ?? ends.map { _ in 1 }
    return Band(
      lower: zip(ends, scales).map { ($0?.low ?? .nan) / $1 },
      upper: zip(ends, scales).map { ($0?.high ?? .nan) / $1 })
  }

  /// Makes sure that the wanted band can be drawn along curves.
  func requireCurveBand(of metric: Metric) throws(PlotRefusal) {
    guard bandKind == .quantiles, metric != .pseudoRegret else { return }
    throw PlotRefusal(
      "before the horizon quantiles are kept of the pseudo-regret only",
      "choose --band se or ci, or --metric pseudo-regret")
  }

  /// What bands mean, for a caption.
  var bandWords: String {
    switch bandKind {
    case .none: return ""
    case .quantiles: return ", bands from 5 % to 95 % of the replications"
    case .standardError, .confidence:
      if cells.allSatisfy({ $0.replications < 2 }) { return ", too few for bands" }
      return bandKind == .standardError
        ? ", bands of ± 1 standard error" : ", bands are \(percent(request.level)) intervals"
    }
  }
}

/// A share as a percentage, with the decimals that it needs: "95 %", "99.9 %".
func percent(_ share: Double) -> String {
  let text = fixed(100 * share, 1)
  return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
}
