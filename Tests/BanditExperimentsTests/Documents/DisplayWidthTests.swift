import Testing

@testable import BanditExperiments

@Suite("Texts in the cells of a terminal")
struct DisplayWidthTests {
  @Test(
    "Widths",
    arguments: [
      ("", 0), ("abc", 3), ("ε = t^(−1/2)", 12), ("時計", 4), ("한국", 4), ("ＡＢ", 4), ("e\u{301}", 1),
      ("🎰", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("a\u{200B}b", 2), ("\u{301}", 0), ("…", 1),
    ])
  func widths(_ text: String, _ width: Int) { #expect(text.displayWidth == width) }

  @Test("A long text keeps its start and its end")
  func shortened() {
    #expect("two-level, c = 0.5".shortened(to: 18) == "two-level, c = 0.5")
    #expect("two-level, c = 0.5".shortened(to: 11) == "two-l…= 0.5")
    #expect("abc".shortened(to: 2) == "a…")
    #expect("時計時計時計".shortened(to: 7) == "時…計")
    #expect("🎰🎰🎰".shortened(to: 5) == "🎰…🎰")
  }

  @Test("Lines are broken at spaces; a long word stays whole")
  func wrapped() {
    #expect("one two three".wrapped(to: nil) == ["one two three"])
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("one  two".wrapped(to: 8) == ["one  two"])
    #expect("a verylongword b".wrapped(to: 5) == ["a", "verylongword", "b"])
    #expect("時計 時計".wrapped(to: 5) == ["時計", "時計"])
    #expect("± s.e. of 5 %".wrapped(to: 6) == ["± s.e.", "of 5 %"])
    #expect("".wrapped(to: 5) == [""])
  }

  @Test("Nothing that commands a terminal is left")
  func printable() {
    #expect("a\u{1B}[31m\tb\u{7F}\u{9B}".printable == "a\u{FFFD}[31m\u{FFFD}b\u{FFFD}\u{FFFD}")
    #expect("x\u{202E}y\u{2028}z\u{2066}".printable == "x\u{FFFD}y\u{FFFD}z\u{FFFD}")
    #expect("👩‍👩‍👧 é 時".printable == "👩‍👩‍👧 é 時")
  }
}
