import ClusterBandit

/// How long a study will take on this machine, from one short replication.
///
/// A twentieth of every horizon is played once and scaled up: rough, for the first rounds of a
/// policy can cost more or less than later ones, but known before anything is run.
public enum DurationEstimate {
  /// The share of the horizon that is played.
  static let share = 20

  /// The experiment with one short replication and nothing to compare with.
  static func sample(of experiment: Experiment) -> Experiment {
    var plan = experiment.plan
    plan.replications = 1
    plan.targets = []
    let problems = experiment.problems.map { problem in
      var short = problem
      short.plan.horizon = max(1, problem.horizon / share)
      short.plan.batch = min(problem.batch, short.plan.horizon)
      short.checkpoints = [short.plan.horizon]
      return short
    }
    plan.problems = problems.map(\.plan)
    return Experiment(plan: plan, problems: problems)
  }

  /// The seconds that `experiment` will take with that many workers.
  public static func seconds(_ experiment: Experiment, jobs: Int) throws -> Double {
    let sample = sample(of: experiment)
    let clock = ContinuousClock()
    let start = clock.now
    try Engine(jobs: 1).run(sample, sink: MemorySink())
    let elapsed = (clock.now - start) / .seconds(1)
    let plan = experiment.plan
    let workers = Double(min(jobs, plan.replications * plan.problems.count))
    return elapsed * plan.pulls / max(sample.plan.pulls, 1) / max(workers, 1)
  }
}
