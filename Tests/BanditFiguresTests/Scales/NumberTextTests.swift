import Testing

@testable import BanditFigures

@Suite("Numbers at ticks")
struct NumberTextTests {
  @Test("All numbers of an axis have the decimals of the finest, and one power of ten")
  func table() {
    let table: [(wholes: [Int], ten: Int, texts: [String])] = [
      ([0, 25, 50], 2, ["0", "2,500", "5,000"]),
      ([0, 5, 10], -2, ["0.00", "0.05", "0.10"]),
      ([-150, -100, 0], -1, ["−15", "−10", "0"]),
      ([10, 20], -10, ["10^−9", "2×10^−9"]),
      ([0, 50, 100], 5, ["0", "0.5×10^7", "1.0×10^7"]),
      ([999_999], 0, ["999,999"]),
      ([1_234_567], 0, ["1.234567×10^6"]),
      ([0], 5, ["0"]),
      ([-1], 9, ["−10^9"]),
    ]
    for row in table {
      #expect(NumberText.texts(row.wholes, ten: row.ten).map(\.plain) == row.texts)
    }
  }
}
