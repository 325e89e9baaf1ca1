import Foundation
import Randomness
import TestSupport

@testable import ClusterBandit

/// Arguments of the exact model.
func gridArguments(_ cohesion: [Double] = [1, 1000]) -> Arguments {
  Arguments(["cohesion": .numbers(cohesion)])
}

/// The exact model over clusters of these sizes.
func hierarchical(_ sizes: [Int], _ cohesion: [Double] = [1, 1000]) -> HierarchicalBetaBinomial {
  HierarchicalBetaBinomial(
    arguments: gridArguments(cohesion), setting: setting(Clustering(sizes: sizes)))
}

/// One pull for a model to learn from.
struct Pull: Sendable {
  let arm: Int
  let reward: Double
  init(_ arm: Int, _ reward: Double) {
    self.arm = arm
    self.reward = reward
  }
}

/// Pulls of random arms with means of their own.
func randomPulls(_ count: Int, armCount: Int, using stream: inout RandomStream) -> [Pull] {
  let means = (0..<armCount).map { _ in stream.nextUnit() }
  return (0..<count).map { _ in
    let arm = stream.nextIndex(below: armCount)
    return Pull(arm, stream.nextUnit() < means[arm] ? 1 : 0)
  }
}

/// Pulls and successes of each of `armCount` arms.
func counted(_ pulls: [Pull], armCount: Int) -> [ArmCounts] {
  var counts = Array(repeating: ArmCounts(), count: armCount)
  for pull in pulls {
    counts[pull.arm].n += 1
    counts[pull.arm].s += pull.reward
  }
  return counts
}

/// n and s of one arm.
struct ArmCounts {
  var n = 0.0
  var s = 0.0
}

extension DependenceModel where Self: ~Copyable {
  /// Learns one pull after the other.
  mutating func learn(_ pulls: [Pull], _ clustering: Clustering) {
    for pull in pulls {
      update(
        arm: pull.arm, cluster: Int(clustering.clusterOfArm[pull.arm]), reward: pull.reward)
    }
  }
}

/// The exact model's posterior of one cluster computed from the counts of its arms alone.
///
/// The weight of (π, ν) is the marginal likelihood Π B(πν + s_i, (1 − π)ν + f_i)/B(πν, (1 − π)ν),
/// and moments are plain sums over the 512 points and over pairs of arms.
struct GridReference {
  /// How a ratio of Beta functions is computed.
  enum Likelihood: CaseIterable {
    /// By ln Γ: good where no parameter is huge.
    case logGamma
    /// By rising factorials: Π (a + k) Π (b + k) / Π (ν + k).
    case factorials
  }

  let arms: [ArmCounts]
  /// π and ν by point, row after row.
  let points: [(pi: Double, nu: Double)]
  /// Normalised.
  let weights: [Double]
  /// ln of the mean over the grid of the likelihood, the binomial coefficients aside.
  let logMarginal: Double
  /// E[θ_i].
  private(set) var means: [Double] = []

  init(_ arms: [ArmCounts], cohesion: [Double] = [1, 1000], by likelihood: Likelihood = .logGamma) {
    self.arms = arms
    let (a, b) = (log(cohesion[0]), log(cohesion[1]))
    var points: [(pi: Double, nu: Double)] = []
    var logs: [Double] = []
    for index in 0..<512 {
      let pi = (Double(index % 32) + 0.5) / 32
      let nu = exp(a + (b - a) * Double(index / 32) / 15)
      points.append((pi, nu))
      var sum = 0.0
      for arm in arms { sum += GridReference.logLikelihood(arm, pi * nu, nu, likelihood) }
      logs.append(sum)
    }
    self.points = points
    let highest = logs.max() ?? 0
    let raw = logs.map { exp($0 - highest) }
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
    logMarginal = highest + log(total / 512)
    means = arms.indices.map { i in expectation { mean(i, $0, $1) } }
  }

