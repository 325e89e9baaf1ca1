import Foundation

extension Double {
  /// Whether the value has a place: neither NaN nor infinite, nor so large that ranges overflow.
  var isDrawable: Bool { isFinite && magnitude < Extent.largest }

  /// The power of a number that is not negative.
  func raised(to exponent: Double) -> Double { Foundation.pow(self, exponent) }

  /// The logarithm to base 10.
  var decimalLogarithm: Double { Foundation.log10(self) }

  /// A power of ten, correctly rounded.
  static func ten(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }

  /// The whole number times a power of ten, correctly rounded where both are exact.
  static func scaled(_ whole: Double, ten exponent: Int) -> Double {
    exponent < 0 ? whole / ten(-exponent) : whole * ten(exponent)
  }

  /// The exponent of the largest power of ten that is not above a positive number.
  var decade: Int {
    let guess = Int(decimalLogarithm.rounded(.down))
    if Double.ten(guess) > self { return guess - 1 }
    return Double.ten(guess + 1) <= self ? guess + 1 : guess
  }
}
