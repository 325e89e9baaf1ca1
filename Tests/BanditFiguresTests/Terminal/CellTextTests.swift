import Testing

@testable import BanditFigures

@Suite("Text in cells of a terminal")
struct CellTextTests {
  @Test("East Asian letters and emoji take two cells, accents none")
  func widths() {
    for (text, width) in [("abc", 3), ("日本", 4), ("🎰", 2), ("e\u{301}", 1), ("×−é", 3), ("", 0)] {
      #expect(CellText.width(text) == width, "\(text)")
    }
  }

  @Test("A text that is too long keeps its beginning and its end")
  func shortened() {
    #expect(CellText.shortened("epsilon-greedy", to: 8) == "epsi…edy")
    #expect(CellText.shortened("日本語の名前", to: 7) == "日…前")
    #expect(CellText.shortened("short", to: 5) == "short")
    #expect(CellText.shortened("short", to: 0) == "")
  }

  @Test("What commands a terminal becomes a space, and letters without a likeness a question mark")
  func characters() {
    #expect(CellText.line("a\u{1B}[31mb\nc\u{202E}d") == "a [31mb c d")
    #expect(CellText.ascii("ε ≤ 10⁻³ × √2 日") == "eps <= 10^-3 x sqrt2 ?")
  }

  @Test("Lines are broken at spaces, and the last holds what is left")
  func wrapped() {
    #expect(CellText.wrapped("one two three four", to: 9) == ["one two", "three", "four"])
    #expect(CellText.wrapped("one two three four", to: 9, lines: 2) == ["one two", "thre…four"])
  }
}
