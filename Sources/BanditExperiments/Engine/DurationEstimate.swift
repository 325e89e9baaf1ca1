import ClusterBandit
import Dispatch
import Randomness

/// How long a study will take on this machine, from a short piece of one replication of every
/// problem.
///
/// All policies of a problem play some first rounds, at first 256 and then four times as many until
/// that takes long enough to be measured, at most a twentieth of the horizon; then the time of a
/// pull is scaled up. Rough, for later rounds of a policy can cost more or less than its first ones
/// and workers share the machine, but known before anything is run.
public enum DurationEstimate {
  /// What is played of the horizon at most.
  static let share = 20
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
    let drawing = measured { _ = problem.drawInstance(seeds, replication: 0) }
    var rounds = min(problem.horizon, 256)
    while true {
      var short = problem
      short.plan.horizon = rounds
      short.plan.batch = min(problem.batch, rounds)
      short.checkpoints = [rounds]
      let control = PlayControl()
      let timer = DispatchSource.makeTimerSource()
      timer.schedule(deadline: .now() + most)
      timer.setEventHandler { control.cancel() }
      timer.resume()
      let playing = measured {
        _ = short.play(
          seeds, number: 0, tables: ClockTables.covering(horizon: rounds), control: control)
      }
      timer.cancel()
      let next = min(4 * rounds, problem.horizon / share)
      if playing >= enough || next <= rounds || control.isCancelled {
        let pulls = Double(max(control.pulls, 1))
        let all = Double(problem.horizon) * Double(problem.policies.count)
        return drawing + max(playing - drawing, 0) * all / pulls
      }
      rounds = next
    }
  }

  private static func measured(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    return clock.measure(body) / .seconds(1)
  }
}
