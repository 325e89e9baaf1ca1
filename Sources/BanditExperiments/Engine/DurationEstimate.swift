import ClusterBandit
import Dispatch
import Randomness

/// How long a study will take on this machine, from two short pieces of one replication of every
/// problem.
///
/// All policies of a problem play some first rounds, at first 256 and then four times as many until
/// that takes long enough to be measured, and once more twice as many: the difference gives the
/// time of a pull, the rest is what a replication takes to begin. Rough, for later rounds of a
/// policy can cost more or less than its first ones and workers share the machine, but known before
/// anything is run.
public enum DurationEstimate {
  /// A measurement of so many seconds is long enough.
  static let enough = 0.02
  /// A measurement is broken off after so many seconds.
  static let most = 1.0

  /// The seconds that `experiment` will take with that many workers.
  ///
  /// - Throws: ``InsufficientMemory`` before anything is played.
  public static func seconds(
    _ experiment: Experiment, jobs: Int
  ) throws(InsufficientMemory) -> Double {
    try MemoryEstimate(experiment, jobs: jobs).check()
    let plan = experiment.plan
    let replications = Double(plan.replications)
    let workers = Double(min(jobs, plan.replications * plan.problems.count))
    return experiment.problems.reduce(0) {
      $0 + seconds(ofReplication: $1, experiment.seeds) * replications
    } / max(workers, 1)
  }

  /// The seconds of one replication of a problem with all its policies.
  static func seconds(ofReplication problem: Experiment.Problem, _ seeds: SeedTree) -> Double {
    var rounds = min(problem.horizon, 256)
    var first = played(rounds, of: problem, seeds)
    while first.seconds < enough, first.isComplete, rounds < problem.horizon {
      rounds = min(4 * rounds, problem.horizon)
      first = played(rounds, of: problem, seeds)
    }
    let all = Double(problem.horizon) * Double(problem.policies.count)
    guard first.isComplete, rounds < problem.horizon else {
      return first.seconds * max(1, all / first.pulls)
    }
    let second = played(min(2 * rounds, problem.horizon), of: problem, seeds)
    let pulls = max(second.pulls - first.pulls, 1)
    // On a busy machine the longer piece may seem the faster one.
    let pull = max(second.seconds - first.seconds, 0.1 * first.seconds) / pulls
    return first.seconds + pull * (all - first.pulls)
  }

  /// Plays the first rounds of a replication, at most for a moment.
  private static func played(
    _ rounds: Int, of problem: Experiment.Problem, _ seeds: SeedTree
  ) -> (seconds: Double, pulls: Double, isComplete: Bool) {
    var short = problem
    short.plan.horizon = rounds
    short.plan.batch = min(problem.batch, rounds)
    short.checkpoints = [rounds]
    let control = PlayControl()
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + most)
    timer.setEventHandler { control.cancel() }
    timer.resume()
    let seconds = measured {
      _ = short.play(
        seeds, number: 0, tables: ClockTables.covering(horizon: rounds), control: control)
    }
    timer.cancel()
    return (seconds, Double(max(control.pulls, 1)), !control.isCancelled)
  }

  private static func measured(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    return clock.measure(body) / .seconds(1)
  }
}
