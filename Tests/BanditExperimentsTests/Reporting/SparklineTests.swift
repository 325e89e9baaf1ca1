import Testing

@testable import BanditExperiments

@Suite("Curves in cells")
struct SparklineTests {
  @Test("A straight line from (0, 0) climbs evenly, to the top only where it is the largest")
  func line() {
    #expect(Sparkline.text([6, 12], [3, 6], upTo: 6) == "▁▂▂▃▄▄▅▆▆▇██")
    #expect(Sparkline.text([6, 12], [3, 6], upTo: 12) == "▁▁▁▂▂▂▃▃▃▄▄▄")
    #expect(Sparkline.text([1, 6, 12], [0, 0, 0], upTo: 6) == "▁▁▁▁▁▁▁▁▁▁▁▁")
  }

  @Test("Logarithmic checkpoints are seen at equal steps")
  func logarithmic() {
    #expect(Sparkline.text([1, 10, 120], [8, 8, 8], upTo: 8) == "████████████")
    #expect(Sparkline.text([60, 120], [0, 8], upTo: 8) == "▁▁▁▁▁▁▂▃▄▆▇█")
  }

  @Test("One point, nothing to compare with, and what is not finite have none")
  func none() {
    #expect(Sparkline.text([100], [5], upTo: 5) == nil)
    #expect(Sparkline.text([], [], upTo: 5) == nil)
    #expect(Sparkline.text([50, 100], [0, 0], upTo: 0) == nil)
    #expect(Sparkline.text([50, 100], [0, .nan], upTo: 5) == nil)
  }
}
