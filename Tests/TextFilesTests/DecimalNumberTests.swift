import Testing

@testable import TextFiles

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test(
    "Decimal notation is a number, other spellings are not",
    arguments: [
      ("1", 1), ("-0.5", -0.5), ("+.5", 0.5), ("5.", 5), ("1e-3", 1e-3), ("1E2", 100), ("00", 0),
      ("", nil), (".", nil), ("e", nil), ("1e", nil), ("1e400", nil), ("0x10", nil), ("nan", nil),
      ("inf", nil), ("1_000", nil), ("1,5", nil), (" 1", nil), ("١", nil), ("--1", nil),
      (String(repeating: "1", count: 401), nil),
    ] as [(String, Double?)])
  func numbers(_ text: String, _ value: Double?) {
    #expect(decimalNumber(text) == value)
  }
}