  private static func logLikelihood(
    _ arm: ArmCounts, _ a: Double, _ nu: Double, _ likelihood: Likelihood
  ) -> Double {
    let (n, s, f, b) = (arm.n, arm.s, arm.n - arm.s, nu - a)
    switch likelihood {
    case .logGamma:
      func logBeta(_ x: Double, _ y: Double) -> Double {
        SpecialFunctions.logGamma(x) + SpecialFunctions.logGamma(y)
          - SpecialFunctions.logGamma(x + y)
      }
      return n == 0 ? 0 : logBeta(a + s, b + f) - logBeta(a, b)
    case .factorials:
      func rising(_ x: Double, _ count: Double) -> Double {
        var sum = 0.0
        for k in 0..<Int(count) { sum += log((x + Double(k)) / (nu + 1)) }
        return sum
      }
      return rising(a, s) + rising(b, f) - rising(nu, n)
    }
  }

  /// Σ w g over the grid, g of π and ν.
  func expectation(_ value: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for index in points.indices where weights[index] > 1e-25 {
      sum += weights[index] * value(points[index].pi, points[index].nu)
    }
    return sum
  }

  /// E[θ_i | π, ν].
  private func mean(_ i: Int, _ pi: Double, _ nu: Double) -> Double {
    (pi * nu + arms[i].s) / (nu + arms[i].n)
  }

  /// Cov(θ_i, θ_j), the variance for i = j.
  func covariance(_ i: Int, _ j: Int) -> Double {
    let (first, second) = (means[i], means[j])
    return expectation { pi, nu in
      let (x, y) = (mean(i, pi, nu), mean(j, pi, nu))
      return (x - first) * (y - second)
        + (i == j ? x * (1 - x) / (nu + arms[i].n + 1) : 0)
    }
  }

  /// Mean and variance of θ_i.
  func posterior(_ i: Int) -> MeanAndVariance {
    MeanAndVariance(mean: means[i], variance: covariance(i, i))
  }

  /// Mean and variance of (1/m) Σ θ_i, by pairs.
  var average: MeanAndVariance {
    let m = Double(arms.count)
    let pairs = arms.indices.flatMap { i in arms.indices.map { (i, $0) } }
    return MeanAndVariance(
      mean: means.reduce(0, +) / m,
      variance: pairs.reduce(0) { $0 + covariance($1.0, $1.1) } / (m * m))
  }

  /// The law of θ_i: a mixture of Beta laws.
  func law(_ i: Int) -> Law {
    var mixture: [(weight: Double, law: Law)] = []
    for (point, weight) in zip(points, weights) where weight > 1e-9 {
      let a = point.pi * point.nu + arms[i].s
      mixture.append((weight, .beta(a, point.nu + arms[i].n - a)))
    }
    return Law("the mixture over the grid") { [mixture] x in
      mixture.reduce(0.0) { $0 + $1.weight * $1.law.cdf(x) }
    }
  }
}

extension MeanAndVariance {
  /// The larger of the distances of mean and variance, the latter also relative to its size.
  func distance(to other: MeanAndVariance, relative: Bool = false) -> Double {
    let scale = relative ? max(other.variance, 1e-300) : 1
    let gaps = [abs(mean - other.mean), abs(variance - other.variance) / scale]
    return gaps.contains(where: \.isNaN) ? .infinity : max(gaps[0], gaps[1])
  }
}

/// One joint draw of a cluster's arms from the reference, with the model's words.
func jointDraw(
  _ reference: GridReference, using stream: inout RandomStream
) -> [Double] {
  // The inverse of the distribution function over the points, row after row.
  var left = stream.nextUnit()
  var chosen = 0
  while chosen < 511, left >= reference.weights[chosen] {
    left -= reference.weights[chosen]
    chosen += 1
  }
  let (pi, nu) = reference.points[chosen]
  return reference.arms.map {
    stream.nextBeta(
      BetaShape(alpha: pi * nu + $0.s, beta: (1 - pi) * nu + $0.n - $0.s), .shared)
  }
}

func firstHighest(_ values: [Double]) -> Int {
  values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
}

/// The references of all clusters.
func references(_ counts: [ArmCounts], _ clustering: Clustering) -> [GridReference] {
  (0..<clustering.clusterCount).map {
    GridReference(Array(counts[clustering.arms(of: $0)]), by: .factorials)
  }
}
