import Testing

@testable import BanditFigures

@Suite("Extended labeling")
struct ExtendedLabelingTests {
  private static let table: [(lower: Double, upper: Double, ticks: Double, values: [Double])] = [
    (0, 10, 6, [0, 2, 4, 6, 8, 10]),
    (0, 10, 5, [0, 2.5, 5, 7.5, 10]),
    (0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (0, 10_000, 5, [0, 2_500, 5_000, 7_500, 10_000]),
    (-1, 1, 5, [-1, -0.5, 0, 0.5, 1]),
    (-1, 1, 3, [-1, 0, 1]),
    (1.5, 9.7, 5, [2, 4, 6, 8]),
    (0, 1e-15, 3, [0, 5e-16, 1e-15]),
    (0, 1e15, 3, [0, 5e14, 1e15]),
  ]

  @Test("Ranges whose best labeling is worked out by hand", arguments: table.indices)
  func byHand(_ index: Int) {
    let row = Self.table[index]
    let found = ExtendedLabeling.labeling(row.lower, row.upper, ticks: row.ticks) { _ in true }
    #expect(found?.values == row.values)
  }

  @Test("No labeling within a range has a higher score, by enumeration of all of them")
  func optimal() {
    var count = 0
    for lower in [-37.5, -1, 0, 0.013, 1.5, 998] {
      for width in [0.75, 3, 8.2, 46, 1234] {
        for ticks in [3.0, 5, 8] {
          let upper = lower + width
          let found = ExtendedLabeling.labeling(lower, upper, ticks: ticks) { _ in true }
          let score = found.map { Self.best($0.values, lower, upper, ticks) } ?? -.infinity
          var highest = -Double.infinity
          for values in Self.all(lower, upper) {
            highest = max(highest, Self.best(values, lower, upper, ticks))
          }
          #expect(score >= highest - 1e-9, "\(lower)…\(upper), \(ticks)")
          count += 1
        }
      }
    }
    #expect(count == 90)
  }

  @Test("A labeling that is not legible is not taken, and where none is there is none")
  func legibility() {
    let few = ExtendedLabeling.labeling(0, 10, ticks: 6) { $0.wholes.count < 4 }
    #expect(few?.values == [0, 5, 10])
    #expect(ExtendedLabeling.labeling(0, 10, ticks: 6) { _ in false } == nil)
  }

  private static let steps: [Double] = [1, 5, 2, 2.5, 4, 3]

  /// All runs of multiples of round steps within a range.
  private static func all(_ lower: Double, _ upper: Double) -> [[Double]] {
    var all: [[Double]] = []
    for exponent in -3...4 {
      for step in steps {
        let unit = step * Double.ten(exponent)
        guard (upper - lower) / unit < 40 else { continue }
        let first = Int((lower / unit).rounded(.up))
        let last = Int((upper / unit).rounded(.down))
        guard first < last else { continue }
        for start in first..<last {
          for end in start + 1...last {
            all.append((start...end).map { Double($0) * unit })
          }
        }
      }
    }
    return all
  }

  /// The score by the paper's formulas, with the simplest reading of the values.
  private static func best(
    _ values: [Double], _ lower: Double, _ upper: Double, _ ticks: Double
  ) -> Double {
    guard let low = values.first, let high = values.last, values.count > 1 else {
      return -.infinity
    }
    let step = (high - low) / Double(values.count - 1)
    var simplicity = -Double.infinity
    for (order, preferred) in steps.enumerated() {
      for exponent in -4...5 {
        let unit = preferred * Double.ten(exponent)
        guard abs(step - unit) < 1e-9 * step, abs((low / unit).rounded() - low / unit) < 1e-6
        else { continue }
        let zero = values.contains { abs($0) < 1e-9 * step } ? 1.0 : 0
        simplicity = max(simplicity, zero - Double(order) / 5)
      }
    }
    let tenth = 0.1 * (upper - lower)
    let coverage =
      1 - 0.5 * ((upper - high) * (upper - high) + (lower - low) * (lower - low)) / (tenth * tenth)
    let density = Double(values.count - 1) / (high - low)
    let wanted = (ticks - 1) / (upper - lower)
    return 0.25 * simplicity + 0.2 * coverage
      + 0.5 * (2 - max(density / wanted, wanted / density)) + 0.05
  }
}
