import Testing

@testable import BanditNotebooks

@Suite("Expected output")
struct ExpectedOutputTests {
  private func labels(tolerance: Double? = nil, unordered: Bool = false) -> FenceLabels {
    var labels = FenceLabels()
    labels.tolerance = tolerance
    labels.isUnordered = unordered
    return labels
  }

  private func matches(
    _ expected: [String], _ output: [String], tolerance: Double? = nil, unordered: Bool = false
  ) -> Bool {
    ExpectedOutput(expected, labels: labels(tolerance: tolerance, unordered: unordered))
      .matches(output)
  }

  @Test("Lines are compared byte by byte")
  func exact() {
    #expect(matches([], []))
    #expect(!matches([], [""]))
    #expect(matches(["a ", ""], ["a ", ""]))
    #expect(!matches(["a "], ["a"]))
    #expect(!matches(["\u{E9}"], ["e\u{301}"]))
    #expect(!matches(["1.0"], ["1.00"]))
  }

  @Test("Three points stand for any lines, and for any text in a line")
  func wildcards() {
    #expect(matches(["..."], []))
    #expect(matches(["...", "b", "..."], ["a", "b", "b", "c"]))
    #expect(!matches(["...", "b"], ["a", "b", "c"]))
    #expect(matches(["a", "...", "b", "...", "c"], ["a", "b", "x", "b", "c"]))
    #expect(matches(["took ... s"], ["took 12.5 s"]))
    #expect(matches(["..."], ["..."]))
    #expect(matches(["a..."], ["a"]))
    #expect(matches(["x...y...z"], ["xyyzyz"]))
    #expect(!matches(["took ... s"], ["took 12.5 ms now"]))
  }

  @Test("Numbers may differ by the tolerance, all else may not")
  func tolerance() {
    let cases: [(String, String, Double, Bool)] = [
      ("1.23", "1.24", 0.01, true), ("1.23", "1.24", 0.001, false), ("1e-3", "0.001", 0, true),
      ("1e-3", "1.0005E-03", 0.001, true), ("-0", "0", 0, true), ("−0.5", "-0.5", 0, true),
      ("12 of 20", "12 of 20", 0, true), ("12 of 20", "12 of 21", 0.01, false),
      ("12 of 20", "13 of 20", 0.1, true), ("12 of 20", "12 off 20", 1, false),
      ("1,100", "1,105", 0.01, false), ("3-1", "3-1.001", 0.01, true), ("a=+1", "a=1", 0, true),
      ("1", "-1", 0.9, false), ("0", "1e-300", 0.5, false), ("1e999", "1e999", 0, true),
      ("nan", "nan", 0, true), ("nan", "inf", 1, false), ("449(6)", "450(6)", 0.01, true),
      ("t ... 2.0 s", "t 99 2.01 s", 0.01, true), ("1e", "1e", 0, true), (".5", "0.5", 0, true),
      ("x1.5.2", "x1.5.2", 0, true), ("5.", "5", 0, false),
    ]
    for (expected, output, tolerance, same) in cases {
      #expect(
        matches([expected], [output], tolerance: tolerance) == same, "\(expected) \(output)")
    }
    #expect(cases.count == 24)
  }

  @Test("Unordered lines are a multiset")
  func unordered() {
    #expect(matches(["a", "b", "a"], ["a", "a", "b"], unordered: true))
    #expect(!matches(["a", "b", "a"], ["a", "b", "b"], unordered: true))
    #expect(!matches(["a", "a"], ["a"], unordered: true))
    #expect(!matches(["a"], ["a", "a"], unordered: true))
    #expect(matches(["b", "..."], ["a", "b", "c"], unordered: true))
    #expect(matches(["x 1.0", "...!"], ["!", "x 1.001"], tolerance: 0.01, unordered: true))
  }

  @Test("An update keeps what is still met, and line by line what can be kept")
  func updating() {
    func updated(_ expected: [String], _ output: [String], _ tolerance: Double? = nil) -> [String] {
      ExpectedOutput(expected, labels: labels(tolerance: tolerance)).updated(for: output)
    }
    #expect(updated(["a", "..."], ["a", "b"]) == ["a", "..."])
    #expect(updated(["a", "..."], ["b", "c"]) == ["b", "c"])
    #expect(updated(["t ... s", "x"], ["t 3 s", "y"]) == ["t ... s", "y"])
    #expect(updated(["1.00", "x"], ["1.001", "y"], 0.01) == ["1.00", "y"])
    #expect(updated([], ["..."]) == ["..."])
  }

  @Test("An updated expectation is met and is updated to itself")
  func idempotent() {
    let words = ["a", "b", "...", "a...", "1.0", "1.001"]
    var count = 0
    for number in 0..<1296 {
      let pick = [number % 6, number / 6 % 6, number / 36 % 6, number / 216]
      let expected = [words[pick[0]], words[pick[1]]]
      let output = [words[pick[2]], words[pick[3]]]
      for isUnordered in [false, true] {
        let labels = labels(tolerance: 0.01, unordered: isUnordered)
        let updated = ExpectedOutput(expected, labels: labels).updated(for: output)
        let again = ExpectedOutput(updated, labels: labels)
        #expect(again.matches(output))
        #expect(again.updated(for: output) == updated)
        count += 1
      }
    }
    #expect(count == 2592)
  }
}
