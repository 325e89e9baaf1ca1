import ClusterBandit
import Dispatch
import Randomness

/// How long a study will take on this machine, from two short pieces of one replication of every
/// problem.
///
/// All policies of a problem play some first rounds, at first 256 and then four times as many until
/// that takes long enough to be measured, and once more twice as many: the difference gives the
/// time of a pull, the rest is what a replication takes to begin. Where beginning alone takes long,
/// as with millions of arms, it is measured first and counts apart. Rough, for later rounds of a
/// policy can cost more or less than its first ones and workers share the machine, but known before
/// anything is run.
public enum DurationEstimate {
  /// A measurement of so many seconds is long enough.
  static let enough = 0.02
  /// A measurement is broken off so many seconds after a replication has begun.
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

  /// The seconds of one replication of each problem with one worker that keeps no final values.
  ///
  /// - Throws: ``InsufficientMemory`` before anything is played.
  package static func secondsOfReplications(
    _ experiment: Experiment
  ) throws(InsufficientMemory) -> [Double] {
    try MemoryEstimate(experiment, jobs: 1, keepsFinals: false).check()
    return experiment.problems.map { seconds(ofReplication: $0, experiment.seeds) }
  }

  /// The seconds of one replication of a problem with all its policies.
  static func seconds(ofReplication problem: Experiment.Problem, _ seeds: SeedTree) -> Double {
    var rounds = min(problem.horizon, 256)
    let beginning = played(1, of: problem, seeds, within: .infinity)
    let limit = beginning.seconds + most
    var first = played(rounds, of: problem, seeds, within: limit)
    while first.seconds < enough, first.isComplete, rounds < problem.horizon {
      rounds = min(4 * rounds, problem.horizon)
      first = played(rounds, of: problem, seeds, within: limit)
    }
    let all = Double(problem.horizon) * Double(problem.policies.count)
    guard first.isComplete, rounds < problem.horizon else {
      let playing = max(first.seconds - beginning.seconds, 0)
      return first.isComplete ? first.seconds : beginning.seconds + playing * all / first.pulls
    }
    let second = played(min(2 * rounds, problem.horizon), of: problem, seeds, within: limit)
    let pulls = max(second.pulls - first.pulls, 1)
    // On a busy machine the longer piece may seem the faster one.
    let least = 0.1 * max(first.seconds - beginning.seconds, 0)
    let pull = max(second.seconds - first.seconds, least) / pulls
    return first.seconds + pull * (all - first.pulls)
  }

  /// Plays the first rounds of a replication, at most for that many seconds.
  private static func played(
    _ rounds: Int, of problem: Experiment.Problem, _ seeds: SeedTree, within limit: Double
  ) -> (seconds: Double, pulls: Double, isComplete: Bool) {
    var short = problem
    short.plan.horizon = rounds
    short.plan.batch = min(problem.batch, rounds)
    short.checkpoints = [rounds]
    let control = PlayControl()
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: limit.isFinite ? .now() + limit : .distantFuture)
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
