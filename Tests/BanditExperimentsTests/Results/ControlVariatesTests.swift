import ClusterBandit
import Foundation
import Randomness
import SampleStatistics
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Control variates")
struct ControlVariatesTests {
  /// Least squares from its definition: with an intercept, by Gauss on the normal equations.
  private static func slopes(_ values: [Double], _ controls: [[Double]]) -> [Double] {
    let rows = controls.map { [1] + $0 }
    let width = rows[0].count
    var table = (0..<width).map { row in
      (0..<width).map { column in rows.reduce(0) { $0 + $1[row] * $1[column] } }
        + [zip(rows, values).reduce(0) { $0 + $1.0[row] * $1.1 }]
    }
    for pivot in 0..<width {
      let largest = (pivot..<width).max { table[$0][pivot].magnitude < table[$1][pivot].magnitude }
      table.swapAt(pivot, largest ?? pivot)
      for row in 0..<width where row != pivot {
        let factor = table[row][pivot] / table[pivot][pivot]
        for column in 0...width { table[row][column] -= factor * table[pivot][column] }
      }
    }
    return (1..<width).map { table[$0][width] / table[$0][$0] }
  }

  private static func sample(
    _ count: Int, _ stream: inout RandomStream
  ) -> (values: [Double], controls: [[Double]]) {
    let tables = ZigguratTables.shared
    let controls = (0..<count).map { _ in
      let (a, b) = (stream.nextNormal(tables), stream.nextNormal(tables))
      return [a, 3 * b + a, a * b]
    }
    let values = controls.map { x in
      let noise = stream.nextNormal(tables)
      return 7 + 2 * x[0] - x[1] + x[0] * x[0] + (noise > 0 ? 4 * noise : noise)
    }
    return (values, controls)
  }

  @Test("The slopes of each value are those of all others", arguments: [10, 11, 40, 100])
  func others(count: Int) {
    var stream = testStream()
    let (values, controls) = Self.sample(count, &stream)
    let adjusted = ControlVariates.adjusted(values, by: controls)
    for one in values.indices {
      let others = values.indices.filter { $0 != one }
      let slopes = Self.slopes(others.map { values[$0] }, others.map { controls[$0] })
      let expected = values[one] - zip(slopes, controls[one]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect((adjusted[one] - expected).magnitude < 1e-9 * max(1, expected.magnitude))
    }
  }

  @Test("What the controls explain altogether is taken out altogether; scales do not matter")
  func exact() {
    var stream = testStream()
    let (values, controls) = Self.sample(30, &stream)
    let linear = controls.map { 5 + 3 * $0[0] - 2 * $0[1] + $0[2] }
    #expect(
      ControlVariates.adjusted(linear, by: controls).allSatisfy { ($0 - 5).magnitude < 1e-10 })
    let plain = ControlVariates.adjusted(values, by: controls)
    let scaled = ControlVariates.adjusted(
      values.map { 1e6 + 10 * $0 }, by: controls.map { [1e-3 * $0[0], 1e9 * $0[1], -$0[2]] })
    for (one, other) in zip(plain, scaled) {
      #expect((1e6 + 10 * one - other).magnitude < 1e-6)
    }
  }

  @Test("Controls that say nothing change nothing, and few values stay as they are")
  func degenerate() {
    var stream = testStream()
    let (values, controls) = Self.sample(12, &stream)
    #expect(ControlVariates.adjusted(values, by: controls.map { _ in [0, 0, 0] }) == values)
    #expect(ControlVariates.adjusted(values, by: controls.map { _ in [2, 2, 2] }) == values)
    let few = ControlVariates.adjusted(Array(values.prefix(9)), by: Array(controls.prefix(9)))
    #expect(few == Array(values.prefix(9)))
    // The second control twice: the slope is that of one.
    let twice = ControlVariates.adjusted(values, by: controls.map { [$0[0], $0[1], 2 * $0[1]] })
    let once = ControlVariates.adjusted(values, by: controls.map { [$0[0], $0[1], 0] })
    #expect(zip(twice, once).allSatisfy { ($0 - $1).magnitude < 1e-9 })
    // A control that only one value has is nothing to the others, and its own slope is 0.
    let lone = ControlVariates.adjusted(
      values, by: values.indices.map { [$0 == 3 ? 1e3 : 0, 0, 0] })
    #expect(lone[3] == values[3])
  }

  @Test("The mean has no bias, and its standard error is the one of other values")
  func calibrated() {
    // 4,000 blocks of 20 skewed values. With slopes from all replications of a block, its own among
    // them, the mean is off by 0.19 (here the limit is 0.06) and the claimed variance of a block's
    // mean is 0.64 of the true one; here it is 0.96, known to 2.3 %.
    var stream = testStream()
    let blocks = (0..<4000).map { _ in
      let (values, controls) = Self.sample(20, &stream)
      return Moments(ControlVariates.adjusted(values, by: controls))
    }
    let means = Moments(blocks.map(\.mean))
    // E P = 7 + E a² + (4 − 1)·E max(0, noise) = 8 + 3/√(2π), and E X = 0.
    let expected = 8 + 3 / (2 * Double.pi).squareRoot()
    let verdict = Verdict.mean(
      means.mean, sampleDeviation: means.standardDeviation ?? .nan, count: 4000, is: expected)
    #expect(verdict.holds, "\(verdict)")
    let claimed = blocks.compactMap(\.standardError).reduce(0) { $0 + $1 * $1 } / 4000
    let spread = means.standardDeviation ?? .nan
    let ratio = claimed / (spread * spread)
    #expect((0.85...1.08).contains(ratio), "\(ratio)")
  }
}
