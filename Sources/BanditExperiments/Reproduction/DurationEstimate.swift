import ClusterBandit

/// How long a study will take on this machine, from one short replication.
///
/// A twentieth of every horizon is played once and scaled up: rough, for the first rounds of a policy
/// can cost more or less than later ones, but known before anything is run.
public enum DurationEstimate {
  /// The share of the horizon that is played.
  static let share = 20

  /// The experiment with one short replication and nothing to compare with.
  static func sample(of experiment: Experiment) -> Experiment {
    Experiment(
      name: experiment.name, title: experiment.title, seed: experiment.seed,
      horizon: max(1, experiment.horizon / share), replications: 1,
      problems: experiment.problems.map { problem in
        let horizon = max(1, problem.horizon / share)
        return Experiment.Problem(
          label: problem.label, environment: problem.environment,
          permutesLabels: problem.permutesLabels, horizon: horizon,
          batch: min(problem.batch, horizon), checkpoints: [horizon],
          policies: problem.policies)
      })
  }

  /// The seconds that `experiment` will take with that many workers.
  public static func seconds(
    _ experiment: Experiment, jobs: Int
  ) throws(InsufficientMemory) -> Double {
    let sample = sample(of: experiment)
    let clock = ContinuousClock()
    let start = clock.now
    _ = try ExperimentRunner(jobs: 1).run(sample)
    let elapsed = (clock.now - start) / .seconds(1)
    let workers = Double(min(jobs, experiment.replications * experiment.problems.count))
    return elapsed * pulls(experiment) / max(pulls(sample), 1) / max(workers, 1)
  }

  private static func pulls(_ experiment: Experiment) -> Double {
    experiment.problems.reduce(0.0) { $0 + Double($1.horizon) * Double($1.policies.count) }
      * Double(experiment.replications)
  }
}
