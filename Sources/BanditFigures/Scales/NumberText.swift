/// A number as it stands beside a tick: text, and an exponent that is raised.
public struct NumberText: Hashable, Sendable {
  /// What stands on the line: "10,000", "−0.05", "2×10".
  public var text: String
  /// What is raised behind it: "−9".
  public var exponent: String?

  init(_ text: String, exponent: String? = nil) {
    self.text = text
    self.exponent = exponent
  }

  /// The number in one line of plain text: "2×10^−9".
  public var plain: String { exponent.map { "\(text)^\($0)" } ?? text }

  /// Whole multiples of a power of ten, all with as many decimals as the finest needs.
  ///
  /// From a million on, and below a ten-thousandth, with a power of ten common to all.
  static func texts(_ wholes: [Int], ten: Int) -> [NumberText] {
    var (wholes, ten) = (wholes, ten)
    let large = wholes.map(\.magnitude).max() ?? 0
    guard large > 0 else { return wholes.map { _ in NumberText("0") } }
    while wholes.allSatisfy({ $0 % 10 == 0 }) {
      wholes = wholes.map { $0 / 10 }
      ten += 1
    }
    let digits = String(wholes.map(\.magnitude).max() ?? 0).count
    let power = digits - 1 + ten
    guard power >= 6 || ten < -4 && power < -1 else {
      return wholes.map { NumberText(decimal($0, ten: ten)) }
    }
    return wholes.map { whole in
      if whole == 0 { return NumberText("0") }
      let mantissa = decimal(whole, ten: ten - power)
      let sign = mantissa == "−1" ? "−" : ""
      let isPower = mantissa == "1" || mantissa == "−1"
      return NumberText(isPower ? "\(sign)10" : "\(mantissa)×10", exponent: signed(power))
    }
  }

  /// A power of ten beside its siblings: plain from 0.001 to 100,000 if all are, else raised.
  static func power(_ exponent: Int, isPlain: Bool) -> NumberText {
    isPlain
      ? NumberText(decimal(1, ten: exponent)) : NumberText("10", exponent: signed(exponent))
  }

  private static func signed(_ exponent: Int) -> String {
    exponent < 0 ? "−\(-exponent)" : "\(exponent)"
  }

  /// "−12,345.67" for −1,234,567 and −2.
  private static func decimal(_ whole: Int, ten: Int) -> String {
    var digits = String(whole.magnitude)
    if ten > 0, whole != 0 { digits += String(repeating: "0", count: ten) }
    let decimals = max(0, -ten)
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let integer = digits.dropLast(decimals)
    var grouped = ""
    for (index, digit) in integer.enumerated() {
      if index > 0, (integer.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    let fraction = decimals > 0 ? "." + digits.suffix(decimals) : ""
    return (whole < 0 ? "−" : "") + grouped + fraction
  }
}
