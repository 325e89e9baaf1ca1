/// Holm's step-down correction of the p-values of a family of tests.
///
/// With the p-values in ascending order, p̃_(i) = max_{j ≤ i} min(1, (m − j + 1) p_(j)). To reject
/// where p̃ ≤ α keeps the probability of any false rejection in the family at most α, whatever the
/// dependence between the tests.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
/// Journal of Statistics 6 (1979).
///
/// O(m log m). Equal p-values get equal results; the order of the family does not matter.
///
/// - Returns: the adjusted p-values, in the order of the arguments.
public func holm(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  var largest = 0.0
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  for (rank, index) in order.enumerated() {
    largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
    adjusted[index] = largest
  }
  return adjusted
}
