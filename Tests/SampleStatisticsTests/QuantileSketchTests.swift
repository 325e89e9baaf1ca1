import Foundation
import Randomness
import TestSupport
import Testing

@testable import SampleStatistics

@Suite("Sketches of quantiles")
struct QuantileSketchTests {
  /// Values over many orders of magnitude, some of them 0.
  private func values(_ count: Int, _ stream: inout RandomStream) -> [Double] {
    (0..<count).map { _ in
      stream.nextBernoulli(0.1)
        ? 0 : Elementary.exp(30 * stream.nextUnit() - 15) * (1 + stream.nextUnit())
    }
  }

  @Test(
    "Every quantile is within the stated relative error of the exact one",
    arguments: [1, 2, 3, 10, 101, 1001, 5000])
  func accuracy(_ count: Int) {
    var stream = testStream(UInt64(count))
    let values = values(count, &stream)
    let sorted = values.sorted()
    let sketch = QuantileSketch(values)
    #expect(sketch.count == count && sketch.zeros == values.count { $0 == 0 })
    var compared = 0
    for p in [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1] {
      let exact = quantile(sorted, p)
      let error = (sketch.quantile(p) - exact).magnitude
      #expect(error <= (QuantileSketch.relativeError + 1e-12) * exact, "\(p): \(exact)")
      compared += 1
    }
    #expect(compared == 9)
    #expect(QuantileSketch.relativeError == 0.005)
  }

  @Test("A single value at, above and below the edges of classes is met within the error")
  func edges() {
    let base = (1 + QuantileSketch.relativeError) / (1 - QuantileSketch.relativeError)
    var worst = 0.0
    for number in stride(from: -1500, through: 60_000, by: 97) {
      let edge = Elementary.exp(Double(number) * Elementary.log(base))
      for value in [edge.nextDown, edge, edge.nextUp] {
        let found = QuantileSketch([value]).quantile(0.5)
        worst = max(worst, (found - value).magnitude / value)
      }
    }
    #expect(worst <= QuantileSketch.relativeError + 1e-9)
    // The bound is met somewhere, so it is not a loose one.
    #expect(worst > 0.99 * QuantileSketch.relativeError)
  }

  @Test("What is almost 0 counts as 0, and huge values have their class")
  func extremes() {
    let tiny = QuantileSketch([0, -0.0, 1e-10, 9.9e-10])
    #expect(tiny.zeros == 4 && tiny.classes.isEmpty && tiny.quantile(0.9) == 0)
    let huge = QuantileSketch([1e300, 1e-9, 5e307])
    #expect(huge.zeros == 0 && huge.classes == huge.classes.sorted() && huge.counts == [1, 1, 1])
    #expect((huge.quantile(0.5) / 1e300 - 1).magnitude <= 0.00501)
  }

  @Test("Merging is associative and commutative, bit for bit, and the same as one sketch of all")
  func merging() {
    var stream = testStream()
    var merged = 0
    for trial in 0..<60 {
      let parts = (0..<3).map { _ in values(stream.nextIndex(below: 40), &stream) }
      let sketches = parts.map { QuantileSketch($0) }
      func sum(_ first: QuantileSketch, _ second: QuantileSketch) -> QuantileSketch {
        var sum = first
        sum.merge(second)
        return sum
      }
      let (a, b, c) = (sketches[0], sketches[1], sketches[2])
      #expect(sum(a, b) == sum(b, a), "\(trial)")
      #expect(sum(sum(a, b), c) == sum(a, sum(b, c)), "\(trial)")
      #expect(sum(sum(a, b), c) == QuantileSketch(parts.flatMap { $0 }), "\(trial)")
      #expect(sum(a, QuantileSketch()) == a && sum(QuantileSketch(), a) == a)
      merged += 1
    }
    #expect(merged == 60)
  }

  @Test("A sketch comes back from JSON, and the order of values does not matter")
  func codable() throws {
    var stream = testStream()
    var values = values(500, &stream)
    let sketch = QuantileSketch(values)
    let data = try JSONEncoder().encode(sketch)
    #expect(try JSONDecoder().decode(QuantileSketch.self, from: data) == sketch)
    stream.shuffle(&values)
    #expect(QuantileSketch(values) == sketch)
  }

  @Test("Samples keep their values up to the limit and become sketches beyond it")
  func samples() {
    let limit = CurveSample.exactLimit
    func merged(_ first: Int, _ second: Int, keepsValues: Bool = false) -> CurveSample {
      var sample = CurveSample.values((0..<first).map { Double($0) })
      sample.merge(.values((first..<(first + second)).map { Double($0) }), keepsValues: keepsValues)
      return sample
    }
    let all = (0...limit).map { Double($0) }
    #expect(merged(limit - 100, 100) == .values(Array(all.dropLast())))
    #expect(merged(limit, 1) == .sketch(QuantileSketch(all)))
    #expect(merged(limit, 1, keepsValues: true) == .values(all))
    #expect(
      CurveSample.values([]).quantiles == nil
        && CurveSample.sketch(QuantileSketch()).quantiles == nil)
    #expect(merged(3, 2).quantiles == CurveQuantiles(q05: 0.2, q25: 1, median: 2, q75: 3, q95: 3.8))
  }
}
