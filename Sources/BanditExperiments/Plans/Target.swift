public import ClusterBandit

/// What a study's measurements are compared with.
public enum Target: Sendable, Hashable {
  /// A mean from the literature.
  case published(TargetMean)
  /// A mean from a program that shares nothing with this one.
  case reference(TargetMean)
  /// A mean from the literature that proves nothing: it is shown and not counted.
  case shown(TargetMean)
  /// An exact number that follows from the means of the arms.
  case constant(PublishedConstant)
  /// An ordering or a scaling.
  case claim(Claim)

  /// The kinds of targets.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// A mean from the literature.
    case published
    /// A mean from a program that shares nothing with this one.
    case reference
    /// A mean from the literature that is shown and not counted.
    case shown
    /// A number that follows from the means of the arms.
    case constant
    /// An ordering or a scaling.
    case claim
  }

  /// What kind of target it is.
  public var kind: Kind {
    switch self {
    case .published: .published
    case .reference: .reference
    case .shown: .shown
    case .constant: .constant
    case .claim: .claim
    }
  }

  /// How far a right measurement may be off, and how often chance alone takes it farther.
  ///
  /// In standard errors; a claim is off on one side only. What is exact or only shown has none.
  package var limit: (z: Double, probability: Double)? {
    switch self {
    case .published: (3, 0.0027)
    // There are many of them.
    case .reference: (4, 6.3e-5)
    case .claim: (3, 0.00135)
    case .shown, .constant: nil
    }
  }

  /// The mean that a measured one is compared with; a constant and a claim have none.
  public var mean: TargetMean? {
    switch self {
    case .published(let mean), .reference(let mean), .shown(let mean): mean
    case .constant, .claim: nil
    }
  }

  /// Where it was published.
  public var source: String {
    switch self {
    case .published(let mean), .reference(let mean), .shown(let mean): mean.source
    case .constant(let constant): constant.source
    case .claim(let claim): claim.source
    }
  }
}

extension Target: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  /// Reads an object with `kind` and the members of that kind.
  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .published: self = .published(try TargetMean(from: decoder))
    case .reference: self = .reference(try TargetMean(from: decoder))
    case .shown: self = .shown(try TargetMean(from: decoder))
    case .constant: self = .constant(try PublishedConstant(from: decoder))
    case .claim: self = .claim(try Claim(from: decoder))
    }
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .published(let mean), .reference(let mean), .shown(let mean):
      try mean.encode(to: encoder)
    case .constant(let constant): try constant.encode(to: encoder)
    case .claim(let claim): try claim.encode(to: encoder)
    }
  }
}

/// A mean that a measured one is compared with.
public struct TargetMean: Sendable, Hashable, Codable {
  /// The label of the environment.
  public var environment: String
  /// The label of the policy.
  public var policy: String
  /// What was measured.
  public var metric: Metric
  /// What of its values over the runs is given; nil stands for their mean.
  public var statistic: Statistic?
  /// After how many rounds.
  public var round: Int
  /// Its mean there; of a spread, the standard deviation σ of one run.
  public var mean: Double
  /// The standard deviation of one run there, if it is known; of a spread, the one with which a run
  /// moves it, σ √((κ − 1)/4) with the kurtosis κ (3 of a normal law).
  public var standardDeviation: Double?
  /// The number of runs behind the mean.
  public var replications: Int
  /// The relative deviation that is accepted, where the source's numbers carry no better rule.
  public var tolerance: Double?
  /// Where it comes from.
  public var source: String

  /// What is told of the values of the runs.
  public enum Statistic: String, Sendable, CaseIterable, Codable {
    /// Their mean.
    case mean
    /// Their standard deviation.
    case spread
  }

  /// Whether a standard deviation is given and no mean.
  public var isSpread: Bool { statistic == .spread }

  private enum CodingKeys: String, CodingKey {
    case environment, policy, metric, statistic, round, mean
    case standardDeviation = "standard_deviation"
    case replications, tolerance, source
  }

  /// The mean as the source prints it, with the tolerance if there is one.
  var text: String {
    guard let tolerance else { return mean.short }
    // Rounded, for 100 · 0.07 is not 7.
    let percent = (tolerance * 1e8).rounded() / 1e6
    return "\(mean.short) ± \(percent > 0 ? percent.short : "\(100 * tolerance)") %"
  }
}

/// An exact constant from the literature: a lower bound on the regret of a fixed instance.
public struct PublishedConstant: Sendable, Hashable, Codable {
  /// The environment's label.
  public var environment: String
  /// Which bound.
  public var bound: Bound
  /// w, the most by which arms of a cluster differ; only the clustered bound has one.
  public var width: Double?
  /// The published value.
  public var value: Double
  /// The decimals it is printed with; negative where its last digit counts tens or more.
  public var decimals: Int
  /// Where it was published.
  public var source: String

  /// A lower bound.
  public enum Bound: String, Sendable, CaseIterable, Codable {
    /// Σ Δ_i/kl(μ_i, μ*).
    case laiRobbins = "lai-robbins"
    /// The bound of arms that differ by at most a width within a cluster.
    case clustered
  }

  /// The bound in words.
  var boundText: String {
    bound == .laiRobbins ? "Lai–Robbins" : "clustered, w = \((width ?? 0).short)"
  }
}

/// An ordering or a scaling from the literature in a form that can be checked: the ratio of two
/// measured means lies above or below a number.
///
/// Any metric may be claimed, also one that can be negative: see ``Check`` for how the sign of the
/// denominator is taken into account.
public struct Claim: Sendable, Hashable, Codable {
  /// The claim in words.
  public var text: String
  /// What is measured, at the horizon.
  public var metric: Metric
  /// The cell whose mean is divided.
  public var numerator: Place
  /// The cell whose mean divides.
  public var denominator: Place
  /// The ratio is claimed to exceed this.
  public var above: Double?
  /// The ratio is claimed to stay under this.
  public var below: Double?
  /// Where it is claimed.
  public var source: String

  /// A cell of a result.
  public struct Place: Sendable, Hashable, Codable {
    /// The environment's label.
    public var environment: String
    /// The policy's label.
    public var policy: String
  }

  private enum CodingKeys: String, CodingKey {
    case text = "claim"
    case metric
    case numerator = "of"
    case denominator = "to"
    case above, below, source
  }
}
