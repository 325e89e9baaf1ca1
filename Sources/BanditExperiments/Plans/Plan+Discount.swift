extension Plan {
  /// What lies beyond a problem's horizon of its discounted sums, where that is more than 1 %; nil
  /// without a discount factor.
  ///
  /// Rounds after T weigh α^T of what all rounds weigh, 1/(1 − α): a horizon of T ≥ ln ε/ln α
  /// leaves the share ε.
  func discountRemark(_ problem: Problem) -> Remark? {
    guard let discount else { return nil }
    let beyond = Plan.weight(after: problem.horizon, discount)
    guard beyond > 0.01 else { return nil }
    var (least, enough) = (problem.horizon, 2 * problem.horizon)
    while Plan.weight(after: enough, discount) > 0.01 { enough *= 2 }
    while enough - least > 1 {
      let middle = (least + enough) / 2
      if Plan.weight(after: middle, discount) > 0.01 { least = middle } else { enough = middle }
    }
    return Remark(
      labels: [problem.label],
      text: "\(fixed(100 * beyond, 1)) % of the weight of discounted sums lies after round "
        + "\(grouped(problem.horizon)); a horizon of \(grouped(enough)) leaves 1 %")
  }

  /// α^T.
  private static func weight(after rounds: Int, _ discount: Double) -> Double {
    var (share, power, left) = (1.0, discount, rounds)
    while left > 0 {
      if left & 1 == 1 { share *= power }
      power *= power
      left >>= 1
    }
    return share
  }
}
