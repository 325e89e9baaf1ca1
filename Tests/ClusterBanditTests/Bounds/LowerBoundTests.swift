import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// The optimum of the bound's linear program for one cluster, over all vertices of its polyhedron.
///
/// Minimise Σ Δ_i x_i subject to a_i x_i + Σ_{j≠i} b_j x_j ≥ 1 and x ≥ 0: at a vertex as many of
/// these inequalities are equations as there are arms.
private func optimum(gaps: [Double], own a: [Double], sibling b: [Double]) -> Double {
  let n = gaps.count
  func row(_ index: Int) -> (left: [Double], right: Double) {
    index < n
      ? ((0..<n).map { $0 == index ? a[$0] : b[$0] }, 1)
      : ((0..<n).map { $0 == index - n ? 1 : 0 }, 0)
  }
  var best = Double.infinity
  for mask in 0..<(1 << (2 * n)) where mask.nonzeroBitCount == n {
    let tight = (0..<2 * n).filter { mask >> $0 & 1 == 1 }.map(row)
    guard let x = solution(tight.map { $0.left + [$0.right] }) else { continue }
    let isFeasible = (0..<2 * n).allSatisfy { index in
      let (left, right) = row(index)
      return zip(left, x).reduce(0) { $0 + $1.0 * $1.1 } >= right - 1e-9
    }
    if isFeasible { best = min(best, zip(gaps, x).reduce(0) { $0 + $1.0 * $1.1 }) }
  }
  return best
}

/// Gauss–Jordan with pivoting on an extended matrix; nil if it is singular.
private func solution(_ matrix: [[Double]]) -> [Double]? {
  var m = matrix
  let n = m.count
  for column in 0..<n {
    var pivot = column
    for row in column..<n where abs(m[row][column]) > abs(m[pivot][column]) { pivot = row }
    guard abs(m[pivot][column]) > 1e-12 else { return nil }
    m.swapAt(column, pivot)
    for row in 0..<n where row != column {
      let factor = m[row][column] / m[column][column]
      for k in column...n { m[row][k] -= factor * m[column][k] }
    }
  }
  return (0..<n).map { m[$0][n] / m[$0][$0] }
}

/// The textbook's divergence.
private func kl(_ p: Double, _ q: Double) -> Double {
  (p > 0 ? p * log(p / q) : 0) + (p < 1 ? (1 - p) * log((1 - p) / (1 - q)) : 0)
}

private func isNear(_ x: Double, _ y: Double, _ tolerance: Double = 1e-10) -> Bool {
  x == y || abs(x - y) <= tolerance * max(abs(x), abs(y))
}

private func independent(_ means: [Double]) -> LowerBound {
  LowerBound(problem(means.map { [$0] }))
}

/// Ten arms from .5 to .6, and nine clusters of ten arms from .3 to .4.
private let tenClusters = problem(
  [(0..<10).map { 0.5 + 0.1 * Double($0) / 9 }]
    + Array(repeating: (0..<10).map { 0.3 + 0.1 * Double($0) / 9 }, count: 9))

