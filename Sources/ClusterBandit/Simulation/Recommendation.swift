/// Which arm a run recommends at a checkpoint, from the pulls so far: what
/// ``Metric/simpleRegret`` and ``Metric/recommendationError`` are about.
///
/// Unlike the regret of the pulls it asks how good the arm is that one would go on with. Arms that
/// stay equal share the recommendation: both metrics are then means over them, which is what a
/// uniform draw among them has in expectation, and nothing is drawn.
///
/// The default is the most pulled arm. A policy that wants reward pulls bad arms seldom, so their
/// observed means are of few pulls and one of them is high by luck: what it pulled most is the
/// better sign of what it holds for best. The highest mean is the natural choice where pulls are
/// spread evenly, as by `random` and within a phase of sequential halving.
///
/// Source: S. Bubeck, R. Munos and G. Stoltz, "Pure exploration in finitely-armed and
/// continuous-armed bandits", Theoretical Computer Science 412 (2011), which calls the first two
/// "most played arm" and "empirical best arm" and compares them under uniform sampling and UCB.
public enum Recommendation: String, Sendable, Hashable, CaseIterable, Codable {
  /// The arm with the most pulls; of several the one with the highest observed mean.
  case mostPulled = "most-pulled"
  /// The arm with the highest observed mean among those that were pulled; of several the one with
  /// the most pulls.
  case highestMean = "highest-mean"
  /// The arm with the highest mean of the policy's posterior, where it has one, and of what was
  /// observed elsewhere; of several the one with the most pulls. Inside a batch the policy knows
  /// the rewards of the whole batch.
  case posteriorMean = "posterior-mean"
}
