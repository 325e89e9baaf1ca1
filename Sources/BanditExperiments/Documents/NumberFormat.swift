import Foundation

/// A number with a fixed count of decimals.
///
/// A missing number is a dash, and a negative zero loses its sign.
package func fixed(_ value: Double?, _ decimals: Int) -> String {
  guard let value else { return "–" }
  guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "−∞" }
  let text = String(format: "%.\(decimals)f", value)
  let isZero = !text.contains { ("1"..."9").contains($0) }
  return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
}

/// A mean with its standard error in units of the last digit: 0.928(2) is 0.928 ± 0.002.
///
/// Source: the concise notation of the "Guide to the expression of uncertainty in measurement",
/// JCGM 100:2008, section 7.2.2.
func concise(_ mean: Double, _ standardError: Double?, _ decimals: Int) -> String {
  guard let standardError else { return fixed(mean, decimals) + "(–)" }
  var scaled = standardError
  for _ in 0..<decimals { scaled *= 10 }
  return fixed(mean, decimals) + "(" + fixed(scaled, 0) + ")"
}

/// Texts that end in brackets, padded so that the brackets open in one column.
func alignedBrackets(_ texts: [String]) -> [String] {
  let lengths = texts.map {
    $0.distance(from: $0.firstIndex(of: "(") ?? $0.endIndex, to: $0.endIndex)
  }
  let longest = lengths.max() ?? 0
  return zip(texts, lengths).map { $0 + String(repeating: " ", count: longest - $1) }
}

/// A z-score with its sign.
package func signed(_ value: Double) -> String {
  (value > 0 ? "+" : "") + fixed(value, 2)
}

/// The decimals that show two digits of the smallest standard error of a column, from 1 to 6.
package func decimals(forErrors errors: [Double?]) -> Int {
  let smallest = errors.compactMap { $0 }.filter { $0 > 0 }.min() ?? 1
  var decimals = 1
  var scale = smallest * 10
  while scale < 10, decimals < 6 {
    scale *= 10
    decimals += 1
  }
  return min(decimals, 6)
}

/// A number with thousands separated by commas.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result += "," }
    result.append(digit)
  }
  return (number < 0 ? "-" : "") + result
}

extension Double {
  /// "95 %", "99.9 %": one decimal if there is one.
  var percentage: String {
    let text = fixed(self, 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }
}
