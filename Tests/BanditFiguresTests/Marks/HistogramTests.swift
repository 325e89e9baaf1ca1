import Testing

@testable import BanditFigures

@Suite("Histograms")
struct HistogramTests {
  @Test("Every finite value is in one bin, and bins have one round width")
  func counts() {
    var count = 0
    for values in [
      [1, 2, 3, 4, 100], [5], [5, 5, 5], [0, 0, 0, 1], [-1e15, 1e15], [1e-15, 2e-15, 2.5e-15],
      (0..<500).map { Double($0 * $0 % 97) }, [1e9, 1e9 + 1], [-3, -2.5, .nan, .infinity],
      [0, .leastNonzeroMagnitude],
    ] as [[Double]] {
      let bars = Bars.histogram(of: values)
      #expect(bars.heights.reduce(0, +) == Double(values.count { $0.isFinite }), "\(values)")
      #expect((1...201).contains(bars.heights.count))
      #expect(bars.edges.count == bars.heights.count + 1)
      #expect(zip(bars.edges, bars.edges.dropFirst()).allSatisfy { $0 < $1 })
      count += 1
    }
    #expect(count == 10)
    #expect(Bars.histogram(of: []).heights.isEmpty)
  }

  @Test("A histogram worked out by hand")
  func byHand() {
    // Quartiles 3 and 7 of nine values: 2 · 4 / 9^(1/3) = 3.85, rounded up to 5.
    let bars = Bars.histogram(of: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(bars.edges == [0, 5, 10] && bars.heights == [4, 5])
    let same = Bars.histogram(of: [0, 5, 10, 11], edges: [0, 5, 10])
    #expect(same.heights == [1, 2])
  }
}
