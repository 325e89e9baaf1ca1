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

/// A z-score with its sign.
package func signed(_ value: Double) -> String {
  (value > 0 ? "+" : "") + fixed(value, 2)
}

/// The decimals that show two digits of the smallest standard error of a column, from 1 to 6.
func decimals(forErrors errors: [Double?]) -> Int {
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
