import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Checks taken together")
struct JointCheckTests {
  /// Policies with given regrets, published with means that are off by `offsets`, without error.
  private func joint(_ regrets: [[Double]], _ offsets: [Double], error: Double = 0) -> JointCheck? {
    let cells = regrets.enumerated().map { index, values in
      ResultSet.Cell(
        "coin", "p\(index)", horizon: 10, rounds: [10], values: [.pseudoRegret: values])
    }
    let targets = zip(cells, offsets).map { cell, offset in
      Target.published(
        TargetMean(
          environment: "coin", policy: cell.policy, metric: .pseudoRegret, round: 10,
          mean: Moments(cell.values[.pseudoRegret] ?? []).mean - offset, standardDeviation: error,
          replications: 1, source: "s"))
    }
    let result = ResultSet(
      named: "n", title: "t", seed: 1, replications: regrets[0].count, cells: cells,
      targets: targets)
    return JointCheck(result.checks, .published, in: result)
  }

  /// 256 values of mean 0 and standard deviation 1 whose products with each other's vanish: the
  /// standard error of their mean is 1/16.
  private func wave(_ bit: Int, count: Int = 256) -> [Double] {
    let size = (Double(count - 1) / Double(count)).squareRoot()
    return (0..<count).map { ($0 >> bit) & 1 == 1 ? size : -size }
  }

  @Test("Independent means count in full, and χ² is the sum of the squares of z")
  func independent() throws {
    let one = try #require(joint([wave(0), wave(1), wave(2)], [0.125, -0.0625, 0.03125]))
    #expect(one.count == 3 && one.degrees == 3)
    #expect((one.effectiveCount - 3).magnitude < 1e-12)
    // z = 2, −1 and ½.
    let expected = 4.0 + 1 + 0.25
    #expect((try #require(one.chiSquare) - expected).magnitude < 1e-9)
    let tail = ChiSquareDistribution(degrees: 3).upperTail(expected)
    #expect((try #require(one.probability) - tail).magnitude < 1e-9)
  }

  @Test("The same mean twice counts once")
  func equal() throws {
    let one = try #require(joint([wave(0), wave(0), wave(1)], [0.125, 0.125, 0]))
    #expect((one.effectiveCount - 9.0 / 5).magnitude < 1e-12)
    #expect(one.degrees == 2)
    #expect((try #require(one.chiSquare) - 4).magnitude < 1e-9)
    // One mean cannot be off by two amounts.
    let torn = try #require(joint([wave(0), wave(0), wave(1)], [0, 0.125, 0]))
    #expect(torn.chiSquare == .infinity && torn.probability == 0)
  }

  @Test("Of two correlated means χ² is (z₁² − 2ρ z₁z₂ + z₂²)/(1 − ρ²)")
  func correlated() throws {
    // ρ = 0.6 between the first wave and 0.6 of it and 0.8 of another.
    let mixed = zip(wave(0), wave(1)).map { 0.6 * $0 + 0.8 * $1 }
    let one = try #require(joint([wave(0), mixed], [0.125, -0.0625]))
    let (first, second) = (2.0, -1.0)
    let expected = (first * first - 1.2 * first * second + second * second) / 0.64
    #expect((try #require(one.chiSquare) - expected).magnitude < 1e-9)
    #expect((one.effectiveCount - 4 / 2.72).magnitude < 1e-12)
    // An error of the targets' own, as large as the measured one, halves the correlation.
    let wide = try #require(joint([wave(0), mixed], [0.125, -0.0625], error: 0.0625))
    let (a, b) = (first / 2.0.squareRoot(), second / 2.0.squareRoot())
    let widened = (a * a - 0.6 * a * b + b * b) / 0.91
    #expect((try #require(wide.chiSquare) - widened).magnitude < 1e-9)
  }

  @Test("Too few replications leave the covariance open; one check has nothing to go with")
  func few() throws {
    let some = try #require(joint((0..<4).map { wave($0, count: 128) }, [1, 1, 1, 1]))
    #expect(some.chiSquare == nil && (some.effectiveCount - 4).magnitude < 1e-12)
    #expect(joint([wave(0)], [1]) == nil)
  }
}
