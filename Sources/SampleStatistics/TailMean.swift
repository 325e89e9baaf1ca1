/// The mean of the largest twentieth of a sample: for losses their conditional value at risk at
/// 95 %, CVaR, also called expected shortfall.
///
/// Of x_(1) ≥ x_(2) ≥ … ≥ x_(n) and k = n/20 it is (Σ_{i ≤ ⌊k⌋} x_(i) + (k − ⌊k⌋) x_(⌊k⌋+1))/k: the
/// mean of the worst five of a hundred. With fewer than twenty values it is the largest. In another
/// form it is v + 20·mean of (x − v)⁺ with v = x_(⌊k⌋+1), which is what is computed.
///
/// The standard error is 20 s/√n, s the standard deviation of (x − v)⁺: that of the mean with v
/// taken as known, which is right as n grows because the mean does not change with v in the first
/// order. It rests on the values above v alone, five of a hundred, and is rough where these are
/// few: nil where they are fewer than two or all one value.
///
/// Source: R. T. Rockafellar and S. Uryasev, "Conditional value-at-risk for general loss
/// distributions", Journal of Banking and Finance 26 (2002), for the mean; A. Trindade, S. Uryasev,
/// A. Shapiro and G. Zrazhevsky, "Financial prediction with constrained tail risk", Journal of
/// Banking and Finance 31 (2007), for its asymptotic law.
public struct TailMean: Sendable, Hashable {
  /// The mean of the tail.
  public let mean: Double
  /// Its standard error; nil where fewer than two values are in the tail.
  public let standardError: Double?

  /// A mean that was computed before.
  package init(mean: Double, standardError: Double?) {
    self.mean = mean
    self.standardError = standardError
  }

  /// The tail of a sample that is not empty.
  ///
  /// O(length of the tail).
  ///
  /// - Parameters:
  ///   - count: n.
  ///   - descending: values with how often each occurs, the largest value first.
  init(count: Int, descending: some Sequence<(value: Double, count: Int)>) {
    let inside = count / 20
    var tail: [(value: Double, count: Int)] = []
    var seen = 0
    for (value, occurrences) in descending {
      if seen > inside { break }
      tail.append((value, min(occurrences, inside - seen)))
      seen += occurrences
    }
    let threshold = tail.last?.value ?? .nan
    var (sum, squares) = (0.0, 0.0)
    for (value, occurrences) in tail where occurrences > 0 {
      let excess = value - threshold
      sum += Double(occurrences) * excess
      squares += Double(occurrences) * excess * excess
    }
    let n = Double(count)
    mean = threshold + 20 * sum / n
    // Where all of the tail is one value, it says nothing of how far the mean may be off.
    standardError =
      inside < 2 || squares == 0
      ? nil : 20 * (max(0, squares - sum * sum / n) / (n - 1) / n).squareRoot()
  }

  /// The tail of a sorted sample that is not empty.
  ///
  /// O(n/20).
  package init(ascending sorted: [Double]) {
    self.init(
      count: sorted.count, descending: sorted.reversed().lazy.map { (value: $0, count: 1) })
  }
}

extension QuantileSketch {
  /// The values of the classes with their counts, the largest first.
  var descending: [(value: Double, count: Int)] {
    zip(classes, counts).reversed().map { (value: value(ofClass: $0), count: $1) }
      + (zeros > 0 ? [(value: 0, count: zeros)] : [])
  }

  /// The tail of the values, each with a relative error of at most ``relativeError``, and so the
  /// mean; the sketch must not be empty.
  ///
  /// O(classes).
  package var tail: TailMean { TailMean(count: count, descending: descending) }
}

extension SignedSketch {
  /// The tail of the values, read as from ``QuantileSketch``; the sketch must not be empty.
  package var tail: TailMean {
    TailMean(
      count: positive.count + negative.count,
      descending: positive.descending
        + negative.descending.reversed().map { (value: -$0.value, count: $0.count) })
  }
}

extension CurveSample {
  /// The tail of the sample; nil if it is empty.
  package var tail: TailMean? {
    switch self {
    case .values(let values): values.isEmpty ? nil : TailMean(ascending: values.sorted())
    case .sketch(let sketch): sketch.count == 0 ? nil : sketch.tail
    }
  }
}
