import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Brackets of a cluster's index")
struct ClusterBracketTests {
  /// π of .2 or .8 with probability ½ each, ν = 4.
  private static let twoCells = ClusterPrior(cells: [SIMD2(0.8, 3.2), SIMD2(3.2, 0.8)])
  private static let uniform = ClusterPrior(cells: [SIMD2(1, 1)])
  private static let grid = ClusterPrior(hierarchical: [1, 1000])

  private func bracket(
    _ prior: ClusterPrior, _ counts: [(Double, Double)], depth: Int, discount: Double = 0.9
  ) throws -> ClusterBracket {
    try #require(
      ClusterBracket(
        prior: prior, counts: counts.map { SIMD2($0.0, $0.1) }, discount: discount, depth: depth,
        most: .max))
  }

  // Ten digits of a program of its own; .6996363636 by hand: M = .5 + .45 · 7.44 + .45 M.
  @Test(
    "Two arms that share one of two pairs: the lower bound by its depth",
    arguments: [
      (1, 0.6996363636), (2, 0.7460118301), (4, 0.7616959113), (6, 0.7682042855),
      (8, 0.7702678724), (10, 0.7716175229), (12, 0.7721260877), (14, 0.7725261165),
    ])
  func depths(depth: Int, lower: Double) throws {
    let bracket = try bracket(Self.twoCells, [(0, 0), (0, 0)], depth: depth)
    #expect((bracket.lower - lower).magnitude <= 0.6e-10, "\(bracket)")
  }

  @Test(
    "After some pulls: indices and the arms that go with them",
    arguments: [
      ([(1, 0), (0, 0)], 0.8696203351, 0), ([(0, 1), (0, 0)], 0.5972866587, 1),
      ([(1, 1), (0, 0)], 0.7650481359, 1), ([(2, 1), (0, 1)], 0.6759662434, 0),
      ([(0, 2), (0, 0)], 0.4807456239, 1),
    ] as [([(Double, Double)], Double, Int)])
  func pulled(counts: [(Double, Double)], index: Double, arm: Int) throws {
    let bracket = try bracket(Self.twoCells, counts, depth: 12)
    #expect((bracket.lower - index).magnitude <= 0.6e-10, "\(bracket)")
    #expect(bracket.arm == arm)
  }

  @Test(
    "The grid of the hierarchical model",
    arguments: [
      (2, 0.7127961936), (3, 0.7284086203), (4, 0.7331456917), (6, 0.7349829357),
    ])
  func hierarchical(depth: Int, lower: Double) throws {
    let bracket = try bracket(Self.grid, [(0, 0), (0, 0)], depth: depth)
    #expect((bracket.lower - lower).magnitude <= 0.6e-10, "\(bracket)")
    #expect(bracket.upper > 0.7379)
  }

  @Test("After a success or a failure the grid's means are those of another program")
  func gridMeans() {
    var means = [0.0, 0.0]
    if let states = ClusterStates(
      prior: Self.grid, counts: [SIMD2(1, 0), .zero], depth: 1, most: 100)
    {
      means = states.moves[0].map { $0.mean }
    }
    #expect((means[0] - 0.70325209).magnitude < 0.6e-8)
    #expect((means[1] - 0.66650391).magnitude < 0.6e-8)
  }

  @Test("Independent arms: the index is the largest Gittins index, at every depth")
  func independent() throws {
    for (depth, lower) in [(4, 0.6974132433), (8, 0.7012504636)] {
      let pair = try bracket(Self.uniform, [(0, 0), (0, 0)], depth: depth)
      #expect((pair.lower - lower).magnitude <= 0.6e-10, "\(pair)")
    }
    for counts in [[(2.0, 1.0), (0, 3), (0, 0)], [(0, 1), (0, 1)]] {
      let cluster = try bracket(Self.uniform, counts, depth: 5)
      let arms = counts.map {
        GittinsBracket(alpha: 1 + $0.0, beta: 1 + $0.1, discount: 0.9, depth: 5).lower
      }
      let best = try #require(arms.max())
      #expect((cluster.lower - best).magnitude < 1e-12)
      #expect(arms[cluster.arm] == best)
    }
  }

  @Test("One arm is an arm; another one never lowers the index, nor does a longer look-ahead")
  func invariances() throws {
    let one = try bracket(Self.twoCells, [(0, 0)], depth: 4)
    let two = try bracket(Self.twoCells, [(0, 0), (0, 0)], depth: 4)
    let three = try bracket(Self.twoCells, [(0, 0), (0, 0), (0, 0)], depth: 4)
    #expect(one.lower < two.lower && two.lower <= three.lower + 1e-14)
    let alone = try bracket(Self.uniform, [(3, 2)], depth: 7)
    let arm = GittinsBracket(alpha: 4, beta: 3, discount: 0.9, depth: 7)
    #expect((alone.lower - arm.lower).magnitude < 1e-13)
    #expect(alone.upper >= arm.upper - 1e-12)
    // Which arm stands first is nothing to the index.
    let first = try bracket(Self.twoCells, [(2, 1), (0, 1)], depth: 5)
    let second = try bracket(Self.twoCells, [(0, 1), (2, 1)], depth: 5)
    #expect((first.lower - second.lower).magnitude < 1e-14 && first.arm == 1 - second.arm)
    // Known arms are worth what they pay.
    let known = try bracket(ClusterPrior(cells: [SIMD2(6e9, 4e9)]), [(0, 0), (0, 0)], depth: 3)
    #expect((known.lower - 0.6).magnitude < 1e-9 && (known.upper - 0.6).magnitude < 1e-4)
  }

  @Test("States that differ by the names of arms are one, and too many are none")
  func states() {
    // Π (1 − zⁿ)^−(n + 1): 1, 2, 6 states of 0, 1, 2 pulls; C(L + 4, 4) where arms differ.
    func count(_ counts: [SIMD2<Double>], most: Int) -> Int? {
      guard
        let states = ClusterStates(prior: Self.uniform, counts: counts, depth: 4, most: most)
      else { return nil }
      return states.count
    }
    let all = 1 + 2 + 6 + 14 + 33
    #expect(count(Array(repeating: .zero, count: 5), most: 1000) == all)
    #expect(count([SIMD2(1, 0), .zero], most: 70) == 70)
    #expect(count([SIMD2(1, 0), .zero], most: 69) == nil)
  }

  @Test("A table looks ahead as far as its states allow")
  func tables() {
    let table = ClusterIndexTable(prior: Self.twoCells, discount: 0.9, most: 70)
    let counts = [SIMD2(1.0, 0.0), .zero]
    #expect(table.bracket(of: counts, deeperThan: 0).depth == 1)
    #expect(table.bracket(of: counts, deeperThan: 2).depth == 3)
    let deepest = table.bracket(of: counts, deeperThan: 4)
    #expect(deepest.isSettled && deepest.depth == 4 && deepest.lower == deepest.upper)
    #expect(table.bracket(of: counts, deeperThan: 0) == deepest)
  }
}
