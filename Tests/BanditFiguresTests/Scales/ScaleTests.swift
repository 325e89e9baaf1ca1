import Testing

@testable import BanditFigures

@Suite("Scales")
struct ScaleTests {
  static let scales: [Scale] = [
    .linear, .log, .symlog(threshold: 1), .symlog(threshold: 0.01), .symlog(threshold: .nan),
    .squareRoot, .ordinal(["a", "b"]),
  ]

  @Test("Every scale ascends and takes back what it maps")
  func invertible() {
    var count = 0
    for scale in Self.scales {
      var last = -Double.infinity
      for value in [-1e15, -7, -1, -1e-3, 0, 1e-15, 1e-3, 0.5, 1, 2, 1e3, 1e15]
      where scale.accepts(value) {
        let length = scale.forward(value)
        #expect(length > last, "\(scale) \(value)")
        let back = scale.inverse(length)
        // Near 0 a symmetric logarithm loses what 1 + |x| / threshold loses.
        #expect(abs(back - value) <= 1e-9 * abs(value) + 1e-15, "\(scale) \(value)")
        last = length
        count += 1
      }
    }
    #expect(count == 12 * 6 + 7)
  }

  @Test("A map takes its ends to its ends, and coordinates back to values")
  func map() throws {
    var count = 0
    for scale in Self.scales {
      let map = ScaleMap(scale, Extent(lower: 0.5, upper: 800), from: 300, to: 20)
      let ends = try [#require(map.position(0.5)), #require(map.position(800))]
      #expect(abs(ends[0] - 300) < 1e-9 && abs(ends[1] - 20) < 1e-9)
      for place in stride(from: 20.0, through: 300, by: 35) {
        let back = try #require(map.position(map.value(at: place)))
        #expect(abs(back - place) < 1e-6)
        count += 1
      }
    }
    #expect(count == 9 * 7)
  }

  @Test("What has no place has none, and nothing is further off than a million")
  func nowhere() {
    let log = ScaleMap(.log, Extent(lower: 1, upper: 10), from: 0, to: 100)
    let linear = ScaleMap(.linear, Extent(lower: 0, upper: 1), from: 0, to: 100)
    for value in [Double.nan, .infinity, -.infinity, 1e301] {
      #expect(log.position(value) == nil && linear.position(value) == nil)
    }
    #expect(log.position(0) == nil && log.position(-1) == nil)
    #expect(log.edge(0) == 0 && log.edge(.infinity) == 100 && log.edge(.nan) == nil)
    #expect(linear.position(1e200) == 1e6)
  }
}
