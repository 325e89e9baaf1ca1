import BanditExperiments
import ClusterBandit
import Foundation

/// A paired comparison in words: who lost more than whom, by how much, and how sure that is.
struct PairSentence {
  let text: String

  /// - Parameter difference: the moments of first − second.
  init(_ first: String, _ second: String, _ difference: ThirdMoments, _ metric: Metric) {
    guard let interval = difference.interval(level: 0.95) else {
      text = "\(first) and \(second): one repetition tells nothing."
      return
    }
    // An end that is not 0 must not read as if it were.
    let nearest = min(interval.low.magnitude, interval.high.magnitude)
    let digits = max(
      PairSentence.digits(halfWidth: (interval.high - interval.low) / 2),
      PairSentence.digits(halfWidth: 10 * nearest))
    func number(_ value: Double) -> String {
      String(format: "%.\(digits)f", value).replacing("-", with: "−")
    }
    guard interval.low > 0 || interval.high < 0 else {
      text =
        "\(first) and \(second): undecided; the 95 % interval of the difference, "
        + "\(number(interval.low)) to \(number(interval.high)), holds 0."
      return
    }
    let isMore = difference.moments.mean > 0
    let ends = [interval.low.magnitude, interval.high.magnitude].sorted().map(number)
    let size = number(difference.moments.mean.magnitude)
    text =
      "\(first) \(PairSentence.words(metric, size, isMore)) \(second), "
      + "95 % interval \(ends[0]) to \(ends[1])."
  }

  private static func words(_ metric: Metric, _ size: String, _ isMore: Bool) -> String {
    let comparison = "\(size) \(isMore ? "more" : "less") than"
    return switch metric {
    case .pseudoRegret, .realisedRegret: "lost \(comparison)"
    case .reward: "earned \(comparison)"
    default: "has a \(metric.rawValue) \(size) \(isMore ? "above" : "below") that of"
    }
  }

  /// Digits behind the point, such that the half-width of the interval has two that count.
  private static func digits(halfWidth: Double) -> Int {
    guard halfWidth > 0, halfWidth.isFinite else { return 1 }
    return min(max(1 - Int(log10(halfWidth).rounded(.down)), 0), 6)
  }
}
