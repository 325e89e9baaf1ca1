internal import Randomness

extension BayesUCB {
  /// A posterior with its constant.
  private mutating func posterior(_ candidate: Int) -> BetaDistribution {
    if posteriors[candidate].logPeak.isNaN {
      posteriors[candidate] = BetaDistribution(
        alpha: posteriors[candidate].alpha, beta: posteriors[candidate].beta)
    }
    return posteriors[candidate]
  }

  /// Replaces a posterior, and takes its bounds along if one pull led to the new one.
  mutating func follow(_ candidate: Int, _ new: BetaDistribution) {
    let old = posteriors[candidate]
    posteriors[candidate] = new
    let (rise, fall) = (new.alpha - old.alpha, new.beta - old.beta)
    guard rise != 0 || fall != 0 else {
      posteriors[candidate] = old
      return
    }
    guard var bracket = brackets[candidate] else { return }
    let isKept =
      rise == 1 && fall == 0
      ? bracket.addSuccess(alpha: old.alpha, beta: old.beta)
      : rise == 0 && fall == 1 && bracket.addFailure(alpha: old.alpha, beta: old.beta)
    brackets[candidate] = isKept ? bracket : nil
    lines[candidate] = isKept ? bracket.line : SIMD2(.infinity, 0)
  }

  /// The choice if bounds decide it; `start` only saves work.
  ///
  /// Candidates that may have the highest index have a tail computed near it, then one very near.
  /// If all that are left have one posterior, they tie.
  mutating func decided(
    _ range: Range<Int>, _ index: QuantileIndex, from start: Int, using stream: inout RandomStream
  ) -> Int? {
    let budget = index.logTail
    var leader = start
    for distance in [0.1, 1e-3, 0] {
      var floor = brackets[leader]?.lower(budget) ?? -.infinity
      if floor == -.infinity { floor = approach(leader, index, within: 0.1) }
      // Beyond these logits indices may be equal because they are cut off.
      guard abs(floor) < 600 else { return nil }
      var (isDecided, count, first) = (true, 0, leader)
      var (next, nextFloor) = (leader, floor)
      for candidate in range where isWithin(candidate, floor, budget) {
        if candidate == leader || isAlike(candidate, leader) {
          count += 1
          first = min(first, candidate)
          continue
        }
        guard distance > 0 else { return nil }
        // Posteriors that change otherwise than by pulls have no bracket for long: one is not worth
        // its price at the first look.
        if lines[candidate].y == 0 || !QuantileBracket.suits(posteriors[candidate]) {
          lines[candidate].y = 1
          guard index.reaches(Probability(logit: floor), posterior(candidate)) else { continue }
        }
        let lower = approach(candidate, index, within: distance)
        if isWithin(candidate, floor, budget) { isDecided = false }
        if lower > nextFloor { (next, nextFloor) = (candidate, lower) }
      }
      if isDecided {
        if count == 1 || ties == .first { return first }
        return alike(leader, range, stream.nextIndex(below: count))
      }
      if next == leader { _ = approach(leader, index, within: distance) }
      leader = next
    }
    return nil
  }

  /// Whether a candidate's upper bound is at least `floor`.
  @inline(__always)
  private func isWithin(_ candidate: Int, _ floor: Double, _ budget: Double) -> Bool {
    lines[candidate].x + lines[candidate].y * budget >= floor
  }

  /// The k-th candidate with the posterior of `leader`.
  private func alike(_ leader: Int, _ range: Range<Int>, _ k: Int) -> Int {
    var left = k
    for candidate in range where isAlike(candidate, leader) {
      if left == 0 { return candidate }
      left -= 1
    }
    return leader
  }

  /// Computes a tail near a candidate's index unless ln P differs by less than `distance` where
  /// the last one was computed, and returns the index's lower bound.
  private mutating func approach(
    _ candidate: Int, _ index: QuantileIndex, within distance: Double
  ) -> Double {
    let budget = index.logTail
    var y = Double.nan
    if let bracket = brackets[candidate] {
      if abs(bracket.distance(budget)) < distance { return bracket.lower(budget) }
      y = bracket.lower(budget)
      if y == -.infinity { y = bracket.line.x + bracket.line.y * budget }
    }
    guard QuantileBracket.suits(posteriors[candidate]) else { return -.infinity }
    let posterior = posterior(candidate)
    if !(abs(y) < 600) {
      y = posterior.roughQuantile(logTail: -budget, deviate: index.deviate)
    }
    for _ in 0..<5 {
      guard let bracket = QuantileBracket(posterior, at: y) else { break }
      brackets[candidate] = bracket
      lines[candidate] = bracket.line
      if abs(bracket.distance(budget)) < distance { break }
      let lower = bracket.lower(budget)
      y = lower == -.infinity ? bracket.line.x + bracket.line.y * budget : lower
    }
    return brackets[candidate]?.lower(budget) ?? -.infinity
  }

  /// The candidate with the highest index; `start` only saves work.
  mutating func highest(
    _ range: Range<Int>, _ index: QuantileIndex, from start: Int, using stream: inout RandomStream
  ) -> Int {
    var winner = start
    var highest = index(posterior(start))
    var rival = Probability(logit: highest)
    var count = 1
    for candidate in range where candidate != start {
      if isAlike(candidate, winner) {
        count += 1
        winner = min(winner, candidate)
      } else if index.reaches(rival, posterior(candidate)) {
        let value = index(posterior(candidate))
        if value > highest {
          (winner, highest, count) = (candidate, value, 1)
          rival = Probability(logit: highest)
        } else if value == highest {
          count += 1
          winner = min(winner, candidate)
        }
      }
    }
    if count == 1 || ties == .first { return winner }
    var skipped = stream.nextIndex(below: count)
    for candidate in winner..<range.upperBound
    where isAlike(candidate, winner)
      || (index.reaches(rival, posterior(candidate))
        && index(posterior(candidate)) == highest)
    {
      if skipped == 0 { return candidate }
      skipped -= 1
    }
    return winner
  }

  /// Whether two candidates have the same posterior and hence the same index.
  @inline(__always)
  func isAlike(_ candidate: Int, _ other: Int) -> Bool {
    posteriors[candidate].alpha == posteriors[other].alpha
      && posteriors[candidate].beta == posteriors[other].beta
  }
}
