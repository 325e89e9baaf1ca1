import Testing

@testable import SampleStatistics

@Suite("Summaries of replications")
struct SummaryTests {
  @Test("Quantiles interpolate between order statistics at h = (n − 1) p")
  func quantiles() {
    #expect(quantile([7], 0.05) == 7)
    #expect(quantile([1, 2], 0.5) == 1.5)
    #expect(quantile([1, 2, 3, 4], 0.5) == 2.5)
    #expect(quantile([10, 20, 30, 40, 50], 0.25) == 20)
    // h = 4 · 0.05 = 0.2: a fifth of the way from the first to the second.
    #expect(quantile([10, 20, 30, 40, 50], 0.05) == 12)
    #expect(quantile([10, 20, 30, 40, 50], 0.95) == 48)
    #expect(quantile([1, 2, 3], 0) == 1)
    #expect(quantile([1, 2, 3], 1) == 3)
    let ramp = (0...100).map { Double($0) }
    #expect(quantile(ramp, 0.05) == 5)
    #expect(quantile(ramp, 0.95) == 95)
  }

  @Test("A summary takes mean and spread from the moments and quantiles from the values")
  func summary() {
    let values: [Double] = [50, 10, 30, 20, 40]
    let summary = Summary(moments: Moments(values), values: values)
    #expect(summary.mean == 30)
    #expect(summary.standardDeviation == 250.0.squareRoot())
    #expect(summary.standardError == 250.0.squareRoot() / 5.0.squareRoot())
    #expect(summary.median == 30)
    #expect(summary.q05 == 12)
    #expect(summary.q95 == 48)
    #expect(summary.replications == 5)
    let one = Summary(moments: Moments([4]), values: [4])
    #expect(one.standardError == nil)
    #expect(one.standardDeviation == nil)
    #expect([one.median, one.q05, one.q95] == [4, 4, 4])
  }
}
