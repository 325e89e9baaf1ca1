/// What ε-greedy holds of an arm: where its value starts, and how a reward r moves it.
///
/// Sample averages, the default: Q ← Q + (r − Q)/n, the mean of what the arm paid. The first pull
/// forgets the value that the arm started from.
///
/// A constant step size α: Q ← Q + α(r − Q), an average that weighs the i-th of n rewards by
/// α(1 − α)^(n − i). The start keeps the weight (1 − α)^n: an optimistic one makes also a greedy
/// rule explore. Where every arm is pulled once first, its first reward is the start, so that
/// shifting all rewards by a constant changes no choice.
///
/// Source: R. S. Sutton and A. G. Barto, "Reinforcement Learning" (2018), section 2.4, equations
/// 2.5 and 2.6 (step sizes), section 2.6 (optimistic initial values).
struct ActionValues: Sendable {
  /// What an arm without pulls counts as.
  let initial: Double
  /// Whether every candidate of a group is pulled before the rule decides.
  let pullsEachOnce: Bool
  /// α; 0 stands for sample averages.
  private let step: Double

  private static let eachOnce = "each-once"

  /// Where values start, and the step size.
  static let parameters: [Parameter] = [
    .optional(
      "start", .numberOrWord(.location, ["zero", eachOnce]), absent: "zero",
      "what an arm without pulls counts as: 0, or a number, optimistic if it is above the means; "
        + "each-once pulls every arm once first"),
    .optional(
      "step", .number(.openClosed(0, 1)), absent: "1/n: the average of the arm's rewards",
      "the step size α of Q ← Q + α(r − Q); a constant one never forgets the start"),
  ]

  init(_ arguments: Arguments) {
    pullsEachOnce = arguments.values["start"] == .word(Self.eachOnce)
    initial = Self.number(arguments) ?? 0
    step = arguments.optionalNumber("step") ?? 0
  }

  /// The number that values start from, if one was given.
  private static func number(_ arguments: Arguments) -> Double? {
    if case .word = arguments.values["start"] { nil } else { arguments.optionalNumber("start") }
  }

  /// The candidates that are pulled first.
  func queue(_ groups: Clustering, _ ties: TieBreak) -> UnplayedQueue {
    // Ties `first` keep a queue that is never asked small.
    UnplayedQueue(groups: groups, ties: pullsEachOnce ? ties : .first)
  }

  /// The value of a candidate that had another one before a pull.
  @inline(__always)
  func value(after previous: Double, _ estimate: CandidateEstimate) -> Double {
    if step == 0 || (pullsEachOnce && estimate.pulls == 1) { return estimate.mean }
    return previous + step * (estimate.reward - previous)
  }

  /// What does not fit clusters, whose values their strategy works out.
  static func problemsOfClusters(_ arguments: Arguments) -> [ArgumentProblem] {
    var problems: [ArgumentProblem] = []
    if number(arguments) != nil {
      problems.append(
        ArgumentProblem(
          ["start"], "an outer rule takes the value of a cluster without pulls from the strategy",
          hint: "set the strategy's prior: [a, b], or write start: each-once"))
    }
    if arguments.values["step"] != nil {
      problems.append(
        ArgumentProblem(
          ["step"], "an outer rule takes the values of clusters from the strategy",
          hint: "leave step out; inner: {kind: epsilon-greedy, …} may have one"))
    }
    return problems
  }

  /// What an arm or a cluster without pulls counts as, in words.
  static func remark(
    _ arguments: Arguments, _ level: SelectionLevel, isBinary: Bool
  ) -> String {
    let isCluster = level == .clusters
    if ActionValues(arguments).pullsEachOnce {
      return "every \(isCluster ? "cluster" : "arm") is pulled once first (start: each-once)"
    }
    if isCluster {
      return isBinary
        ? "a cluster without pulls counts as its strategy's prior mean"
        : "a cluster without pulls counts as 0, under a model as its prior mean"
    }
    guard let number = number(arguments) else {
      return "an arm without pulls counts as mean 0 (start: zero)"
    }
    let isWhole = number == number.rounded() && number.magnitude < 1e15
    let value = isWhole ? String(Int(number)) : String(number)
    return "an arm without pulls counts as mean \(value) (start: \(value))"
  }
}
