@testable import BanditFigures

/// Data as no one wants it, and every mark made of it.
struct NastyData {
  var name: String
  var x: [Double]
  var y: [Double]

  static let all = [
    NastyData(name: "plain", x: [1, 2, 3, 4], y: [3, 1, 4, 1.5]),
    NastyData(name: "nothing", x: [], y: []),
    NastyData(name: "one point", x: [3], y: [5]),
    NastyData(name: "one at 0", x: [0], y: [0]),
    NastyData(name: "equal values", x: [2, 2, 2], y: [7, 7, 7]),
    NastyData(name: "not finite", x: [1, .nan, 3, 4, .infinity], y: [.nan, 2, -.infinity, 4, 5]),
    NastyData(name: "only NaN", x: [.nan, .nan], y: [.nan, .nan]),
    NastyData(name: "large", x: [0, 1e15], y: [-1e15, 1e15]),
    NastyData(name: "small", x: [1e-15, 3e-15], y: [2e-15, 4e-15]),
    NastyData(name: "large and close", x: [1e15, 1e15 + 1], y: [1e15, 1e15 + 0.25]),
    NastyData(name: "far", x: [1e-15, 1, 1e15], y: [1e-300, 1, 1e299]),
    NastyData(
      name: "largest", x: [-1.7e308, 1.7e308, .leastNonzeroMagnitude],
      y: [1, 2, .leastNonzeroMagnitude]),
    NastyData(name: "not positive", x: [-2, -1, 0], y: [0, -1, -100]),
    NastyData(name: "both signs", x: [-100, 0, 100], y: [-1e6, 0.1, 1e6]),
    NastyData(name: "uneven", x: [1, 2, 3, 4, 5], y: [1, 2]),
    NastyData(
      name: "many", x: (0..<700).map(Double.init), y: (0..<700).map { Double($0 * 7919 % 101) }),
  ]

  static let scales: [(Scale, Scale)] = [
    (.linear, .linear), (.log, .log), (.linear, .symlog(threshold: 1)),
    (.squareRoot, .squareRoot), (.ordinal(["one", long, "three", ""]), .linear),
    (.log, .ordinal(["a", "日本語", long])),
  ]

  static let long =
    "A name <of> 300 & more \"letters\" 日本語のとても長い名前 🎰🎲 "
    + String(repeating: "that goes on, ", count: 20)

  /// A mark, or several.
  enum Kind: CaseIterable {
    case curve
    case stepped
    case points
    case bars
    case histogram
    case area
    case raster
    case references
    case rugs
    case annotations
    case mixture
  }

  static let kinds = Kind.allCases
}

extension NastyData.Kind {
  func marks(_ data: NastyData) -> [Mark] {
    let (x, y) = (data.x, data.y)
    let none = Band(about: y, plusMinus: y.map { _ in 0 })
    switch self {
    case .curve:
      return (0..<3).map { series in
        .curve(
          Curve(
            series == 1 ? NastyData.long : "curve \(series)", x: x,
            y: y.map { $0 * Double(series + 1) },
            band: series == 2 ? none : Band(about: y, plusMinus: y.map { $0 / 3 }), series: series))
      }
    case .stepped: return [.curve(Curve("steps", x: x, y: y, band: none, isStepped: true))]
    case .points:
      return [.points(PointSeries(NastyData.long, x: x, y: y, horizontal: none, vertical: none))]
    case .bars: return [.bars(Bars("bars", edges: x, heights: y))]
    case .histogram:
      return [.bars(.histogram(of: x)), .bars(.histogram("other", of: y, series: 1))]
    case .area: return [.area(Area("area", x: x, upper: y)), .area(Area(x: x, lower: y, upper: x))]
    case .raster:
      return [
        .raster(
          Raster(
            "colors", cells: [x, y, [nil, 1]], texts: [["1\n2", NastyData.long], ["", "two"]]))
      ]
    case .references:
      return x.map { .reference(ReferenceLine(.vertical, at: $0, "here")) }.prefix(20)
        + y.prefix(20).map { .reference(ReferenceLine(.horizontal, at: $0, NastyData.long)) }
        + [.curve(Curve(x: x, y: y))]
    case .rugs:
      return [
        .rug(Rug("rug", positions: x)), .rug(Rug(positions: y, along: .y, at: x.first, series: 1)),
      ]
    case .annotations:
      return zip(x, y).prefix(30).map { .annotation(Annotation("a note", x: $0, y: $1)) }
    case .mixture:
      return [NastyData.Kind.curve, .points, .references, .annotations, .rugs].flatMap {
        $0.marks(data)
      }
    }
  }
}
