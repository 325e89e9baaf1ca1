import Testing

@testable import BanditFigures

@Suite("Ticks")
struct TickTests {
  private func ticks(
    _ scale: Scale, _ lower: Double, _ upper: Double, length: Double = 400
  ) -> [Tick] {
    PanelFrame.horizontalTicks(
      ScaleMap(scale, Extent(lower: lower, upper: upper), from: 0, to: length), small: 10,
      isUpward: false)
  }

  private func names(_ ticks: [Tick]) -> [String] { ticks.compactMap { $0.label?.plain } }

  @Test("Names of axes worked out by hand")
  func byHand() {
    #expect(
      names(ticks(.linear, 0, 10_000)) == ["0", "2,000", "4,000", "6,000", "8,000", "10,000"])
    #expect(names(ticks(.linear, 0, 1e-9)).last == "1.0×10^−9")
    #expect(names(ticks(.log, 1, 1e4)) == ["1", "10", "100", "1,000", "10,000"])
    #expect(names(ticks(.log, 1e-9, 1e3)).first == "10^−9")
    #expect(names(ticks(.log, 1, 100)) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(names(ticks(.log, 2, 3)).count >= 3)
    #expect(
      names(ticks(.symlog(threshold: 1), -100, 100))
        == ["−100", "−10", "−1", "0", "1", "10", "100"])
    #expect(names(ticks(.ordinal(["a", "b", "c"]), -0.5, 2.5)) == ["a", "b", "c"])
  }

  @Test("Few decades have minor ticks at 2 to 9, many have none")
  func minor() {
    let few = ticks(.log, 1, 1e4)
    #expect(few.count { !$0.isMajor } == 4 * 8)
    #expect(few.first { !$0.isMajor }?.value == 2)
    let many = ticks(.log, 1e-150, 1e150)
    #expect(many.allSatisfy { $0.isMajor })
    #expect(names(many).count >= 2)
  }

  @Test("Ticks ascend within their axis, and names never collide")
  func apart() {
    var count = 0
    for scale in ScaleTests.scales {
      for (lower, upper) in [
        (0.9, 1.1), (1, 10_000), (1e-15, 1e15), (3, 4e6), (1e15, 1e15 + 1e6), (1e-15, 2e-15),
        (123_456.5, 123_456.75), (7, 7.0001),
      ] {
        for length in [12.0, 60, 250, 3_000] {
          let found = ticks(scale, lower, upper, length: length)
          let values = found.map(\.value)
          if case .ordinal = scale {
          } else {
            #expect(values.allSatisfy { $0 >= lower && $0 <= upper }, "\(scale) \(lower) \(upper)")
          }
          #expect(values == values.sorted() && Set(values).count == values.count)
          let map = ScaleMap(scale, Extent(lower: lower, upper: upper), from: 0, to: length)
          var end = -Double.infinity
          for tick in found {
            guard let label = tick.label, let place = map.position(tick.value) else { continue }
            let half = TextMetrics.width(label.text, exponent: label.exponent, size: 10) / 2
            #expect(place - half >= end)
            end = place + half
          }
          #expect(Set(names(found)).count == names(found).count)
          if length >= 250, scale == .linear { #expect(names(found).count >= 2) }
          count += 1
        }
      }
    }
    #expect(count == 7 * 8 * 4)
  }
}
