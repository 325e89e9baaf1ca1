import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

extension HierarchicalBetaBinomial {
  /// The maximum of a cluster by one adaptive integral for each (π, ν): what ``maximum(of:)`` is
  /// held against.
  fileprivate func integratedMaximum(of cluster: Int) -> MeanAndVariance {
    var integral = ExpectedMaximum(capacity: clustering.largestSize)
    let centre = posterior(of: clustering.offsets[cluster]).mean
    var (weight, first, second) = (0.0, 0.0, 0.0)
    for row in 0..<Self.cohesions {
      for column in 0..<Self.centres {
        let w = weights[(2 * cluster + row / 8) * Self.centres + column][row % 8]
        guard w > totals[cluster] * 1e-14 else { continue }
        let prior = pi[column] * nu[row]
        integral.clear()
        var unpulled = 0.0
        for arm in clustering.arms(of: cluster) {
          let (s, n) = (successes[arm], pullCounts[arm])
          if n == 0 { unpulled += 1 }
          guard n > 0 else { continue }
          let law = BetaDistribution(alpha: prior.x + s, beta: prior.y + (n - s))
          integral.add(law, window: law.window, copies: 1)
        }
        if unpulled > 0 {
          let law = BetaDistribution(alpha: prior.x, beta: prior.y)
          integral.add(law, window: law.window, copies: unpulled)
        }
        let moments = integral.moments()
        let deviation = moments.mean.value - centre
        weight += w
        first += w * deviation
        second += w * (moments.variance + deviation * deviation)
      }
    }
    let mean = first / weight
    return MeanAndVariance(mean: centre + mean, variance: second / weight - mean * mean)
  }
}

@Suite("Maximum of arms with shared priors")
struct SiblingMaximumTests {
  /// A range of cohesions and the counts (s, f) of a cluster's arms.
  struct State: Sendable, CustomTestStringConvertible {
    let cohesion: [Double]
    let counts: [(Double, Double)]

    init(_ cohesion: [Double], _ counts: [(Double, Double)]) {
      self.cohesion = cohesion
      self.counts = counts
    }

    var testDescription: String { "\(cohesion), \(counts.prefix(3)) … of \(counts.count)" }
  }

  private static let usual = [1.0, 1000]

  private static let ranges: [[Double]] = [
    usual, [0.5, 3], [1, 1], [0.02, 0.02], [1e-3, 1], [100, 1e5], [1e5, 1e9],
  ]

  private static func unpulled(_ count: Int) -> [(Double, Double)] {
    Array(repeating: (0, 0), count: count)
  }

  /// Counts whose (π, ν) are all taken to be as likely as before the pulls: narrow laws meet broad
  /// ones, and priors that the pulls refute.
  private static let states: [State] =
    ranges.flatMap { range in
      [
        State(range, unpulled(1)), State(range, unpulled(10)),
        State(range, [(1, 0)]), State(range, [(3, 1), (0, 2)] + unpulled(3)),
      ]
    } + [
      State(usual, unpulled(50)), State(usual, [(200, 0)]), State(usual, [(0, 3000), (0, 2)]),
      State(usual, [(30, 70), (5, 5), (2, 11), (0, 7), (1, 1), (1, 1), (3, 0)]),
      State(usual, [(700, 300), (20, 40), (8, 9), (1, 3)] + unpulled(2)),
      State(usual, [(52_000, 48_000), (51_000, 48_500), (400, 390)]),
      State(usual, [(2000, 98_000), (1, 2), (0, 0)]),
      State([0.5, 3], [(9000, 3000), (10, 60), (0, 1)]),
      State([58, 10_000], [(1, 4), (6, 791), (1021, 25_929), (1, 28)]),
      State([0.12, 110], [(0, 44), (0, 20), (0, 3), (0, 0), (2, 3), (1, 1), (9, 347)]),
      State([100, 1e5], [(1e5, 3e5), (30, 90)] + unpulled(2)),
    ]

