/// Colors for the values of a raster.
public enum ColorMap: String, Hashable, Sendable, CaseIterable {
  /// From dark violet to yellow, perceptually uniform and monotone in grey.
  ///
  /// By S. van der Walt and N. Smith for matplotlib (2015, CC0): every 16th of its 256 colors.
  case viridis
  /// From orange through white to violet, for values on both sides of 0.
  ///
  /// ColorBrewer's PuOr of eleven classes (C. Brewer, 2002, Apache license).
  case diverging

  /// Whether the domain is made symmetric about 0.
  var isSymmetric: Bool { self == .diverging }

  /// The color at a fraction from 0 to 1, linear between the anchors in sRGB.
  public func color(at fraction: Double) -> Color {
    let anchors = self == .viridis ? ColorMap.viridisAnchors : ColorMap.divergingAnchors
    let place = fraction.bounded(0...1, else: 0) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let (first, second, part) = (anchors[index], anchors[index + 1], place - Double(index))
    func mix(_ channel: KeyPath<Color, Double>) -> Double {
      first[keyPath: channel] * (1 - part) + second[keyPath: channel] * part
    }
    return Color(red: mix(\.red), green: mix(\.green), blue: mix(\.blue))
  }

  private static let viridisAnchors: [Color] = [
    0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
    0x1FA088, 0x28AE80, 0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725,
  ].map { Color(UInt32($0)) }

  private static let divergingAnchors: [Color] = [
    0x7F3B08, 0xB25706, 0xE08214, 0xFCB761, 0xFEE0B6, 0xF6F6F7, 0xD8DAEB, 0xB1AAD1, 0x8073AC,
    0x532687, 0x2D004B,
  ].map { Color(UInt32($0)) }
}
