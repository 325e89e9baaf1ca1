import Testing

@testable import BanditFigures

@Suite("What is drawn of marks")
struct MarkLayoutTests {
  private func paths(_ figure: Figure) -> [PlacedPath] {
    func paths(_ shapes: [PlacedShape]) -> [PlacedPath] {
      shapes.flatMap { shape -> [PlacedPath] in
        switch shape {
        case .path(let path): [path]
        case .group(let shapes, _): paths(shapes)
        default: []
        }
      }
    }
    return paths(
      figure.placed().shapes.filter { if case .group = $0 { true } else { false } })
  }

  @Test("Areas of bars are in proportion to height times width")
  func bars() throws {
    let (edges, heights) = ([0.0, 1, 3, 4, 10], [4.0, 2, -3, 0.5])
    let drawn = try #require(
      paths(Figure(marks: [.bars(Bars(edges: edges, heights: heights))])).first?.lines)
    #expect(drawn.count == 4)
    let areas = drawn.map { corners in
      zip(corners, corners.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
    }
    let unit = areas[0] / 4
    for (index, area) in areas.enumerated() {
      let expected = (edges[index + 1] - edges[index]) * heights[index] * unit
      #expect(abs(area - expected) < 1e-6 * abs(unit))
    }
  }

  @Test("Values that are not finite are gaps")
  func gaps() {
    let curve = Curve(x: [0, 1, 2, 3, 4, 5, 6], y: [0, 1, .nan, 3, 4, .infinity, 6])
    let lines = paths(Figure(marks: [.curve(curve)])).flatMap(\.lines)
    #expect(lines.count == 2)
    let placed = Figure(marks: [.curve(curve)]).placed()
    #expect(placed.notes == ["2 values that are not finite are left out"])
    #expect(placed.description == "2 values that are not finite are left out.")
  }

  @Test("Values without a place on a logarithmic axis are left out and counted")
  func logarithmic() {
    let curve = Curve("A", x: [0, 1, 10, 100], y: [1, -1, 0, 5])
    let placed = Figure(x: Axis("", .log), y: Axis("", .log), marks: [.curve(curve)]).placed()
    #expect(
      placed.notes == [
        "1 value ≤ 0 is not on the logarithmic x axis (A)",
        "2 values ≤ 0 are not on the logarithmic y axis (A)",
      ])
    let outside = Figure(x: Axis(domain: 0...1), marks: [.curve(Curve(x: [0, 2], y: [0, 1]))])
    #expect(outside.placed().notes == ["1 value is outside of the axes"])
  }

  @Test("Cells have the colors of their values, equal neighbors one line, missing cells none")
  func raster() throws {
    let raster = Raster("r", cells: [[0, 0, 1, nil], [1, .nan, 0, 0]])
    let drawn = paths(Figure(marks: [.raster(raster)]))
    #expect(drawn.count == 2)
    let dark = try #require(drawn.first)
    #expect(dark.stroke?.paint == .fixed(ColorMap.viridis.color(at: 0)))
    #expect(dark.lines.count == 2 && drawn[1].lines.count == 2)
    let widths = dark.lines.map { abs($0[1].x - $0[0].x) }
    #expect(abs(widths[0] - widths[1]) <= 1)
  }

  @Test("A raster with more cells than pixels is drawn with as many as can be seen")
  func large() {
    let cells = (0..<300).map { row in (0..<5_000).map { Double?(Double($0 * row % 17)) } }
    let drawn = paths(Figure(marks: [.raster(Raster(cells: cells))]))
    #expect(drawn.reduce(0) { $0 + $1.lines.count } <= RasterLayout.mostCells)
    #expect(!drawn.isEmpty)
  }

  @Test("Names at ends keep the order of the curves, and a legend is used where there is no room")
  func names() {
    func figure(_ number: Int) -> Figure {
      Figure(
        marks: (0..<number).map { index in
          .curve(Curve("p\(index)", x: [0, 1], y: [0, 100 + Double(index)], series: index))
        })
    }
    let placed = figure(6).placed()
    let plot = placed.panels[0].plot
    let texts = placed.texts.filter { $0.text.hasPrefix("p") }
    #expect(texts.allSatisfy { $0.origin.x > plot.right })
    #expect(
      texts.sorted { $0.origin.y < $1.origin.y }.map(\.text) == (0..<6).reversed().map { "p\($0)" })
    let many = figure(60).placed()
    let names = many.texts.filter { $0.text.hasPrefix("p") }
    #expect(names.count == 60 && names.allSatisfy { $0.box.top > many.panels[0].plot.bottom })
  }

  @Test("A shared axis has one domain, and numbers at the outer panels only")
  func shared() {
    let panels = [10.0, 20, 30, 40].map { top in
      Panel(marks: [.curve(Curve(x: [0, top], y: [0, top]))])
    }
    let shared = Figure(panels: panels, columns: 2).placed()
    #expect(Set(shared.panels.map(\.x.upper)) == [40])
    let own = Figure(panels: panels, columns: 2, sharesX: false, sharesY: false).placed()
    #expect(own.panels.map(\.x.upper) == [10, 20, 30, 40])
    #expect(own.texts.count > shared.texts.count)
  }

  @Test("Texts of cells have one size, the largest in which they fit, down to where none does")
  func cellTexts() {
    let raster = Raster(cells: [[1, 2, 3, 4, 5, 6]], texts: [(1...6).map { "\($0)2.345" }])
    var sizes: [Double] = []
    for width in stride(from: 640.0, through: 120, by: -10) {
      let texts = Figure(marks: [.raster(raster)]).placed(FigureStyle(width: width)).texts
        .filter { $0.text.hasSuffix("2.345") }
      #expect(texts.isEmpty || texts.count == 6 && Set(texts.map(\.size)).count == 1)
      sizes += texts.prefix(1).map(\.size)
    }
    #expect(Set(sizes).count == 3 && sizes == sizes.sorted(by: >) && sizes.count < 53)
  }
}
