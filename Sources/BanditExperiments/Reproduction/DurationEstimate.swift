import ClusterBandit

/// How long a study will take on this machine, from one short replication.
///
/// A twentieth of the horizon is played once and scaled up: rough, for the first rounds of a policy
/// can cost more or less than later ones, but known before anything is run.
public enum DurationEstimate {
  /// The share of the horizon that is played.
  static let share = 20

  /// The horizon of the short replication.
  public static func horizon(of experiment: Experiment) -> Int {
    max(1, (experiment.problems.map(\.horizon).max() ?? 1) / share)
  }

  /// The seconds that `experiment` will take.
  ///
  /// - Parameters:
  ///   - experiment: what will be run.
  ///   - sample: the same with one replication of ``horizon(of:)`` rounds.
  ///   - jobs: the workers.
  public static func seconds(
    _ experiment: Experiment, sample: Experiment, jobs: Int
  ) throws(InsufficientMemory) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try ExperimentRunner(jobs: 1).run(sample)
    let elapsed = (clock.now - start) / .seconds(1)
    let pulls = { (experiment: Experiment) in
      experiment.problems.reduce(0.0) { $0 + Double($1.horizon * $1.policies.count) }
        * Double(experiment.replications)
    }
    let workers = Double(min(jobs, experiment.replications * experiment.problems.count))
    return elapsed * pulls(experiment) / max(pulls(sample), 1) / max(workers, 1)
  }
}
