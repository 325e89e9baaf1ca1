/// The tables of the ziggurat for the standard normal density, 256 layers.
///
/// Layer i is a rectangle of width x_i and area V. With f(x) = e^(−x²/2):
/// x_0 = V/f(R), x_1 = R, f(x_{i+1}) = f(x_i) + V/x_i, x_256 = 0. R solves f(x_256) = 1 and
/// V = R f(R) + ∫_R^∞ f; both were computed to 25 digits and the tests check that they close.
///
/// Source: G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random variables",
/// Journal of Statistical Software 5 (2000), in the form of J. A. Doornik, "An improved ziggurat
/// method to generate normal random samples" (2005): layer and abscissa come from disjoint bits
/// of one word.
public struct ZigguratTables: @unchecked Sendable {
  /// Where the tail begins.
  public static let tailStart = 3.654152885361008771645
  /// The area of every layer.
  public static let layerArea = 0.004928673233974655347362

  /// Widths x_0 … x_256, then for each layer i the ratio x_{i+1}/x_i, then heights f(x_0) …
  /// f(x_256).
  ///
  /// The block is allocated once, never freed and never written again: sharing it is safe.
  @usableFromInline let values: UnsafePointer<Double>

  @usableFromInline static let ratioOffset = 257
  @usableFromInline static let heightOffset = 513

  /// The tables shared by the whole process.
  public static let shared = ZigguratTables()

  private init() {
    let table = UnsafeMutablePointer<Double>.allocate(capacity: 770)
    func density(_ x: Double) -> Double { Elementary.exp(-0.5 * x * x) }
    let tail = ZigguratTables.tailStart
    let area = ZigguratTables.layerArea
    table[0] = area / density(tail)
    table[1] = tail
    for layer in 2..<256 {
      let below = table[layer - 1]
      table[layer] = (-2 * Elementary.log(area / below + density(below))).squareRoot()
    }
    table[256] = 0
    for layer in 0..<256 {
      table[ZigguratTables.ratioOffset + layer] = table[layer + 1] / table[layer]
    }
    for layer in 0...256 {
      table[ZigguratTables.heightOffset + layer] = density(table[layer])
    }
    values = UnsafePointer(table)
  }
}

extension RandomStream {
  /// A standard normal draw.
  ///
  /// Consumes one word in 98.5 % of the draws, otherwise more.
  ///
  /// - Parameter tables: ``ZigguratTables/shared``; a loop fetches it once.
  @inlinable @inline(__always)
  public mutating func nextNormal(_ tables: ZigguratTables) -> Double {
    let word = next()
    let layer = Int(truncatingIfNeeded: word & 255)
    let u = Double(Int64(bitPattern: word) &>> 11) * 0x1p-52
    if u.magnitude < tables.values[ZigguratTables.ratioOffset &+ layer] {
      return u * tables.values[layer]
    }
    let (draw, stream) = normalOutsideLayer(layer, u, tables)
    self = stream
    return draw
  }

  /// The rare cases: the tail, the wedge between two layers, and a fresh attempt.
  ///
  /// Returns the draw and the stream after it. A mutating function that is not inlined would be
  /// handed the stream's address, and the caller would have to keep its state in memory throughout.
  @usableFromInline @inline(never)
  func normalOutsideLayer(
    _ firstLayer: Int, _ firstU: Double, _ tables: ZigguratTables
  ) -> (draw: Double, stream: RandomStream) {
    var stream = self
    var layer = firstLayer
    var u = firstU
    let heights = tables.values + ZigguratTables.heightOffset
    while true {
      let x = u * tables.values[layer]
      if u.magnitude < tables.values[ZigguratTables.ratioOffset + layer] { return (x, stream) }
      if layer == 0 { return (stream.normalTail(negative: u < 0), stream) }
      let y = heights[layer] + (heights[layer + 1] - heights[layer]) * stream.nextUnit()
      if y < Elementary.exp(-0.5 * x * x) { return (x, stream) }
      let word = stream.next()
      layer = Int(truncatingIfNeeded: word & 255)
      u = Double(Int64(bitPattern: word) &>> 11) * 0x1p-52
    }
  }

  /// A normal draw beyond the tail's start, from exponentials.
  ///
  /// Source: G. Marsaglia, "Generating a variable from the tail of the normal distribution",
  /// Technometrics 6 (1964).
  private mutating func normalTail(negative: Bool) -> Double {
    let start = ZigguratTables.tailStart
    while true {
      let x = -Elementary.log(nextOpenUnit()) / start
      let y = -Elementary.log(nextOpenUnit())
      if y + y > x * x { return negative ? -(start + x) : start + x }
    }
  }
}
