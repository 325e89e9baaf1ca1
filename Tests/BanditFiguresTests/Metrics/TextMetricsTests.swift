import Testing

@testable import BanditFigures

@Suite("Measures of text")
struct TextMetricsTests {
  @Test("Widths are those that Adobe's metrics of Helvetica state")
  func known() {
    // Helvetica.afm: H 722, e 556, l 222, o 556; bold: l 278, o 611; a figure 556.
    #expect(abs(TextMetrics.width("Hello", size: 1000) - 2278) < 2)
    #expect(abs(TextMetrics.width("Hello", size: 1000, bold: true) - 2445) < 2)
    #expect(abs(TextMetrics.width("0123456789", size: 1000) - 5560) < 4)
    let parts = TextMetrics.width("10", size: 10) + TextMetrics.width("2", size: 7.2)
    #expect(abs(TextMetrics.width("10", exponent: "2", size: 10) - parts) < 1e-9)
  }

  @Test("Letters that the font has not are as wide as they are high, emoji wider")
  func foreign() {
    #expect(TextMetrics.width("日本", size: 10) == 20)
    #expect(TextMetrics.width("🎰", size: 10) == 13)
    #expect(TextMetrics.width("👩‍👩‍👧", size: 10) == 13)
    #expect(TextMetrics.width("e\u{301}", size: 10) == TextMetrics.width("e", size: 10))
  }

  @Test("Shortened text fits, keeps both ends, and is whole where it fits")
  func shortened() {
    var count = 0
    for text in ["two-level MEAN, Thompson", "日本語のとても長いラベル", "🎰🎲🎰🎲🎰🎲", "a\nb", ""] {
      for room in stride(from: 0.0, through: 200, by: 7) {
        let short = TextMetrics.shortened(text, to: room, size: 10)
        #expect(TextMetrics.width(short, size: 10) <= room)
        count += 1
      }
    }
    #expect(count == 5 * 29)
    #expect(TextMetrics.shortened("two-level MEAN", to: 500, size: 10) == "two-level MEAN")
    let short = TextMetrics.shortened("two-level MEAN, Thompson", to: 70, size: 10)
    #expect(short.hasPrefix("two") && short.hasSuffix("son") && short.contains("…"))
  }

  @Test("Wrapped lines fit and hold all words, the last is shortened")
  func wrapped() {
    let text = "Mean of 100 replications with 95 % confidence intervals"
    let lines = TextMetrics.wrapped(text, to: 120, size: 10, lines: 9)
    #expect(lines.joined(separator: " ") == text && lines.count > 1)
    let few = TextMetrics.wrapped(text, to: 120, size: 10, lines: 2)
    #expect(few.count == 2 && few[1].contains("…"))
    #expect((lines + few).allSatisfy { TextMetrics.width($0, size: 10) <= 120 })
    #expect(TextMetrics.wrapped("", to: 10, size: 10, lines: 2).isEmpty)
  }
}