@Suite("Lower bounds on the regret")
struct LowerBoundTests {
  @Test(
    "Lai and Robbins's constants of sets from the literature",
    arguments: [
      ([0.4, 0.6, 0.8], 2.9585, 4),
      ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 7.5165, 4),
      ([0.01, 0.02, 0.3, 0.4, 0.5, 0.6, 0.795, 0.8, 0.805], 101.045, 3),
      ([0.9, 0.6], 0.9639, 4), ([0.9, 0.8], 2.2521, 4), ([0.55, 0.45], 4.9833, 4),
      ([0.9] + Array(repeating: 0.6, count: 9), 8.6750, 4),
    ] as [([Double], Double, Double)])
  func known(means: [Double], constant: Double, decimals: Double) {
    #expect(abs(independent(means).laiRobbins - constant) <= 0.5 * pow(10, -decimals))
  }

  @Test(
    "The clustered constants of ten clusters of ten arms",
    arguments: [(0.1, 156.05), (0.2, 246.82), (0.3, 303.39)])
  func tenClusters(width: Double, constant: Double) {
    let bound = LowerBound(ClusterBanditTests.tenClusters)
    #expect(abs(bound.clustered(width: width) - constant) <= 0.005)
    #expect(abs(bound.laiRobbins - 303.39) <= 0.005)
    #expect(bound.admits(width: width))
  }

  @Test("By hand: two arms of one cluster against one best arm")
  func byHand() {
    let bound = LowerBound(problem([[0.2, 0.3], [0.5]]))
    // w = .15: both siblings lie below .35.
    let (a, b) = ([kl(0.2, 0.5), kl(0.3, 0.5)], [kl(0.2, 0.35), kl(0.3, 0.35)])
    let tight =
      (0.3 / (a[0] - b[0]) + 0.2 / (a[1] - b[1]))
      / (1 + b[0] / (a[0] - b[0]) + b[1] / (a[1] - b[1]))
    #expect(isNear(bound.clustered(width: 0.15), min(tight, 0.3 / b[0], 0.2 / b[1])))
    #expect(tight < 0.3 / b[0] && tight < 0.2 / b[1])
    // w = .01 is below the spread: ruling out the whole cluster through its better-known arm.
    let other = min(0.3 / kl(0.2, 0.49), 0.2 / kl(0.3, 0.49))
    #expect(isNear(bound.clustered(width: 0.01), other))
    #expect(!bound.admits(width: 0.01))
    #expect(isNear(bound.laiRobbins, 0.3 / a[0] + 0.2 / a[1]))
  }

  @Test("The closed form is the optimum of the linear program, whichever end it is at")
  func linearProgram() {
    var stream = testStream()
    var ends = [0, 0]
    for _ in 0..<400 {
      let best = 0.2 + 0.79 * stream.nextUnit()
      let means = (0...stream.nextIndex(below: 4)).map { _ in best * stream.nextUnit() }
      let width = best * stream.nextUnit() * stream.nextUnit()
      let a = means.map { kl($0, best) }
      let b = means.map { $0 < best - width ? kl($0, best - width) : 0 }
      let gaps = means.map { best - $0 }
      let expected = optimum(gaps: gaps, own: a, sibling: b)
      let bound = LowerBound(problem([means, [best]]))
      #expect(isNear(bound.clustered(width: width), expected, 1e-9), "\(means) \(best) \(width)")
      let cheapest = zip(gaps, b).map { $0 / $1 }.min() ?? 0
      ends[isNear(expected, cheapest, 1e-9) ? 1 : 0] += 1
    }
    #expect(ends.allSatisfy { $0 > 40 }, "\(ends)")
  }

  @Test("Arms of a cluster that holds an optimal arm cost what independent arms do")
  func bestCluster() {
    let bound = LowerBound(problem([[0.8, 0.6, 0.4]]))
    for width in [0.01, 0.2, 0.4, 1] {
      #expect(isNear(bound.clustered(width: width), bound.laiRobbins))
    }
    // The second cluster holds an optimal arm too; the third does not.
    let two = LowerBound(problem([[0.8, 0.7], [0.6, 0.8], [0.2, 0.3]]))
    let third = LowerBound(problem([[0.8], [0.2, 0.3]])).clustered(width: 0.3)
    let independent = LowerBound(problem([[0.8, 0.7, 0.6]])).laiRobbins
    #expect(isNear(two.clustered(width: 0.3), independent + third))
    #expect(third < LowerBound(problem([[0.8], [0.2, 0.3]])).laiRobbins)
  }

  @Test("Singletons, a wide w, and w beyond all numbers leave Lai and Robbins's bound")
  func extremes() {
    var stream = testStream()
    for _ in 0..<50 {
      let means = (0..<6).map { _ in stream.nextUnit() }
      let single = independent(means)
      let bound = LowerBound(problem([Array(means[..<3]), Array(means[3...])]))
      #expect(isNear(bound.laiRobbins, single.laiRobbins))
      for width in [0, 1e-300, 1e-9, 0.1, 1] {
        #expect(isNear(single.clustered(width: width), single.laiRobbins), "\(means) \(width)")
      }
      for width in [1, 2, 1e300, .infinity] {
        #expect(isNear(bound.clustered(width: width), bound.laiRobbins))
      }
      #expect(single.spread == 0 && single.admits(width: 0))
    }
  }

  @Test("The clustered bound is never above Lai and Robbins's, and equal to it to the last bit")
  func order() {
    var stream = testStream()
    var equal = 0
    for _ in 0..<200 {
      let bound = LowerBound(problem((0..<7).map { _ in (0..<9).map { _ in stream.nextUnit() } }))
      for width in [0, 0.05, 0.3, 0.7, 0.9, 1] {
        let clustered = bound.clustered(width: width)
        #expect(clustered <= bound.laiRobbins)
        equal += clustered == bound.laiRobbins ? 1 : 0
      }
      #expect(bound.clustered(width: 1) == bound.laiRobbins)
    }
    #expect(equal >= 200 && equal < 1000)
  }

  @Test("The bound does not fall as w grows, nor change with the labels")
  func monotone() {
    var stream = testStream()
    for _ in 0..<50 {
      let clusters = (0..<3).map { _ in
        (0...stream.nextIndex(below: 4)).map { _ in stream.nextUnit() }
      }
      let bound = LowerBound(problem(clusters))
      let relabelled = LowerBound(problem(clusters.reversed().map { $0.reversed() }))
      var last = 0.0
      for step in 0...40 {
        let value = bound.clustered(width: Double(step) / 40)
        #expect(value >= last * (1 - 1e-12), "\(clusters) \(step)")
        #expect(isNear(relabelled.clustered(width: Double(step) / 40), value))
        last = value
      }
      #expect(isNear(last, bound.laiRobbins))
      #expect(relabelled.spread == bound.spread)
    }
  }

  @Test("With w = 0 a cluster of equal arms costs as much as one of them", arguments: [1, 2, 7])
  func oneArm(size: Int) {
    for width in [0, 1e-300, 1e-17, 1e-13] {
      let bound = LowerBound(problem([[0.6], Array(repeating: 0.4, count: size)]))
      #expect(isNear(bound.clustered(width: width), 0.2 / kl(0.4, 0.6), 1e-9))
      #expect(isNear(bound.laiRobbins, Double(size) * 0.2 / kl(0.4, 0.6)))
    }
  }

  @Test("Ends of the unit interval, ties and single arms have their limits")
  func edges() {
    // A single failure rules an arm out where the best never fails.
    #expect(independent([1, 0.5, 0]).laiRobbins == 0)
    #expect(LowerBound(problem([[1], [0.5, 0]])).clustered(width: 0.5) == 0)
    #expect(LowerBound(problem([[1], [0.5, 0]])).clustered(width: 0) == 0)
    #expect(isNear(independent([0.5, 0]).laiRobbins, 0.5 / log(2)))
    for equal in [[0.0, 0, 0], [1, 1, 1], [0.3, 0.3, 0.3], [0.7]] {
      #expect(independent(equal).laiRobbins == 0)
      #expect(LowerBound(problem([equal])).clustered(width: 0.1) == 0)
    }
    // Every one of several equal suboptimal arms counts, none of several optimal ones.
    #expect(isNear(independent([0.8, 0.8, 0.6, 0.6]).laiRobbins, 2 * 0.2 / kl(0.6, 0.8)))
    // Two means that agree in nine digits: Δ/kl = 2μ(1 − μ)/Δ up to terms of order Δ.
    let gap = 0.5 - (0.5 - 1e-9)
    #expect(isNear(independent([0.5, 0.5 - 1e-9]).laiRobbins, 0.5 / gap, 1e-8))
  }

  @Test("Gaussian arms cost 2σ²/Δ", arguments: [1e-50, 0.5, 3, 1e50])
  func gaussian(deviation: Double) {
    let rewards = RewardDistribution.gaussian(standardDeviation: deviation)
    let bound = LowerBound(problem([[-2, 0], [2]], rewards: rewards))
    let variance = deviation * deviation
    #expect(isNear(bound.laiRobbins, 2 * variance / 4 + 2 * variance / 2))
    // In units of 1/σ²: a = (8, 2), and from −2 and 0 to 2 − w = 0: b = (2, 0).
    let expected = optimum(gaps: [4, 2], own: [8, 2], sibling: [2, 0])
    #expect(isNear(bound.clustered(width: 2), expected * variance))
    #expect(isNear(expected, 1.25))
    #expect(bound.spread == 2)
  }

  @Test("Without noise a Gaussian bound is 0, and far beyond the numbers it is ∞")
  func noiseless() {
    let exact = problem([[-2, 0], [2]], rewards: .gaussian(standardDeviation: 0))
    #expect(LowerBound(exact).laiRobbins == 0)
    for width in [0, 2, 5.0] { #expect(LowerBound(exact).clustered(width: width) == 0) }
    let flat = LowerBound(
      problem([[0, 1e-250], [2e-250]], rewards: .gaussian(standardDeviation: 1e50)))
    #expect(flat.laiRobbins == .infinity)
    for width in [0, 1e-250, 1] { #expect(flat.clustered(width: width) == .infinity) }
  }

  @Test("The spread is the widest cluster's, and a width equal to it is admitted")
  func spread() {
    let bound = LowerBound(problem([[0.1, 0.2], [0.9, 0.3, 0.5], [0.7]]))
    #expect(isNear(bound.spread, 0.6))
    #expect(bound.admits(width: 0.6) && bound.admits(width: 0.7))
    #expect(!bound.admits(width: 0.599_999_999_999))
    // .4 − .3 is a little more than .1 in binary.
    #expect(LowerBound(ClusterBanditTests.tenClusters).spread > 0.1)
    #expect(!LowerBound(ClusterBanditTests.tenClusters).admits(width: 0.099_999_999_999))
  }
}
