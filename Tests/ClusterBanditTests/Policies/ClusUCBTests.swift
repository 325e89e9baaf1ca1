import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Clus-UCB from its definition: textbook divergences, plain sums, bisection over real numbers.
private struct Reference {
  let clusters: [[Int]]
  let width: Double
  let factor: Double
  var pulls: [Double]
  var sums: [Double]

  init(sizes: [Int], width: Double, factor: Double = 0) {
    var next = 0
    clusters = sizes.map { size in
      defer { next += size }
      return Array(next..<next + size)
    }
    self.width = width
    self.factor = factor
    pulls = Array(repeating: 0, count: next)
    sums = pulls
  }

  static func klPlus(_ p: Double, _ q: Double) -> Double {
    guard p < q else { return 0 }
    return (p > 0 ? p * log(p / q) : 0) + (1 - p) * log((1 - p) / (1 - q))
  }

  func index(of arm: Int) -> Double {
    let t = max(pulls.reduce(0, +), 1)
    let budget = log(t) + factor * log(max(log(t), 1))
    let siblings = clusters.first { $0.contains(arm) } ?? []
    func cost(_ q: Double) -> Double {
      siblings.reduce(0) { sum, sibling in
        guard pulls[sibling] > 0 else { return sum }
        let target = sibling == arm ? q : q - width
        return sum + pulls[sibling] * Self.klPlus(sums[sibling] / pulls[sibling], target)
      }
    }
    if cost(1) <= budget { return 1 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<70 {
      let middle = (low + high) / 2
      if cost(middle) <= budget { low = middle } else { high = middle }
    }
    return low
  }

  /// All arms whose index is the highest on the grid of multiples of 2^−40.
  var best: [Int] {
    let positions = pulls.indices.map { (index(of: $0) * 0x1p40 + 1e-3).rounded(.down) }
    return positions.indices.filter { positions[$0] == positions.max() }
  }
}

private func policy(
  sizes: [Int], width: Double, factor: Double = 0, ties: TieBreak = .uniform
) -> ClusUCB {
  ClusUCB(
    arguments: Arguments(
      ["spread": .number(width), "c": .number(factor), "ties": .word(ties.rawValue)]),
    setting: setting(Clustering(sizes: sizes)))
}

extension ClusUCB {
  /// Learns successes and failures of an arm.
  fileprivate mutating func learn(_ arm: Int, _ successes: Int, _ failures: Int) {
    for _ in 0..<successes { update(arm: arm, reward: 1) }
    for _ in 0..<failures { update(arm: arm, reward: 0) }
  }
}

@Suite("Clus-UCB")
struct ClusUCBTests {
  @Test("By hand: a failure tells on the sibling, a success does too")
  func byHand() {
    var stream = testStream()
    var clus = policy(sizes: [2, 1], width: 0.1, ties: .first)
    #expect(clus.selectArm(round: 1, using: &stream) == 0)
    clus.update(arm: 0, reward: 0)
    // t = 1 leaves no room: arm 0 has index 0, arm 1 that of w, arm 2 is free.
    #expect(clus.index(of: 0, pulls: 1) == 0)
    #expect(abs(clus.index(of: 1, pulls: 1) - 0.1) < 1e-12)
    #expect(clus.index(of: 2, pulls: 1) == 1)
    #expect(clus.selectArm(round: 2, using: &stream) == 2)
    clus.update(arm: 2, reward: 0)
    // −ln(1 − q) ≤ ln 2: ½ for a pulled arm, ½ + w for its unpulled sibling.
    for (arm, index) in [0.5, 0.6, 0.5].enumerated() {
      #expect(abs(clus.index(of: arm, pulls: 2) - index) < 1e-12)
    }
    #expect(clus.selectArm(round: 3, using: &stream) == 1)
    clus.update(arm: 1, reward: 1)
    // Arm 1 never failed: only its sibling, which must reach q − w, holds it down.
    for (arm, index) in [2.0 / 3, 2.0 / 3 + 0.1, 2.0 / 3].enumerated() {
      #expect(abs(clus.index(of: arm, pulls: 3) - index) < 1e-12)
    }
    #expect(clus.selectArm(round: 4, using: &stream) == 1)
    #expect(stream == testStream(), "ties that go to the first arm draw nothing")
  }

