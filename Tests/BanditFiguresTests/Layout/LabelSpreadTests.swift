import Testing

@testable import BanditFigures

@Suite("Labels that are pushed apart")
struct LabelSpreadTests {
  private func centers(_ wished: [Double], _ height: Double, _ range: ClosedRange<Double>)
    -> [Double]
  {
    LabelSpread.centers(
      wished: wished, heights: [Double](repeating: height, count: wished.count), within: range)
  }

  @Test("Cases worked out by hand")
  func byHand() {
    #expect(centers([10, 30], 10, 0...100) == [10, 30])
    #expect(centers([10, 11], 10, 0...100) == [5.5, 15.5])
    #expect(centers([50, 50, 50], 10, 0...100) == [40, 50, 60])
    #expect(centers([1, 2], 10, 0...100) == [5, 15])
    #expect(centers([99, 100], 10, 0...100) == [85, 95])
    #expect(centers([], 10, 0...100).isEmpty)
    #expect(
      LabelSpread.centers(wished: [50, 51], heights: [10, 30], within: 0...100) == [40.5, 60.5])
  }

  @Test("Order is kept, nothing overlaps or leaves, and no small move brings labels nearer")
  func optimal() {
    var count = 0
    var state: UInt64 = 1
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    for labels in 1...9 {
      for _ in 0..<20 {
        let wished = (0..<labels).map { _ in random() * 100 }.sorted()
        let found = centers(wished, 10, 0...100)
        #expect(found[0] >= 5 - 1e-9 && found[labels - 1] <= 95 + 1e-9)
        for (one, next) in zip(found, found.dropFirst()) { #expect(next - one >= 10 - 1e-9) }
        // The problem is convex: what no block of neighbors can improve is the best.
        for first in 0..<labels {
          for last in first..<labels {
            for step in [-0.01, 0.01] {
              var moved = found
              for index in first...last { moved[index] += step }
              let isAllowed =
                moved[0] >= 5 && moved[labels - 1] <= 95
                && zip(moved, moved.dropFirst()).allSatisfy { $1 - $0 >= 10 }
              if isAllowed { #expect(cost(moved, wished) >= cost(found, wished) - 1e-9) }
              count += 1
            }
          }
        }
      }
    }
    #expect(count == 20 * 2 * (1...9).reduce(0) { $0 + $1 * ($1 + 1) / 2 })
  }

  private func cost(_ centers: [Double], _ wished: [Double]) -> Double {
    zip(centers, wished).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
