import BanditExperiments
import ClusterBandit

/// The environment of a figure of single runs, with the replication that is played.
struct PlayedEnvironment {
  let problem: Experiment.Problem
  let replication: Replication
  /// The rounds that are played.
  let rounds: Int
  private let request: PlotRequest

  /// The environment that is asked for, else the first.
  init(_ request: PlotRequest, kind: String) throws {
    self.request = request
    let wanted = request.experiment?.problems.filter { request.includes(environment: $0.label) }
    guard let experiment = request.experiment, let problem = wanted?.first else {
      throw PlotRefusal("there is no environment to play", "give an experiment that has one")
    }
    if request.environments.count > 1 {
      throw PlotRefusal(
        "'\(kind)' shows runs in one environment, and \(request.environments.count) are asked for",
        "give --environment once")
    }
    if problem.hasContexts {
      throw PlotRefusal(
        "in '\(problem.label)' an arm pays by the context of the round, so that no arm has a mean",
        "choose an environment without contexts")
    }
    if problem.hasMortalArms {
      throw PlotRefusal(
        "in '\(problem.label)' arms die, so that a place has one mean after the other",
        "choose an environment whose arms live for ever")
    }
    self.problem = problem
    rounds = min(request.rounds ?? problem.horizon, problem.horizon)
    guard rounds <= PlayedRun.mostRounds else {
      throw PlotRefusal(
        "a run of \(rounds.grouped) rounds is more than a figure can hold",
        "show its beginning with --rounds 100000")
    }
    do {
      replication = try experiment.replication(request.replication, of: problem)
    } catch {
      throw PlotRefusal("\(error)", "choose a smaller environment")
    }
  }

  var clustering: Clustering { replication.instance.clustering }

  /// The numbers of the wanted policies that are played here.
  func policies() throws -> [Int] {
    let labels = problem.plan.policies.map(\.label)
    let wanted = labels.indices.filter {
      request.includes(policy: labels[$0]) && problem.policies[$0].isWatchable
    }
    guard !wanted.isEmpty else {
      throw PlotRefusal(
        "none of the wanted policies plays in '\(problem.label)' so that it can be watched",
        "there are \(labels.map { "'\($0)'" }.joined(separator: ", "))")
    }
    return wanted
  }

  /// Plays a policy.
  ///
  /// - Throws: `CancellationError` if the request is given up meanwhile.
  func run(_ policy: Int, asking moments: [Int] = []) throws -> PlayedRun {
    try PlayedRun(
      problem, policy: policy, replication, rounds: rounds, asking: moments,
      control: request.control)
  }

  /// Which run it is, in a sentence, with more sentences behind it.
  func caption(_ more: [String?]) -> String {
    let first =
      "One run in \(problem.label): replication \(request.replication), seed "
      + "\(request.plan.seed), rounds 1 to \(rounds.grouped)."
    return ([first] + more.compactMap(\.self)).joined(separator: " ")
  }

  /// What is said where not all are shown; nil where all are.
  static func share(_ shown: Int, of all: Int, _ what: String, _ hint: String = "") -> String? {
    shown < all ? "\(shown) of \(all.grouped) \(what)\(hint)." : nil
  }
}

extension Int {
  /// The number with commas between groups of three digits.
  var grouped: String {
    var text = ""
    for (index, digit) in String(magnitude).enumerated() {
      if index > 0, (String(magnitude).count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (self < 0 ? "−" : "") + text
  }
}
