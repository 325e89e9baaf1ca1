import ClusterBandit
import Foundation
import TextFiles

extension NumberRange {
  /// The range in words; ends that no sensible value reaches are left out.
  var words: String {
    switch (lower, upper, excludesLower) {
    case (0, 1, false): "a number between 0 and 1"
    case (0, let upper, true) where upper >= 1e15: "a number above 0"
    case (0, let upper, false) where upper >= 1e15: "a number that is at least 0"
    case (-1e50, 1e50, _): "a finite number"
    case (1e-50, 1e50, _): "a number above 0"
    default: exactWords
    }
  }

  /// The range in words that do not fit `value`, which lies outside: both ends where
  /// ``words`` leaves out the one that it misses.
  func words(excluding value: Double) -> String {
    let isHidden = value > upper || (lower > 0 && value > 0) || lower == -1e50
    return isHidden && (lower, upper) != (0, 1) ? exactWords : words
  }

  private var exactWords: String {
    "a number \(excludesLower ? "above" : "from") \(text(lower)) up to \(text(upper))"
  }

  /// Without the zeros of a large power of ten.
  private func text(_ end: Double) -> String {
    end.magnitude < 1e15
      ? end.short : String(format: "%g", end).replacing("e+", with: "e")
  }
}

extension Double {
  /// Without a needless ".0".
  var short: String {
    self == rounded() && magnitude < 1e15 ? String(Int(self)) : "\(self)"
  }
}

/// What to write instead of a decimal comma, a percentage or a fraction: 0.5 for 0,5, 50 % and 1/2.
package func decimalMeant(by text: String) -> String? {
  let trimmed = text.filter { $0 != " " }
  let parts = trimmed.split(separator: "/", omittingEmptySubsequences: false)
  if parts.count == 2, let counted = decimalNumber(String(parts[0])),
    let all = decimalNumber(String(parts[1])), all > 0
  {
    return "\((counted / all).short) for \(trimmed)"
  }
  let pointed = trimmed.replacing(",", with: ".")
  if trimmed.hasSuffix("%") {
    return decimalNumber(String(pointed.dropLast())).map {
      "\(($0 / 100).short) without a percent sign"
    }
  }
  guard pointed != trimmed, decimalNumber(pointed) != nil else { return nil }
  return "\(pointed) with a decimal point"
}

/// The digits of a whole number that is written with thousands separators, with a point and zeros,
/// with an exponent, or to another base: 10000 for 10,000, 16 for 0x10.
package func wholeNumberMeant(by text: String) -> String? {
  if text.wholeMatch(of: /\d{1,3}([.,_' ]\d{3})+/) != nil, text.first != "0" {
    return text.filter(\.isNumber)
  }
  let bases = [("0x", 16), ("0o", 8), ("0b", 2)]
  if let (prefix, base) = bases.first(where: { text.lowercased().hasPrefix($0.0) }) {
    return UInt64(text.dropFirst(prefix.count), radix: base).map { "\($0), in decimal notation" }
  }
  guard let number = decimalNumber(text), number >= 0, number < 1e15, number == number.rounded()
  else { return nil }
  return String(Int(number))
}
