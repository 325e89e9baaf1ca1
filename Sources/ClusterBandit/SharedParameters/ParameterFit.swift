private import Randomness

/// The parameter φ̂ that fits a cluster's 0/1 rewards best, and what the fit costs.
///
/// With s_i successes and f_i failures of arm i the loss is
///
///     L(φ) = −Σ_i s_i ln g_i(φ) + f_i ln(1 − g_i(φ)),
///
/// so that L(φ) − L(φ̂) = D(φ) − D(φ̂) with D(φ) = Σ_i n_i kl(s_i/n_i, g_i(φ)).
struct ParameterFit: BitwiseCopyable, Sendable {
  /// φ̂; of several the first one found.
  let parameter: Double
  /// L(φ̂).
  let loss: Double
}

/// Losses, best fits and balls around them, for the arms of one cluster.
///
/// L is convex in every piece of the grid. A minimum is the root of its slope and the end of a ball
/// a root of L, each found by Newton's method inside a bracket; in a table of many pieces tangents
/// at both ends tell which pieces cannot hold them. Means closer than 1e-150 to 0 or 1 count as
/// that far away, so that losses stay finite where rewards contradict every parameter.
///
/// O(|c|) for every evaluation, usually some five for each root, and two for each piece of a table.
extension SharedParameter {
  /// L and its first two derivatives.
  private struct Loss {
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0
  }

  /// Newton's method and bisection end after so many steps; a bracket of doubles is used up before.
  private static let mostSteps = 200
  /// Steps below this share of the place and the piece no longer count.
  private static let precision = 0x1p-50

  /// The best fit of a cluster's arms; the middle of the first piece if none was pulled.
  ///
  /// - Parameter counts: successes and failures of all arms.
  func fit(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>
  ) -> ParameterFit {
    var best = fit(arms, counts, piece: 0)
    for piece in 1..<max(1, grid.count - 1) {
      if lowerBound(arms, counts, piece: piece) >= best.loss { continue }
      let other = fit(arms, counts, piece: piece)
      if other.loss < best.loss { best = other }
    }
    return best
  }

  /// The smallest and the largest φ with L(φ) ≤ L(φ̂) + `radius`.
  ///
  /// Between them there may be others where functions are tables. φ̂ itself for a radius of 0.
  func ball(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, around fit: ParameterFit,
    radius: Double
  ) -> ClosedRange<Double> {
    guard radius > 0 else { return fit.parameter...fit.parameter }
    let level = fit.loss + radius
    let last = grid.count - 2
    var (low, high) = (fit.parameter, fit.parameter)
    for piece in 0...last where grid[piece] < fit.parameter {
      if let end = end(arms, counts, fit, piece: piece, level: level, goingDown: true) {
        low = end
        break
      }
    }
    for piece in (0...last).reversed() where grid[piece + 1] > fit.parameter {
      if let end = end(arms, counts, fit, piece: piece, level: level, goingDown: false) {
        high = end
        break
      }
    }
    return min(low, fit.parameter)...max(high, fit.parameter)
  }

  /// The farthest φ of a piece within the level, to one side of φ̂; nil if there is none.
  private func end(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, _ fit: ParameterFit,
    piece: Int, level: Double, goingDown: Bool
  ) -> Double? {
    let outside = goingDown ? grid[piece] : grid[piece + 1]
    if loss(arms, counts, piece, outside).value <= level { return outside }
    if grid[piece] <= fit.parameter, fit.parameter <= grid[piece + 1] {
      return crossing(arms, counts, piece, from: fit.parameter, to: outside, level: level)
    }
    guard lowerBound(arms, counts, piece: piece) <= level else { return nil }
    let own = self.fit(arms, counts, piece: piece)
    guard own.loss <= level else { return nil }
    return crossing(arms, counts, piece, from: own.parameter, to: outside, level: level)
  }

