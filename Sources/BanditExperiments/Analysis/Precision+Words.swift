import ClusterBandit

extension Precision {
  /// Why it cannot be had of a plan, each with a hint; empty if all is well.
  package func problems(_ plan: Plan) -> [String] {
    if let requirement = metric.requirement, !plan.keeps(metric) {
      return [
        "\(plan.name.quoted) keeps no \(metric.rawValue): its file needs "
          + "'\(requirement.key): \(requirement.example)'"
      ]
    }
    guard case .difference(let first, let second) = quantity else { return [] }
    if first == second { return ["\(first.quoted) differs from itself by 0; name two policies"] }
    return plan.problems.flatMap { problem in
      let policies = problem.policies.map(\.label)
      return [first, second].filter { !policies.contains($0) }.map {
        "the environment \(problem.label.quoted) of \(plan.name.quoted) has no policy \($0.quoted); "
          + hint(for: $0, among: policies, what: "policies")
      }
    }
  }

  /// How a run ended, in a sentence; nil if it has not.
  package func sentence(_ verdict: Verdict, replications: Int) -> String? {
    let played = grouped(replications) + " replications"
    switch verdict {
    case .unfinished: return nil
    case .reached(let worst):
      let of = metric == .pseudoRegret ? "" : " of the \(metric.heading)"
      let all =
        quantity == .means ? "every standard error\(of) is" : "the standard error\(of) is"
      return "\(played): \(all) at most \(boundText); the largest: \(text(worst))"
    case .exhausted(let worst):
      return "\(played), the most, are not enough for a standard error of \(boundText): "
        + "\(text(worst))" + advice(worst)
    case .hopeless(let worst):
      return "given up after \(played), for \(grouped(maximum)), the most, will not be enough for "
        + "a standard error of \(boundText): \(text(worst))" + advice(worst)
    }
  }

  private var boundText: String {
    switch bound {
    case .relative(let share): "\((100 * share).short) % of its mean"
    case .absolute(let error): error.short
    }
  }

  private func text(_ standing: Standing) -> String {
    let subject = standing.policies.map(\.quoted).joined(separator: " minus ")
    let share = 100 * standing.standardError / standing.mean.magnitude
    var numbers = "\(standing.mean.short(digits: 4)) ± \(standing.standardError.short(digits: 2))"
    if case .relative = bound, share.isFinite { numbers += ", \(share.short(digits: 3)) %" }
    return "\(subject) on \(standing.environment.quoted), \(numbers)"
  }

  private func advice(_ standing: Standing) -> String {
    guard case .relative = bound, standing.mayBeZero else {
      return "; --replications raises the most"
    }
    let half = max(standing.standardError / 2, .leastNormalMagnitude).short(digits: 1)
    return "; the mean may be 0, of which no share is reached: give a standard error in units of "
      + "the \(metric == .pseudoRegret ? "regret" : metric.heading), such as --precision \(half)"
  }
}

extension Double {
  /// The number with at least so many significant digits.
  fileprivate func short(digits: Int) -> String {
    guard isFinite, self != 0 else { return fixed(self, 0) }
    var (rest, decimals) = (magnitude, digits - 1)
    while rest >= 10, decimals > 0 { (rest, decimals) = (rest / 10, decimals - 1) }
    while rest < 1, decimals < 300 { (rest, decimals) = (rest * 10, decimals + 1) }
    return fixed(self, decimals)
  }
}
