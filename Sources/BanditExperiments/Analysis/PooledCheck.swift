/// One check with several seeds.
struct PooledCheck: Sendable {
  let checks: [Check]
  /// The distance of all seeds together: for a mean that of their average, whose error falls with
  /// the number of seeds while the target's own stays; for a claim Σ z/√n.
  let z: Double?
  /// Whether the average of all seeds is within the tolerance of a published mean.
  private let isTolerated: Bool

  /// The check with every seed; not empty.
  ///
  /// Source of Σ z/√n: S. A. Stouffer et al., "The American Soldier" 1 (1949), note on page 45.
  init(_ checks: [Check]) {
    self.checks = checks
    let scores = checks.compactMap(\.z)
    guard !scores.isEmpty else {
      (z, isTolerated) = (nil, false)
      return
    }
    let count = Double(scores.count)
    guard let target = checks[0].target.mean else {
      (z, isTolerated) = (scores.reduce(0, +) / count.squareRoot(), false)
      return
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / count }
    let errors = checks.compactMap(\.standardError).map { $0 * $0 }
    let targetErrors = checks.compactMap(\.targetStandardError).map { $0 * $0 }
    let difference = mean(checks.compactMap(\.measured)) - target.mean
    isTolerated =
      target.tolerance.map { difference.magnitude <= $0 * target.mean.magnitude } ?? false
    z = Check.score(
      difference, (mean(errors) / count + mean(targetErrors)).squareRoot())
  }

  /// Whether it has a verdict.
  var isCounted: Bool { checks[0].verdict != .notCounted }

  /// Whether all seeds together miss the target.
  var misses: Bool {
    guard let z, let limit = checks[0].target.limit else { return false }
    return checks[0].kind == .claim ? z <= -limit.z : z.magnitude > limit.z && !isTolerated
  }

  /// How probable a miss is if the target is right: the normal distribution's tails.
  var missProbability: Double { checks[0].target.limit?.probability ?? 0 }

  /// Whether it is a claim that all seeds together do not decide.
  var isUndecided: Bool { checks[0].kind == .claim && (z ?? 0).magnitude < 3 }

  /// Whether it is an exact constant that differs.
  var differs: Bool { checks[0].kind == .constant && checks.contains { !$0.verdict.isPass } }

  /// z over the seeds.
  func score(_ pick: ([Double]) -> Double?) -> Cell {
    pick(checks.compactMap(\.z)).map { .shown(signed($0), $0) } ?? .blank
  }
}
