import ClusterBandit

/// What the number of rounds allows, and what allows only so many.
extension PlanReading {
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
