import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Upper bounds of a cluster's index: all means told after a look-ahead")
struct ToldMeansTests {
  /// π of .2 or .8 with probability ½ each, ν = 4.
  private static let pairs = [SIMD2(0.8, 3.2), SIMD2(3.2, 0.8)]
  private static let twoCells = ClusterPrior(cells: pairs)
  private static let grid = ClusterPrior(hierarchical: [1, 1000])

  private func bracket(
    _ prior: ClusterPrior, _ counts: [(Double, Double)], depth: Int, discount: Double = 0.9
  ) throws -> ClusterBracket {
    try #require(
      ClusterBracket(
        prior: prior, counts: counts.map { SIMD2($0.0, $0.1) }, discount: discount, depth: depth,
        most: .max, telling: true))
  }

  // Of a program of its own: distribution functions of another library, tanh–sinh quadrature from λ
  // to 1, a secant for λ; the first, and the two below, also with 30 digits.
  @Test(
    "Two arms that share one of two pairs",
    arguments: [
      (1, 0.8447418756658), (2, 0.8152326660315), (4, 0.7931911768646), (6, 0.7852621104361),
      (8, 0.7811756982056), (10, 0.7787667935779),
    ])
  func pairs(depth: Int, upper: Double) throws {
    let bracket = try bracket(Self.twoCells, [(0, 0), (0, 0)], depth: depth)
    #expect((bracket.upper - upper).magnitude < 5e-11, "\(bracket.upper - upper)")
  }

  @Test(
    "The grid of the hierarchical model",
    arguments: [
      (1, 0.8088060514350), (2, 0.7775606068975), (4, 0.7568608556961), (6, 0.7490790060085),
    ])
  func grid(depth: Int, upper: Double) throws {
    let bracket = try bracket(Self.grid, [(0, 0), (0, 0)], depth: depth)
    #expect((bracket.upper - upper).magnitude < 5e-11, "\(bracket.upper - upper)")
  }

  @Test("One pull ahead: the optimistic indices of one arm, of two, and after a pull")
  func optimistic() throws {
    let uniform = ClusterPrior(cells: [SIMD2(1, 1)])
    let cases: [(ClusterPrior, [(Double, Double)], Double)] = [
      (uniform, [(0, 0)], 0.759746926648), (uniform, [(0, 0), (0, 0)], 0.808617111504),
      (Self.twoCells, [(1, 0), (0, 0)], 0.926269280286),
      (Self.twoCells, [(0, 1), (0, 0)], 0.669777926747),
    ]
    for (prior, counts, upper) in cases {
      let bracket = try bracket(prior, counts, depth: 1)
      #expect((bracket.upper - upper).magnitude < 5e-11, "\(counts): \(bracket.upper - upper)")
    }
  }

  /// The λ with λ = (1 − α) p + α E max(λ, max θ) by a rule on [λ, 1], for equally likely pairs and
  /// `arms` arms none of which was pulled.
  private func optimistic(
    _ pairs: [SIMD2<Double>], arms: Int, mean: Double, rule: [(node: Double, weight: Double)]
  ) -> Double {
    var (low, high) = (mean, 1.0)
    let laws = pairs.map { BetaDistribution(alpha: $0.x, beta: $0.y) }
    for _ in 0..<38 {
      let rate = 0.5 * (low + high)
      var excess = 0.0
      for (node, weight) in rule {
        let x = Probability(value: 1 - (1 - rate) * node, complement: (1 - rate) * node)
        for law in laws {
          let below = law.tails(at: x).lower
          let all = (0..<arms).reduce(1.0) { product, _ in product * below }
          excess += weight * (1 - rate) * (1 - all) / Double(laws.count)
        }
      }
      if 0.1 * mean + 0.9 * (rate + excess) > rate { low = rate } else { high = rate }
    }
    return low
  }

  // The upper bounds that the lower ones of ClusterBracketTests came with have been found with 64
  // nodes of Gauss and Legendre on [λ, 1], which miss the singular end of parameters below 1.
  @Test("A rule of 64 nodes has the digits of a coarser program, and where they end")
  func coarse() {
    let gauss = GaussLegendre(count: 64)
    let rule = (0..<64).map { (0.5 * (1 - gauss.nodes[$0]), 0.5 * gauss.weights[$0]) }
    let found = optimistic(Self.pairs, arms: 2, mean: 0.5, rule: rule)
    #expect((found - 0.8447418785).magnitude < 6e-11)
    #expect(found - 0.8447418756658 > 2e-9)
  }

  @Test("One pull ahead, many arms: the one equation, by tanh–sinh quadrature")
  func manyArms() throws {
    let rule = (-90...90).map { step -> (Double, Double) in
      let t = 0.045 * Double(step)
      let u = 0.5 * Double.pi * (Elementary.exp(t) - Elementary.exp(-t))
      let speed = 0.5 * Double.pi * (Elementary.exp(t) + Elementary.exp(-t))
      let node = 1 / (1 + Elementary.exp(u))
      return (node, 0.045 * speed * node / (1 + Elementary.exp(-u)))
    }
    for arms in [1, 3, 10] {
      let own = [SIMD2(0.03, 0.4), SIMD2(6.0, 2.5)]
      let mean = 0.5 * (0.03 / 0.43 + 6 / 8.5)
      let upper = optimistic(own, arms: arms, mean: mean, rule: rule)
      let counts = Array(repeating: (0.0, 0.0), count: arms)
      let bracket = try bracket(ClusterPrior(cells: own), counts, depth: 1)
      #expect((bracket.upper - upper).magnitude < 5e-11, "\(arms): \(bracket.upper - upper)")
    }
  }

  // There the integrals have a closed form.
  @Test("One arm under one pair: the upper bound of the arm")
  func oneArm() throws {
    var compared = 0
    for (a, b) in [(1.0, 1.0), (0.05, 0.3), (0.4, 0.02), (30, 2), (2, 700), (4000, 9000)] {
      for depth in [1, 2, 5, 12] {
        for discount in [0.5, 0.9, 0.99] {
          let cluster = try bracket(
            ClusterPrior(cells: [SIMD2(a, b)]), [(0, 0)], depth: depth, discount: discount)
          let arm = GittinsBracket(alpha: a, beta: b, discount: discount, depth: depth)
          let error = cluster.upper - arm.upper
          #expect(error.magnitude * (1 - discount) < 5e-12, "\((a, b, depth, discount)): \(error)")
          compared += 1
        }
      }
    }
    #expect(compared == 72)
  }

  @Test("A longer look-ahead narrows the bracket from both sides")
  func monotone() throws {
    let states: [[(Double, Double)]] = [
      [(0, 0), (0, 0)], [(2, 1), (0, 1)], [(7, 0), (0, 0), (0, 0)], [(1, 30)],
    ]
    var compared = 0
    for prior in [Self.twoCells, Self.grid] {
      for counts in states {
        let brackets = try [1, 2, 3, 5].map { try bracket(prior, counts, depth: $0) }
        for (shallow, deep) in zip(brackets, brackets.dropFirst()) {
          #expect(deep.upper <= shallow.upper + 1e-10 && deep.lower >= shallow.lower - 1e-14)
          #expect(shallow.upper >= deep.lower - 1e-10 && deep.upper >= deep.lower)
          compared += 1
        }
      }
    }
    #expect(compared == 24)
  }

  // λ = (1 − α) · .19 + α(.85 λ + .15) with α = ½ for means (0, .1) of probability .85 and else
  // (1, .7).
  @Test("Vectors of known means are summed up")
  func vectors() throws {
    let prior = ClusterPrior(means: [[0, 0.1], [1, 0.7]], probabilities: [0.85, 0.15])
    let bracket = try bracket(prior, [(0, 0), (0, 0)], depth: 1, discount: 0.5)
    #expect((bracket.upper - 0.17 / 0.575).magnitude < 1e-15)
  }

  @Test("Two moments bound what all means told are worth, at every depth", arguments: 1...5)
  func momentsBound(depth: Int) throws {
    for counts in [[(0.0, 0.0), (0, 0)], [(0, 1), (0, 0), (0, 0)], [(3, 1), (0, 2)]] {
      let told = try bracket(Self.twoCells, counts, depth: depth)
      let cheap = try #require(
        ClusterBracket(
          prior: Self.twoCells, counts: counts.map { SIMD2($0.0, $0.1) }, discount: 0.9,
          depth: depth, most: .max))
      #expect(told.isTold && !cheap.isTold && cheap.lower == told.lower)
      #expect(cheap.upper >= told.upper && told.upper >= told.lower)
    }
  }

  @Test("A look-ahead too large for integrals has the wider bound by two moments")
  func moments() throws {
    let counts = [(4.0, 0.0), (3, 0), (2, 0), (1, 0)]
    let narrow = try bracket(Self.twoCells, counts, depth: 2)
    let wide = try bracket(Self.twoCells, counts, depth: 7)
    #expect(narrow.isTold && !wide.isTold)
    #expect(wide.upper > narrow.upper && wide.upper <= 1 && wide.lower >= narrow.lower - 1e-14)
    // Then the deepest look-ahead that is not too large says more.
    let table = ClusterIndexTable(prior: Self.twoCells, discount: 0.9, most: .max)
    let bound = table.upperBound(of: counts.map { SIMD2($0.0, $0.1) }, wide)
    #expect(bound < narrow.upper && bound >= wide.lower)
  }
}
