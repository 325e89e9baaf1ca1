import Testing

@testable import BanditFigures

@Suite("Lines simplified to the pixel")
struct PolylineTests {
  private func wave(_ count: Int) -> [Point] {
    (0..<count).map { index in
      let jump = index % 97 == 0 ? 40.0 : 0
      return Point(Double(index) * 300 / Double(count), Double(index * index % 41) + jump)
    }
  }

  @Test("Of a hundred thousand points at most four a pixel are left, with the extremes of each")
  func extremes() {
    let all = wave(100_000)
    let kept = Polyline.simplified(all)
    #expect(kept.count <= 4 * 300)
    func extremes(_ points: [Point]) -> [Int: [Double]] {
      Dictionary(grouping: points) { Int($0.x) }.mapValues { column in
        [column.map(\.y).min() ?? 0, column.map(\.y).max() ?? 0]
      }
    }
    let (before, after) = (extremes(all), extremes(kept))
    #expect(before.count == 300)
    for (column, ends) in before { #expect(after[column] == ends) }
  }

  @Test("No point is further from the line than the tolerance")
  func distance() {
    let all = (0..<100).map { Point(Double($0) * 3, Double($0 * $0) / 30) }
    let kept = Polyline.simplified(all)
    #expect(kept.count < 60 && kept.first == all.first && kept.last == all.last)
    var count = 0
    for point in all {
      let nearest = zip(kept, kept.dropFirst()).map { point.distance(toLineFrom: $0, to: $1) }.min()
      #expect(nearest.map { $0 <= Polyline.tolerance + 1e-9 } ?? false)
      count += 1
    }
    #expect(count == 100)
  }

  @Test("Short lines, equal points and straight lines")
  func small() {
    #expect(Polyline.simplified([]).isEmpty)
    #expect(Polyline.simplified([Point(1, 2)]) == [Point(1, 2)])
    #expect(Polyline.simplified([Point](repeating: Point(1, 1), count: 9)).count <= 2)
    let straight = (0...50).map { Point(Double($0), 2 * Double($0)) }
    #expect(Polyline.simplified(straight) == [Point(0, 0), Point(50, 100)])
  }
}
