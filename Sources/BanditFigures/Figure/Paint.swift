/// What a shape is colored with; a ``Theme`` says which color that is.
public enum Paint: Hashable, Sendable {
  /// The color behind everything.
  case background
  /// Text, axes and reference lines.
  case ink
  /// Text of less weight.
  case mutedInk
  /// The lines that carry the eye from an axis.
  case grid
  /// The color of a series, by its index.
  case series(Int)
  /// A color that is the same in every theme.
  case fixed(Color)
}

/// A color of the sRGB space.
public struct Color: Hashable, Sendable {
  /// Red, green and blue from 0 to 1.
  public let red: Double, green: Double, blue: Double

  /// A color by its hexadecimal number 0xRRGGBB.
  public init(_ hex: UInt32) {
    red = Double(hex >> 16 & 0xFF) / 255
    green = Double(hex >> 8 & 0xFF) / 255
    blue = Double(hex & 0xFF) / 255
  }

  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// "#rrggbb", or "#rgb" where that says the same.
  public var hexadecimal: String {
    let digits = [red, green, blue].flatMap { channel in
      let byte = Int((channel.bounded(0...1, else: 0) * 255).rounded())
      return [byte / 16, byte % 16]
    }
    let pairs = stride(from: 0, to: 6, by: 2)
    let short = pairs.allSatisfy { digits[$0] == digits[$0 + 1] }
    let kept = short ? pairs.map { digits[$0] } : digits
    return "#" + kept.map { String($0, radix: 16) }.joined()
  }

  /// Relative luminance (WCAG 2.1), 0 for black and 1 for white; channels are raised to 2.2.
  var luminance: Double {
    0.2126 * power(red) + 0.7152 * power(green) + 0.0722 * power(blue)
  }

  /// Black or white, whichever is read more easily on this color.
  var contrasting: Color { luminance > 0.18 ? Color(0x000000) : Color(0xFFFFFF) }

  private func power(_ channel: Double) -> Double { channel.raised(to: 2.2) }
}