  @Test(
    "With w of 1 or more the index is KL-UCB's",
    arguments: [(0.0, 0.5603669130), (3.0, 0.6505633611)])
  func klUCB(factor: Double, index: Double) {
    for width in [1, 1.5, 1e15] {
      var clus = policy(sizes: [3, 1], width: width, factor: factor)
      clus.learn(0, 1, 400)
      clus.learn(1, 15, 35)
      clus.learn(2, 7, 300)
      #expect(abs(clus.index(of: 1, pulls: 1000) - index) < 1e-10)
    }
    var alone = policy(sizes: [1, 3], width: 0.001, factor: factor)
    alone.learn(0, 15, 35)
    alone.learn(1, 0, 400)
    #expect(abs(alone.index(of: 0, pulls: 1000) - index) < 1e-10)
  }

  @Test("Indices agree with the definition", arguments: [0.001, 0.05, 0.3, 0.9, 2])
  func indices(width: Double) {
    var stream = testStream(UInt64(width * 1000))
    let sizes = [4, 1, 3]
    for factor in [0.0, 3] {
      for _ in 0..<15 {
        var clus = policy(sizes: sizes, width: width, factor: factor)
        var reference = Reference(sizes: sizes, width: width, factor: factor)
        for arm in 0..<8 where stream.nextBernoulli(0.8) {
          let successes = stream.nextIndex(below: 30)
          let failures = stream.nextIndex(below: 1 << stream.nextIndex(below: 8))
          clus.learn(arm, successes, failures)
          reference.pulls[arm] = Double(successes + failures)
          reference.sums[arm] = Double(successes)
        }
        let t = Int(reference.pulls.reduce(0, +))
        for arm in 0..<8 {
          #expect(abs(clus.index(of: arm, pulls: t) - reference.index(of: arm)) < 1e-10)
        }
      }
    }
  }

  struct Game: Sendable, CustomTestStringConvertible {
    let sizes: [Int]
    let width: Double
    let factor: Double
    let ties: TieBreak
    var testDescription: String { "\(sizes), w = \(width), c = \(factor), ties \(ties.rawValue)" }
  }

  @Test(
    "It decides as its definition does, pull by pull and word by word",
    arguments: [
      Game(sizes: [3, 1, 4], width: 0.2, factor: 0, ties: .uniform),
      Game(sizes: [3, 1, 4], width: 0.2, factor: 0, ties: .first),
      Game(sizes: [1, 1, 1, 1], width: 0.01, factor: 3, ties: .uniform),
      Game(sizes: [5], width: 0.05, factor: 0, ties: .uniform),
      Game(sizes: [2, 2, 2, 2], width: 1e-9, factor: 1, ties: .uniform),
      Game(sizes: [4, 4], width: 1, factor: 0, ties: .uniform),
      Game(sizes: [1], width: 0.5, factor: 0, ties: .uniform),
    ])
  func decisions(_ game: Game) {
    for number in 0..<4 as Range<UInt64> {
      var world = testStream(number)
      var stream = testStream(number + 100)
      var clus = policy(
        sizes: game.sizes, width: game.width, factor: game.factor, ties: game.ties)
      var reference = Reference(sizes: game.sizes, width: game.width, factor: game.factor)
      let means = reference.pulls.map { _ in number == 0 ? 1 : world.nextUnit() }
      for round in 1...60 {
        let best = reference.best
        var words = stream
        let expected =
          best.count == 1 || game.ties == .first
          ? best[0] : best[words.nextIndex(below: best.count)]
        let arm = clus.selectArm(round: round, using: &stream)
        #expect(arm == expected, "round \(round) of \(number)")
        #expect(stream == words, "round \(round) of \(number)")
        let reward = world.nextUnit() < means[arm] ? 1.0 : 0
        clus.update(arm: arm, reward: reward)
        reference.pulls[arm] += 1
        reference.sums[arm] += reward
      }
    }
  }

