import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// E[max] and Var[max] of a mixture of products of Beta distribution functions, by the trapezoid
/// rule on the logit, where the integrand falls off exponentially at both ends.
private func mixtureMaximum(
  _ components: [(weight: Double, laws: [(Double, Double)])]
) -> MeanAndVariance {
  let total = components.reduce(0) { $0 + $1.weight }
  let step = 0.05
  var (mean, square) = (0.0, 0.0)
  for index in -1200...800 {
    let y = Double(index) * step
    let x = 1 / (1 + Elementary.exp(-y))
    let density = x * (1 / (1 + Elementary.exp(y)))
    guard x < 1 else { continue }
    let below = components.reduce(0.0) { sum, component in
      sum + component.weight
        * component.laws.reduce(1) { $0 * SpecialFunctions.regularizedBeta(x, $1.0, $1.1) }
    }
    let above = 1 - below / total
    mean += above * density * step
    square += 2 * x * above * density * step
  }
  return MeanAndVariance(mean: mean, variance: square - mean * mean)
}

@Suite("PMAX under dependence models")
struct ModelMaximumTests {
  private let pulls = [
    Pull(0, 1), Pull(0, 1), Pull(1, 0), Pull(0, 0), Pull(1, 1), Pull(1, 0), Pull(0, 1),
  ]

  @Test("Of the exact model it is the integral over the mixture of all (π, ν)")
  func exact() throws {
    // One cohesion keeps the reference to 32 components. Arm 2 is never pulled.
    let nu = 8.0
    var model = hierarchical([3], [nu, nu])
    model.learn(pulls, Clustering(sizes: [3]))
    let counts = counted(pulls, armCount: 3)
    let components = (0..<32).map { g in
      let pi = (Double(g) + 0.5) / 32
      let laws = counts.map { (pi * nu + $0.s, (1 - pi) * nu + $0.n - $0.s) }
      // The probability of the data given π, in any order: products of rising factorials.
      var weight = 1.0
      for count in counts {
        for k in 0..<Int(count.s) { weight *= pi * nu + Double(k) }
        for k in 0..<Int(count.n - count.s) { weight *= (1 - pi) * nu + Double(k) }
        for k in 0..<Int(count.n) { weight /= nu + Double(k) }
      }
      return (weight, laws)
    }
    let reference = mixtureMaximum(components)
    let maximum = model.maximum(of: 0)
    let found = try #require(maximum)
    #expect(abs(found.mean - reference.mean) < 1e-10)
    #expect(abs(found.variance - reference.variance) < 1e-10)
  }

  @Test("Of empirical Bayes it is the integral over the fitted posteriors")
  func empiricalBayes() throws {
    let clustering = Clustering(sizes: [3])
    var model = EmpiricalBayes(arguments: Arguments(), setting: setting(clustering))
    model.learn(pulls, clustering)
    let laws = (0..<3).map { (model.parameters(of: $0).x, model.parameters(of: $0).y) }
    let reference = mixtureMaximum([(1, laws)])
    let maximum = model.maximum(of: 0)
    let found = try #require(maximum)
    #expect(abs(found.mean - reference.mean) < 1e-10)
    #expect(abs(found.variance - reference.variance) < 1e-10)
  }

  @Test("Of a single arm it is the arm's posterior, and it grows with every sibling")
  func single() throws {
    var means: [Double] = []
    for size in 1...4 {
      var model = hierarchical([size])
      model.learn(pulls.filter { $0.arm == 0 }, Clustering(sizes: [size]))
      let maximum = model.maximum(of: 0)
      let found = try #require(maximum)
      means.append(found.mean)
      if size == 1 {
        let arm = model.posterior(of: 0)
        #expect(abs(found.mean - arm.mean) < 1e-12)
        #expect(abs(found.variance - arm.variance) < 1e-10)
      }
    }
    #expect(zip(means, means.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("The Gaussian hierarchy cannot tell")
  func gaussian() {
    let clustering = Clustering(sizes: [2])
    var model = GaussianHierarchy(
      arguments: Arguments(defaultsOf: GaussianHierarchy.variant.parameters),
      setting: setting(clustering, rewards: .gaussian(standardDeviation: 1)))
    let maximum = model.maximum(of: 0)
    #expect(maximum == nil)
  }

  @Test("A two-level policy plays on it, and repeats itself")
  func policy() {
    let instance = problem([[0.25, 0.75], [0.5]])
    let policy = prepared(
      "two-level",
      [
        "strategy": .part(PMaxStrategy.variant), "model": .part(ModelEntry.hierarchical.variant),
        "outer": .part(UpperConfidenceBound.ucb1),
      ], for: instance)
    let first = transcript(policy, on: instance, horizon: 6)
    #expect(Set(first.arms.map { $0 / 2 }).count == 2, "both clusters")
    #expect(transcript(policy, on: instance, horizon: 6) == first)
  }
}
