import Testing

@testable import BanditFigures

@Suite("Extents of axes")
struct ExtentTests {
  private func extent(_ values: [Double], _ axis: Axis = Axis(), padding: Double = 0.05) -> Extent {
    Extent(values, axis: axis, padding: padding)
  }

  @Test("Values have room about them, but none across 0")
  func padding() {
    #expect(extent([10, 20]) == Extent(lower: 9.5, upper: 20.5))
    #expect(extent([0, 20]) == Extent(lower: 0, upper: 21))
    #expect(extent([0.5, 20]) == Extent(lower: 0, upper: 20 + 0.05 * (20 - 0.5)))
    #expect(extent([1, 10_000], padding: 0) == Extent(lower: 0, upper: 10_000))
    #expect(extent([10, 20], padding: 0) == Extent(lower: 10, upper: 20))
    #expect(extent([10, 20], Axis(includesZero: true)) == Extent(lower: 0, upper: 21))
  }

  @Test("Equal, missing and unusable values have an axis all the same")
  func degenerate() {
    var count = 0
    for scale in ScaleTests.scales {
      for values in [
        [], [.nan], [.infinity], [0], [5], [5, 5], [-5], [1e15, 1e15 + 1], [1e-15],
        [-1e299, 1e299],
        [1e-299, 1e299], [.leastNonzeroMagnitude], [0, .leastNonzeroMagnitude],
      ] as [[Double]] {
        let found = extent(values, Axis("", scale))
        #expect(found.lower < found.upper && found.lower.isFinite && found.upper.isFinite)
        #expect(scale.accepts(found.lower) && scale.accepts(found.upper), "\(scale) \(values)")
        #expect((scale.forward(found.upper) - scale.forward(found.lower)).isNormal)
        count += 1
      }
    }
    #expect(count == 13 * 7)
  }

  @Test("A domain that is given is kept, unless the scale cannot show it")
  func domain() {
    let given = Extent(lower: 2, upper: 3)
    #expect(extent([0, 100], Axis(domain: 2...3)) == given)
    #expect(extent([1, 100], Axis("", .log, domain: 0...3)).lower > 0)
    #expect(extent([1, 100], Axis(domain: 0...Double.infinity)).upper < 1_000)
    #expect(extent([1], Axis(domain: 2...2)).lower < 1)
  }
}
