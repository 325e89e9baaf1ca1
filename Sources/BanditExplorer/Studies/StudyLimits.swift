import BanditExperiments
import ClusterBandit

/// How much the page may ask for: what a page can wait for and show.
enum StudyLimits {
  /// Rounds of a replication.
  static let horizon = 1...100_000
  /// Replications of an experiment.
  static let replications = 1...5_000
  /// Rounds of a run that is watched or played.
  static let watched = 1...5_000
  /// Arms of a run that is watched or played.
  static let watchedArms = 200
  /// Pulls of the single runs that a figure shows.
  static let figurePulls = 200_000
  private static let arms = 10_000
  private static let policies = 20
  private static let problems = 60
  private static let pulls = 1e9

  /// Makes sure of a number.
  static func check(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws(Refusal) {
    guard let value, !range.contains(value) else { return }
    throw refused(
      "\(value) \(name) are out of range",
      "the page takes \(range.lowerBound) to \(range.upperBound) \(name)")
  }

  /// Makes sure that a study is no larger than a page can wait for.
  static func check(_ experiment: Experiment) throws(Refusal) {
    let plan = experiment.plan
    try check(plan.replications, in: replications, "replications")
    for problem in experiment.problems {
      try check(problem.horizon, in: horizon, "rounds")
      try check(problem.environment.shape.armCount, in: 1...arms, "arms")
      try check(problem.policies.count, in: 1...policies, "policies")
    }
    try check(experiment.problems.count, in: 1...problems, "environments")
    guard plan.pulls > pulls else { return }
    throw refused(
      "the study takes \(Int(plan.pulls)) pulls, more than the page waits for",
      "take fewer replications or rounds, or 'cluster-bandit run'")
  }
}
