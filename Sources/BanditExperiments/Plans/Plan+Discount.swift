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

  /// The least T with α^T/(1 − α) ≤ ε, that is ln(ε(1 − α))/ln α: what rewards in [0, 1] after it
  /// can be worth; at least 1, nil if it is beyond every horizon.
  static func rounds(leaving tail: Double, discount: Double) -> Int? {
    let share = tail * (1 - discount)
    var (least, enough) = (0, 1)
    while weight(after: enough, discount) > share {
      least = enough
      enough *= 2
      if least >= ExperimentLimits.horizon.upperBound { return nil }
    }
    while enough - least > 1 {
      let middle = (least + enough) / 2
      if weight(after: middle, discount) > share { least = middle } else { enough = middle }
    }
    return enough <= ExperimentLimits.horizon.upperBound ? enough : nil
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