  private func agree(
    _ model: inout HierarchicalBetaBinomial, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let maximum = model.maximum(of: 0)
    let found = try #require(maximum)
    let reference = model.integratedMaximum(of: 0)
    #expect(abs(found.mean - reference.mean) < 1e-11, sourceLocation: sourceLocation)
    #expect(
      abs(found.variance - reference.variance) < max(1e-12, 1e-8 * reference.variance),
      "\(found.variance) \(reference.variance)", sourceLocation: sourceLocation)
  }

  @Test("It is that of an integral for each prior, whatever the arms have seen", arguments: states)
  func counts(_ state: State) throws {
    var model = hierarchical([state.counts.count], state.cohesion)
    for (arm, count) in state.counts.enumerated() {
      model.successes[arm] = count.0
      model.pullCounts[arm] = count.0 + count.1
    }
    try agree(&model)
  }

  @Test("Also as the posterior closes in", arguments: [1, 2, 3, 10, 50])
  func learning(size: Int) throws {
    var stream = testStream()
    var model = hierarchical([size])
    for count in [1, 2, 7, 90, 400] {
      model.learn(
        randomPulls(count, armCount: size, using: &stream), Clustering(sizes: [size]))
      try agree(&model)
    }
  }

  @Test("All successes, or all failures", arguments: [1.0, 0], [1, 10])
  func extremes(reward: Double, size: Int) throws {
    var model = hierarchical([size])
    for count in [20, 200, 3000] {
      let pulls = (0..<count).map { Pull($0 % size, reward) }
      model.learn(pulls, Clustering(sizes: [size]))
      try agree(&model)
    }
  }

  @Test("The order of arms does not matter, nor what was asked before")
  func order() throws {
    let counts: [SIMD2<Double>] = [
      SIMD2(3, 5), .zero, SIMD2(40, 2), SIMD2(3, 5), SIMD2(0, 9), SIMD2(41, 1),
    ]
    func moments(_ order: [Int], _ maximum: inout SiblingMaximum) throws -> SIMD2<Double> {
      maximum.begin(0..<order.count) { counts[order[$0]] }
      maximum.lay(4, means: 0.25...0.5, share: 1)
      let found = maximum.moments(1, 3, about: 0.5, share: 1)
      let both = try #require(found)
      return SIMD2(both.first, both.second)
    }
    var maximum = SiblingMaximum(capacity: 6)
    let first = try moments([0, 1, 2, 3, 4, 5], &maximum)
    _ = try moments([2, 2, 2], &maximum)
    #expect(try moments([5, 2, 4, 1, 0, 3], &maximum) == first)
  }

  @Test(
    "The grid integrates a normal density up to each of its points",
    arguments: [(3, 1e-10), (3.5, 2e-12), (5, 2e-12)])
  func grid(points: Double, bound: Double) {
    // Near logit 0 the points of a small step are at equal distances.
    var grid = LogitGrid()
    grid.lay(step: 1e-4, around: 0)
    let middle = LogitGrid.capacity / 2
    var masses: [LogitGrid.Lanes] = []
    let chunks = middle - 6..<middle + 6
    let deviation = points * grid.points(middle).pointee.slope[0]
    for chunk in chunks {
      let z = grid.points(chunk).pointee.logit / deviation
      masses.append(
        Elementary.exp(-0.5 * z * z) * grid.points(chunk).pointee.slope
          * (1 / (deviation * (2 * Double.pi).squareRoot())))
    }
    for (index, chunk) in chunks.enumerated().dropFirst().dropLast() {
      let remainder = masses.withUnsafeBufferPointer {
        LogitGrid.remainder(at: $0.baseAddress.unsafelyUnwrapped + index)
      }
      let exact = StandardNormal.distribution(grid.points(chunk).pointee.logit / deviation).below
      var below = masses[..<index].reduce(0) { $0 + $1.sum() }
      for lane in 0..<8 {
        let mass = masses[index][lane]
        #expect(abs(below + 0.5 * mass + remainder[lane] - exact[lane]) < bound)
        below += mass
      }
    }
  }
}
