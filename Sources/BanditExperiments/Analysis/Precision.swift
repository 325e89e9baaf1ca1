public import ClusterBandit

/// How small standard errors must be before a run ends: a stopping rule over whole blocks.
///
/// The replications are looked at n = 500 and then at 5/4 of that, rounded up to whole blocks, and
/// so on: 500, 700, 900, 1,200, 1,500, 1,900 … The run ends with the first look at which s/√n ≤ p
/// |x̄| (relative) or s/√n ≤ d (absolute) for every wanted mean x̄ of a metric at T. What is decided
/// at a look depends on its replications alone, so neither the number of workers nor a break can
/// change where a run ends.
///
/// A fixed number of replications gives an interval whose length is random; here the length is
/// fixed and the number random. As p or d falls, s/√n at the end is the standard error that it
/// claims to be (consistent), and x̄ ± 2 s/√n covers as it would after a fixed number. A coarse
/// precision ends early where the first replications happen to lie close together, which is why
/// there is a least number: 500 see most of what happens to one replication in a hundred.
///
/// Source: Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width sequential
/// confidence intervals for the mean", Annals of Mathematical Statistics 36 (1965); for relative
/// precision A. Nádas, the same 40 (1969); for rules of simulations P. W. Glynn and W. Whitt, "The
/// asymptotic validity of sequential stopping rules for stochastic simulations", Annals of Applied
/// Probability 2 (1992).
public struct Precision: Sendable, Hashable {
  /// How large a standard error may be.
  public enum Bound: Sendable, Hashable {
    /// At most that share p of the magnitude of its mean, 0 < p < 1.
    case relative(Double)
    /// At most d > 0, in units of the metric.
    case absolute(Double)
  }

  /// Whose standard errors are looked at.
  public enum Quantity: Sendable, Hashable {
    /// The mean of every policy in every environment.
    case means
    /// In every environment the mean difference of two policies, by replications.
    case difference(String, String)
  }

  /// How large a standard error may be.
  public let bound: Bound
  /// Whose.
  public let quantity: Quantity
  /// Of what.
  public let metric: Metric
  /// The most replications, at least 2: the last look.
  public let maximum: Int

  /// The replications of the first look, as far as the maximum allows.
  public static let firstLook = 500
  /// The most replications by default.
  public static let usualMaximum = 100_000

  /// A rule; see the properties.
  public init(
    _ bound: Bound, of quantity: Quantity = .means, metric: Metric = .pseudoRegret,
    atMost maximum: Int = usualMaximum
  ) {
    precondition(maximum >= 2, "one replication has no standard error")
    switch bound {
    case .relative(let share): precondition(share > 0 && share < 1, "0 < p < 1")
    case .absolute(let error): precondition(error > 0 && error < .infinity, "0 < d < ∞")
    }
    self.bound = bound
    self.quantity = quantity
    self.metric = metric
    self.maximum = maximum
  }

  /// The first look.
  public var firstLook: Int { min(Precision.firstLook, maximum) }

  /// The look after one: ⌈5n/4⌉ in whole blocks, at most the maximum.
  public func look(after replications: Int) -> Int {
    let blocks = (5 * replications + 4 * BlockID.size - 1) / (4 * BlockID.size)
    return min(blocks * BlockID.size, maximum)
  }

  /// A mean at a look.
  public struct Standing: Sendable, Equatable {
    /// The environment's label.
    public let environment: String
    /// The policies whose mean it is: one, or two whose difference it is.
    public let policies: [String]
    /// x̄.
    public let mean: Double
    /// s/√n; infinite for a single replication.
    public let standardError: Double
    /// What it may be.
    public let allowed: Double

    /// The standard error over what it may be; at most 1 where that is reached.
    public var excess: Double { standardError == 0 ? 0 : standardError / allowed }
    /// Whether the mean may be 0: it is less than three standard errors from it.
    public var mayBeZero: Bool { mean.magnitude < 3 * standardError }
  }

  /// What a look comes to, with the mean whose standard error is largest for what it may be.
  public enum Verdict: Sendable, Equatable {
    /// Every standard error is small enough.
    case reached(Standing)
    /// So many replications are looked at next.
    case unfinished(Standing, next: Int)
    /// The maximum is played and was not enough.
    case exhausted(Standing)
    /// The maximum would not be enough: not even if the mean were three standard errors farther
    /// from 0, or an absolute standard error a third of what it is.
    case hopeless(Standing)
  }

  /// What a result with all replications of its plan comes to.
  ///
  /// O(replications) for a difference, which needs the values at the horizon.
  public func verdict(on result: ResultSet) -> Verdict {
    let standings = standings(of: result)
    guard let worst = standings.max(by: { $0.excess < $1.excess }) else {
      preconditionFailure("a precision of nothing")
    }
    if worst.excess <= 1 { return .reached(worst) }
    let played = result.plan.replications
    guard played < maximum else { return .exhausted(worst) }
    if standings.contains(where: { leastReplications($0, played: played) > Double(maximum) }) {
      return .hopeless(worst)
    }
    return .unfinished(worst, next: look(after: played))
  }

  private func allowed(_ mean: Double) -> Double {
    switch bound {
    case .relative(let share): share * mean.magnitude
    case .absolute(let error): error
    }
  }

  /// n (s/√n / allowed)² under the kindest view of the mean and its error.
  private func leastReplications(_ standing: Standing, played: Int) -> Double {
    let error = standing.standardError
    guard error > 0, error < .infinity else { return 0 }
    let kind =
      switch bound {
      case .relative(let share): error / (share * (standing.mean.magnitude + 3 * error))
      case .absolute(let allowed): error / (3 * allowed)
      }
    return Double(played) * kind * kind
  }

  private func standings(of result: ResultSet) -> [Standing] {
    result.environments.flatMap { environment -> [Standing] in
      let cells = result.cells(of: environment)
      func standing(_ policies: [String], _ moments: Moments) -> Standing {
        Standing(
          environment: environment, policies: policies, mean: moments.mean,
          standardError: moments.standardError ?? .infinity, allowed: allowed(moments.mean))
      }
      switch quantity {
      case .means:
        return cells.compactMap { cell in
          cell.final[metric].map { standing([cell.policy], $0.moments) }
        }
      case .difference(let first, let second):
        func values(_ policy: String) -> [Double] {
          cells.first { $0.policy == policy }?.values[metric] ?? []
        }
        let differences = zip(values(first), values(second)).map { $0 - $1 }
        return [standing([first, second], Moments(differences))]
      }
    }
  }
}