  /// The best fit in one piece.
  private func fit(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, piece: Int
  ) -> ParameterFit {
    var (low, high) = (grid[piece], grid[piece + 1])
    var here = loss(arms, counts, piece, low)
    if here.slope > 0 { return ParameterFit(parameter: low, loss: here.value) }
    let other = loss(arms, counts, piece, high)
    if other.slope < 0 { return ParameterFit(parameter: high, loss: other.value) }
    let smallest = Self.precision * max(low.magnitude, high.magnitude, high - low)
    var x = low + 0.5 * (high - low)
    for _ in 0..<Self.mostSteps {
      here = loss(arms, counts, piece, x)
      if here.slope == 0 { break }
      if here.slope < 0 { low = x } else { high = x }
      var next = x - here.slope / here.curvature
      if !(next > low && next < high) { next = low + 0.5 * (high - low) }
      let step = next - x
      x = next
      if step.magnitude <= smallest { break }
    }
    return ParameterFit(parameter: x, loss: loss(arms, counts, piece, x).value)
  }

  /// Where L crosses the level between a place within it and one beyond.
  private func crossing(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, _ piece: Int,
    from inside: Double, to outside: Double, level: Double
  ) -> Double {
    var (inside, outside) = (inside, outside)
    let smallest =
      Self.precision * max(inside.magnitude, outside.magnitude, grid[piece + 1] - grid[piece])
    // Of a parabola about φ̂ the end would be there.
    let start = loss(arms, counts, piece, inside)
    let reach = (2 * max(0, level - start.value) / start.curvature).squareRoot()
    var x = outside > inside ? inside + reach : inside - reach
    for _ in 0..<Self.mostSteps {
      if !(min(inside, outside) < x && x < max(inside, outside)) {
        x = inside + 0.5 * (outside - inside)
      }
      let here = loss(arms, counts, piece, x)
      let excess = here.value - level
      if excess <= 0 { inside = x } else { outside = x }
      let next = x - excess / here.slope
      let step = next - x
      if step.magnitude <= smallest || (outside - inside).magnitude <= smallest { return x }
      x = next
    }
    return x
  }

  /// At most the least L of a piece: where the tangents at its ends meet.
  private func lowerBound(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, piece: Int
  ) -> Double {
    let left = loss(arms, counts, piece, grid[piece])
    let right = loss(arms, counts, piece, grid[piece + 1])
    if left.slope >= 0 { return left.value }
    if right.slope <= 0 { return right.value }
    let width = grid[piece + 1] - grid[piece]
    let place = (right.value - left.value - right.slope * width) / (left.slope - right.slope)
    return min(left.value, right.value, left.value + left.slope * min(max(place, 0), width))
  }

  /// L and its derivatives at a place of a piece.
  private func loss(
    _ arms: Range<Int>, _ counts: borrowing AlignedBuffer<SIMD2<Double>>, _ piece: Int,
    _ parameter: Double
  ) -> Loss {
    var total = Loss()
    let offset = parameter - grid[piece]
    for arm in arms {
      let (won, lost) = (counts[arm].x, counts[arm].y)
      guard won + lost > 0 else { continue }
      let line = line(of: arm, piece: piece)
      let x = line.x + line.y * offset
      if isLogistic {
        // s ln(1 + e^−x) + f ln(1 + e^x), without overflow.
        let e = Elementary.exp(-x.magnitude)
        let larger = 1 / (1 + e)
        let mean = x >= 0 ? larger : e * larger
        total.value += (won + lost) * Elementary.log(1 + e) + (x >= 0 ? lost * x : -won * x)
        total.slope += line.y * ((won + lost) * mean - won)
        total.curvature += line.y * line.y * (won + lost) * e * larger * larger
      } else {
        let (mean, complement) = (max(x, 1e-150), max(1 - x, 1e-150))
        if won > 0 { total.value -= won * Elementary.log(mean) }
        if lost > 0 { total.value -= lost * Elementary.log(complement) }
        total.slope += line.y * (lost / complement - won / mean)
        total.curvature +=
          line.y * line.y * (lost / (complement * complement) + won / (mean * mean))
      }
    }
    return total
  }
}
