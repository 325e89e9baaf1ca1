import Randomness
import TestSupport
import Testing

@testable import SampleStatistics

@Suite("Moments of replications")
struct MomentsTests {
  private func moments(_ values: some Sequence<Double>) -> Moments {
    var moments = Moments()
    for value in values { moments.add(value) }
    return moments
  }

  @Test("Moments of a few numbers are those worked out by hand")
  func byHand() {
    let few = moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(few.count == 8)
    #expect(few.mean == 5)
    #expect(few.squaredDeviations == 32)
    #expect(few.standardDeviation == (32.0 / 7).squareRoot())
    #expect(few.standardError == (32.0 / 7).squareRoot() / 8.0.squareRoot())
  }

  @Test("One value has no spread, no value has no mean")
  func few() {
    #expect(moments([3]).mean == 3)
    #expect(moments([3]).standardDeviation == nil)
    #expect(moments([3]).standardError == nil)
    #expect(moments([]) == Moments())
    #expect(moments([5, 5]).standardError == 0)
  }

  /// Sums without cancellation: values are multiples of 1/8, so the naive sums are exact.
  @Test("Adding and merging agree with exact sums to a few units of rounding")
  func againstExactSums() {
    var stream = testStream()
    for count in [1, 2, 3, 10, 999] {
      // A large common offset is what naive formulas with squares founder on.
      let values = (0..<count).map { _ in Double(stream.nextIndex(below: 8000)) / 8 + 1e9 }
      let mean = values.reduce(0, +) / Double(count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let added = moments(values)
      #expect(added.count == count)
      #expect((added.mean - mean).magnitude <= 1e9 * 0x1p-52 * 8)
      #expect((added.squaredDeviations - squares).magnitude <= squares * 1e-8 + 1e-6)
      for split in [0, 1, count / 2, count] {
        var merged = moments(values.prefix(split))
        merged.merge(moments(values.dropFirst(split)))
        #expect(merged.count == count)
        #expect((merged.mean - mean).magnitude <= 1e9 * 0x1p-52 * 8)
        #expect((merged.squaredDeviations - squares).magnitude <= squares * 1e-8 + 1e-6)
      }
    }
  }

  @Test("Merging with an empty sample changes nothing")
  func mergingNothing() {
    var some = moments([1, 2, 4])
    some.merge(Moments())
    #expect(some == moments([1, 2, 4]))
    var none = Moments()
    none.merge(moments([1, 2, 4]))
    #expect(none == moments([1, 2, 4]))
  }

  @Test("Merging rounds differently in another order, so the order must be fixed")
  func mergeOrder() {
    let parts = [moments([0.1, 0.2]), moments([1e8, 3.3]), moments([0.7, 0.9, 1e-8])]
    func merged(_ order: [Int]) -> Moments {
      var all = Moments()
      for index in order { all.merge(parts[index]) }
      return all
    }
    let results = [[0, 1, 2], [2, 1, 0], [1, 2, 0]].map(merged)
    #expect(Set(results.map(\.squaredDeviations)).count > 1)
    #expect(results.allSatisfy { ($0.mean - results[0].mean).magnitude < 1 })
  }
}
