extension HierarchicalBetaBinomial {
  /// The posterior of (π, ν) and the counts of arms are kept apart.
  public static var forgetsArms: Bool { true }

  /// Sets the arm's counts to 0 and leaves the weights of (π, ν).
  ///
  /// That is the exact posterior of a newborn: Beta(πν, (1 − π)ν) mixed over the (π, ν) that all
  /// arms of the cluster, the dead ones among them, leave.
  public mutating func forget(arm: Int) {
    pullCounts[arm] = 0
    successes[arm] = 0
  }
}
