import ClusterBandit
import TextFiles

/// What the number of rounds allows, and what allows only so many.
extension PlanReading {
  /// T: a number of rounds, or as many as leave a tail of discounted sums.
  ///
  /// - Parameters:
  ///   - discount: the node of the discount factor, if the file has one.
  ///   - isSwept: whether the horizon is one of several, which name columns of results.
  mutating func horizon(
    _ node: ConfigurationNode, discount: ConfigurationNode?, isSwept: Bool, at path: KeyPathText
  ) -> Int? {
    guard case .mapping = node, !isSwept else {
      return arguments.integer(node, ExperimentLimits.horizon, at: path)
    }
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ["discount-tail"], what: "a horizon")
    else { return nil }
    guard let given = entries["discount-tail"] else {
      arguments.report(
        node.position, "the key 'discount-tail' is missing", at: path["discount-tail"],
        hint: "write {discount-tail: 0.01}, or a number of rounds")
      return nil
    }
    guard let tail = arguments.number(given, .openClosed(0, 1e15), at: path["discount-tail"])
    else { return nil }
    guard let discount else {
      arguments.report(
        given.position, "there is no discount factor that a tail could follow from",
        at: path["discount-tail"], hint: "write discount: 0.9 beside it, or a number of rounds")
      return nil
    }
    // What is wrong with the factor itself is told where it stands.
    guard case .scalar(let text, _, _) = discount, let factor = decimalNumber(text), factor > 0,
      factor < 1
    else { return nil }
    guard let rounds = Plan.rounds(leaving: tail, discount: factor) else {
      arguments.report(
        given.position,
        "a tail of \(tail.short) takes more than \(grouped(ExperimentLimits.horizon.upperBound)) "
          + "rounds with a discount factor of \(factor.short)",
        at: path["discount-tail"], hint: "give a longer tail, or a number of rounds")
      return nil
    }
    return rounds
  }

  /// B; 1 where the file says nothing.
  mutating func batch(
    _ node: ConfigurationNode?, horizon: Int?, at path: KeyPathText
  ) -> Int {
    guard let node, let batch = arguments.integer(node, ExperimentLimits.batch, at: path) else {
      return 1
    }
    if let horizon, batch > horizon {
      arguments.report(
        node.position,
        "a batch of \(grouped(batch)) pulls is larger than the horizon of \(grouped(horizon)) rounds",
        at: path,
        hint: "write at most batch: \(horizon), where every pull is chosen before the first reward")
    }
    return batch
  }

  /// Reports a horizon that is longer than instances can be played.
  mutating func checkHorizon(
    _ horizon: Int, of environment: any Environment, _ position: SourcePosition,
    at path: KeyPathText
  ) {
    guard let longest = environment.longestHorizon, horizon > longest else { return }
    arguments.report(
      position,
      "\(grouped(horizon)) rounds are more than the \(counted(longest, "row")) of the log",
      at: path, hint: "write at most horizon: \(longest): every round plays a row of its own")
  }
}
