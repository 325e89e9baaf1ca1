/// Pieces of SVG's syntax.
enum SVGText {
  /// A number with at most two decimals, as short as can be: "12.5", "-.25", "0".
  static func number(_ value: Double) -> String {
    text(hundredths(value))
  }

  private static func hundredths(_ value: Double) -> Int {
    Int((value * 100).rounded().bounded(-1e12...1e12, else: 0))
  }

  private static func text(_ hundredths: Int) -> String {
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    var text = hundredths < 0 ? "-" : ""
    if whole > 0 || part == 0 { text += String(whole) }
    if part > 0 {
      text += part < 10 ? ".0" : "."
      text += String(part % 10 == 0 && part >= 10 ? part / 10 : part)
    }
    return text
  }

  /// A line as a path, with each point from the one before; rounding errors do not add up.
  ///
  /// - Parameter isCoarse: tenths of pixels are enough for a line, and take a fifth fewer bytes;
  ///   small shapes would lose their form.
  static func path(_ points: [Point], isClosed: Bool, isCoarse: Bool = false) -> String {
    func hundredths(_ value: Double) -> Int {
      isCoarse ? 10 * SVGText.hundredths(value / 10) : SVGText.hundredths(value)
    }
    guard let first = points.first else { return "" }
    var (x, y) = (hundredths(first.x), hundredths(first.y))
    var data = "M\(text(x))\(separated(text(y)))"
    var isFirst = true
    for point in points.dropFirst() {
      let (nextX, nextY) = (hundredths(point.x), hundredths(point.y))
      if nextX == x, nextY == y, !isFirst { continue }
      let across = text(nextX - x)
      if nextY == y {
        data += "h\(across)"
      } else if nextX == x {
        data += "v\(text(nextY - y))"
      } else {
        data += "l\(across)\(separated(text(nextY - y)))"
      }
      isFirst = false
      (x, y) = (nextX, nextY)
    }
    return data + (isClosed ? "z" : "")
  }

  private static func separated(_ number: String) -> String {
    number.hasPrefix("-") ? number : " " + number
  }

  /// A closed shape about a point; a cross is two lines.
  static func marker(_ shape: MarkerShape, at point: Point, radius: Double) -> String {
    func corners(_ offsets: [(Double, Double)], isClosed: Bool = true) -> String {
      path(
        offsets.map { Point(point.x + $0.0 * radius, point.y + $0.1 * radius) },
        isClosed: isClosed)
    }
    switch shape {
    case .circle:
      let (r, d) = (number(radius), number(2 * radius))
      return path([Point(point.x - radius, point.y)], isClosed: false)
        + "a\(r) \(r) 0 1 0 \(d) 0a\(r) \(r) 0 1 0-\(d) 0z"
    case .square: return corners([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
    case .triangle: return corners([(0, -1.2), (1.1, 0.8), (-1.1, 0.8)])
    case .diamond: return corners([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case .invertedTriangle: return corners([(0, 1.2), (1.1, -0.8), (-1.1, -0.8)])
    case .cross:
      return corners([(-0.95, -0.95), (0.95, 0.95)], isClosed: false)
        + corners([(-0.95, 0.95), (0.95, -0.95)], isClosed: false)
    }
  }

  /// The beginning of a rectangle; attributes and "/>" follow.
  static func rectangle(_ box: Box) -> String {
    "<rect x=\"\(number(box.left))\" y=\"\(number(box.top))\" width=\"\(number(max(0, box.width)))\""
      + " height=\"\(number(max(0, box.height)))\""
  }

  /// Text in which nothing is markup; what XML 1.0 cannot hold becomes "\u{FFFD}".
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += " "
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        escaped.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }
}
