import ClusterBandit
import Dispatch
import Foundation
import Randomness

/// How long a study will take on this machine, from two short pieces of one replication of every
/// problem.
///
/// All policies of a problem play some first rounds, at first 256 and then four times as many until
/// that takes long enough to be measured, and once more twice as many: the difference gives the
/// time of a pull, the rest is what a replication takes to begin. Where there are millions of arms,
/// problems with fewer of them are measured. Rough, for later rounds of a
/// policy can cost more or less than its first ones and workers share the machine, but known before
/// anything is run.
public enum DurationEstimate {
  /// A measurement of so many seconds is long enough.
  static let enough = 0.02
  /// A measurement is broken off so many seconds after a replication has begun.
  static let most = 1.0
  /// More arms than these are not drawn to be measured: fewer tell what more of them take.
  static let manyArms = 1 << 20

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
    let pulls = Double(problem.horizon) * Double(problem.policies.count)
    guard let few = problem.with(armsAtMost: manyArms / 4),
      let many = problem.with(armsAtMost: manyArms)
    else { return cost(of: problem, seeds, within: most).seconds(pulls) }
    let (small, large) = (cost(of: few, seeds, within: 0.4), cost(of: many, seeds, within: 0.4))
    return small.extrapolated(over: large, arms: problem.armCount, few.armCount, many.armCount)
      .seconds(pulls)
  }

  /// What a replication takes to begin, and what a pull takes.
  struct Cost {
    var beginning: Double
    var pull: Double

    func seconds(_ pulls: Double) -> Double { beginning + pull * pulls }

    /// The cost with `arms` arms, from this one with `few` and `large` with `many` arms: beginning
    /// is proportional to the arms, a pull to a power of them.
    func extrapolated(over large: Cost, arms: Int, _ few: Int, _ many: Int) -> Cost {
      let ratio = Double(arms) / Double(many)
      let growth = log(large.pull / pull) / log(Double(many) / Double(few))
      // What differs less may be chance, and no policy looks at an arm more than once a pull.
      let power = growth > 0.2 ? min(growth, 1) : 0
      return Cost(
        beginning: max(large.beginning, 0) * ratio, pull: large.pull * pow(ratio, power))
    }
  }

  /// Measures a problem; a measurement is broken off so many seconds after it has begun to play.
  private static func cost(
    of problem: Experiment.Problem, _ seeds: SeedTree, within most: Double
  ) -> Cost {
    var rounds = min(problem.horizon, 256)
    let beginning = played(1, of: problem, seeds, within: .infinity)
    let limit = beginning.seconds + most
    var first = played(rounds, of: problem, seeds, within: limit)
    while first.seconds < enough, first.isComplete, rounds < problem.horizon {
      rounds = min(4 * rounds, problem.horizon)
      first = played(rounds, of: problem, seeds, within: limit)
    }
    let playing = max(first.seconds - beginning.seconds, 0)
    guard first.isComplete, rounds < problem.horizon else {
      let start = first.isComplete ? first.seconds - playing : beginning.seconds
      return Cost(beginning: start, pull: max(playing, 1e-9) / first.pulls)
    }
    let second = played(min(2 * rounds, problem.horizon), of: problem, seeds, within: limit)
    let pulls = max(second.pulls - first.pulls, 1)
    // On a busy machine the longer piece may seem the faster one.
    let pull = max(second.seconds - first.seconds, 0.1 * playing, 1e-9) / pulls
    return Cost(beginning: first.seconds - pull * first.pulls, pull: pull)
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
