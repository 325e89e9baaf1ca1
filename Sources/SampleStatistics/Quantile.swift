/// The quantile of a sorted sample that is not empty: x_(h) interpolated at h = (n − 1) p.
///
/// Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", American
/// Statistician 50 (1996), definition 7.
package func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let h = Double(sorted.count - 1) * p
  let below = min(Int(h), sorted.count - 1)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (h - Double(below)) * (sorted[above] - sorted[below])
}