  @Test("With a tiny w a cluster is one arm: equal means have the index of their pooled pulls")
  func tiny() {
    var clus = policy(sizes: [3, 1], width: 1e-12)
    for arm in 0..<2 { clus.learn(arm, 10 * (arm + 1), 30 * (arm + 1)) }
    clus.learn(3, 30, 90)
    for arm in 0..<3 {
      #expect(abs(clus.index(of: arm, pulls: 500) - clus.index(of: 3, pulls: 500)) < 1e-11)
    }
    // One arm's failures bring down all of them, also the one without pulls.
    clus.learn(0, 0, 200)
    for arm in 0..<3 {
      #expect(clus.index(of: arm, pulls: 500) < clus.index(of: 3, pulls: 500) - 0.1)
    }
  }

  @Test("Arms in equal states tie exactly, whatever the order of their clusters")
  func labels() {
    var stream = testStream()
    for round in 0..<40 {
      let seen = (0..<6).map { _ in (stream.nextIndex(below: 40), stream.nextIndex(below: 300)) }
      var order = Array(0..<6)
      stream.shuffle(&order)
      let width = [0.01, 0.1, 0.5][round % 3]
      var clus = policy(sizes: [6, 6], width: width)
      for arm in 0..<6 {
        clus.learn(arm, seen[arm].0, seen[arm].1)
        clus.learn(6 + arm, seen[order[arm]].0, seen[order[arm]].1)
      }
      for arm in 0..<6 {
        let index = clus.index(of: order[arm], pulls: 5000)
        #expect(clus.index(of: 6 + arm, pulls: 5000) == index)
        let position = stream.nextIndex(below: 1 << 30) << 10
        let cost = clus.cost(of: order[arm], at: position)
        #expect(clus.cost(of: 6 + arm, at: position) == cost)
      }
    }
  }

  @Test("The first pull is uniform over all arms")
  func firstPull() {
    var counts = Array(repeating: 0, count: 5)
    for number in 0..<2000 as Range<UInt64> {
      var stream = testStream(number)
      var clus = policy(sizes: [3, 2], width: 0.1)
      counts[clus.selectArm(round: 1, using: &stream)] += 1
    }
    for count in counts { #expect(Verdict.proportion(count, of: 2000, is: 0.2).holds) }
  }

  @Test("Most arms of a bad cluster stay unplayed, and knowing w saves regret")
  func gain() {
    let instance = problem([[0.8, 0.75], Array(repeating: 0.2, count: 30)])
    let narrow = prepared("clus-ucb", ["spread": .number(0.05)], for: instance)
    let wide = prepared("clus-ucb", ["spread": .number(1)], for: instance)
    let few = finalRegrets(narrow, on: instance, horizon: 400, count: 12)
    let many = finalRegrets(wide, on: instance, horizon: 400, count: 12)
    // KL-UCB pulls each of the thirty arms at least once.
    #expect(many.allSatisfy { $0 >= 30 * 0.6 - 1e-9 })
    #expect(few.allSatisfy { $0 < 30 * 0.6 })
    let differences = zip(many, few).map { $0 - $1 }
    let mean = differences.reduce(0, +) / 12
    let deviation = (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11).squareRoot()
    #expect(!Verdict.mean(mean, sampleDeviation: deviation, count: 12, is: 0).holds && mean > 0)
  }

  @Test("Gaussian rewards are refused with a hint")
  func refusal() {
    let shape = ProblemShape(
      armCount: 2, clusterCount: 1, rewards: .gaussian(standardDeviation: 1))
    let problems = ClusUCB.family.problems(Arguments(["spread": .number(0.1)]), shape)
    #expect(problems.map(\.message).first?.contains("these rewards are Gaussian") == true)
    #expect(PolicyCatalogue.standard["clus-ucb"] != nil)
  }
}
