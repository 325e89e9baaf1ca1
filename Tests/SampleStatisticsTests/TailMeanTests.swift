import Foundation
import Randomness
import TestSupport
import Testing

@testable import SampleStatistics

@Suite("The mean of the largest twentieth")
struct TailMeanTests {
  @Test("Of a hundred values it is the mean of the five largest, of few the largest")
  func hundred() {
    let ramp = (1...100).map { Double($0) }
    #expect((TailMean(ascending: ramp).mean - 98).magnitude < 1e-12)
    // Five of a hundred: excesses over 95 of 1, …, 5.
    let squares = 55.0 - 225.0 / 100
    let error = 20 * (squares / 99 / 100).squareRoot()
    #expect(abs((TailMean(ascending: ramp).standardError ?? 0) - error) < 1e-12)
    for count in [1, 2, 19, 20] {
      #expect(TailMean(ascending: Array(ramp.prefix(count))).mean == Double(count))
    }
    #expect(TailMean(ascending: Array(ramp.prefix(39))).standardError == nil)
    #expect(TailMean(ascending: Array(ramp.prefix(40))).standardError != nil)
  }

  @Test("A part of a value counts with its share")
  func fraction() {
    // k = 2.5 of fifty values: (50 + 49 + 48/2)/2.5.
    let ramp = (1...50).map { Double($0) }
    let mean = (50 + 49 + 24) / 2.5
    #expect((TailMean(ascending: ramp).mean - mean).magnitude < 1e-12)
    // Equal values are their own mean; how far it may be off they do not say.
    let flat = TailMean(ascending: Array(repeating: 3, count: 200))
    #expect(flat.mean == 3 && flat.standardError == nil)
  }

  @Test("A sketch is within its relative error, and merging does not change it")
  func sketches() {
    var stream = testStream()
    let values = (0..<3000).map { _ in
      stream.nextBernoulli(0.2) ? 0 : Elementary.exp(6 * stream.nextUnit() - 2)
    }
    let exact = TailMean(ascending: values.sorted())
    let sketch = QuantileSketch(values)
    #expect((sketch.tail.mean / exact.mean - 1).magnitude <= QuantileSketch.relativeError + 1e-12)
    let ratio = (sketch.tail.standardError ?? 0) / (exact.standardError ?? 1)
    #expect((ratio - 1).magnitude < 0.05)
    var parts = QuantileSketch(Array(values[2000...]))
    parts.merge(QuantileSketch(Array(values[..<2000])))
    #expect(parts.tail == sketch.tail)
    var sample = CurveSample.values(Array(values[..<900]))
    sample.merge(.values(Array(values[900...])), keepsValues: false)
    #expect(sample.tail == sketch.tail)
    #expect(CurveSample.values(values).tail == exact && CurveSample.values([]).tail == nil)
    // Mostly zeros: the threshold is 0.
    let rare = QuantileSketch(Array(repeating: 0, count: 99) + [100])
    #expect((rare.tail.mean - 20).magnitude < 0.11)
  }

  @Test("Values below 0 stand in their order")
  func signs() {
    var sketch = SignedSketch()
    let values = (0..<100).map { Double($0) - 97 }
    sketch.add(values)
    // 2, 1, 0, −1, −2.
    #expect(sketch.tail.mean.magnitude < 0.006)
    var losses = SignedSketch()
    losses.add(values.map { $0 - 100 })
    #expect((losses.tail.mean / -100 - 1).magnitude <= QuantileSketch.relativeError + 1e-12)
  }

  // Of an exponential law it is ln 20 + 1; (x − v)⁺ has mean .05 and mean square .1, so that n
  // values have an error of 20 sqrt(.0975/n): .197 of a thousand.
  @Test("On exponential values mean and error are those of the law")
  func exponential() {
    var stream = testStream()
    var means: [Double] = []
    var errors = Moments()
    for _ in 0..<1000 {
      let values = (0..<1000).map { _ in -Elementary.log(1 - stream.nextUnit()) }
      let tail = TailMean(ascending: values.sorted())
      means.append(tail.mean)
      errors.add(tail.standardError ?? .nan)
    }
    let moments = Moments(means)
    // The bias of order 1/n is some hundredths of the spread; 6 standard errors of 1000 means
    // are .037. A mean of the largest tenth would be off by .69.
    #expect((moments.mean - (log(20) + 1)).magnitude < 0.04, "\(moments.mean)")
    let law = 20 * (0.0975 / 1000).squareRoot()
    #expect(((moments.standardDeviation ?? 0) / law - 1).magnitude < 0.15)
    #expect((errors.mean / law - 1).magnitude < 0.05, "\(errors.mean)")
  }
}
