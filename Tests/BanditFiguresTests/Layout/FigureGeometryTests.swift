import Testing

@testable import BanditFigures

@Suite("Geometry of figures")
struct FigureGeometryTests {
  private static let styles = [
    FigureStyle.column, .page, FigureStyle(height: 300, theme: .dark),
    FigureStyle(width: 200, height: 60, fontSize: 14), FigureStyle(theme: .automatic, key: .legend),
  ]

  @Test("Every mark on every scale with every nasty data stays in its place at every size")
  func everything() {
    var count = 0
    for data in NastyData.all {
      for kind in NastyData.kinds {
        for (xScale, yScale) in NastyData.scales {
          let figure = Figure(
            "Nasty", caption: "All \(data.name)", x: Axis("x", xScale), y: Axis("y", yScale),
            marks: kind.marks(data))
          // Column and page in turn, which halves the time and leaves no pair of scales out.
          let style = Self.styles[count % 2]
          #expect(figure.placed(style).flaws == [], "\(data.name), \(kind), \(xScale), \(yScale)")
          count += 1
        }
      }
    }
    #expect(count == NastyData.all.count * NastyData.kinds.count * NastyData.scales.count)
  }

  @Test("Panels of all marks stay in their places, one to six of them, at every style")
  func panels() {
    var count = 0
    for data in NastyData.all {
      for number in 1...6 {
        let panels = (0..<number).map { index in
          Panel(
            index == 0 ? data.name : NastyData.long, x: Axis("round t"),
            y: Axis("pseudo-regret in \(number) panels"),
            marks: NastyData.kinds[index % NastyData.kinds.count].marks(data))
        }
        for (style, shares) in zip(Self.styles, [true, false, true, false, true]) {
          let figure = Figure(
            NastyData.long, caption: NastyData.long, panels: panels,
            columns: number == 5 ? 3 : nil, sharesX: shares, sharesY: shares)
          #expect(figure.placed(style).flaws == [], "\(data.name), \(number) panels, \(style)")
          count += 1
        }
      }
    }
    #expect(count == NastyData.all.count * 6 * Self.styles.count)
  }

  @Test("Two hundred series, long names, no panels and no marks have a figure")
  func numbers() {
    let many = (0..<200).map { index in
      Mark.curve(Curve("policy \(index)", x: [0, 1], y: [0, Double(index)], series: index))
    }
    for style in Self.styles {
      let figure = Figure(x: Axis("t"), y: Axis("regret"), marks: many)
      let placed = figure.placed(style)
      #expect(placed.flaws == [], "many")
      #expect(placed.notes.contains { $0.contains("legend") } == (style.width < 900))
      for figure in [
        Figure(panels: []), Figure("Empty", marks: []),
        Figure(x: .names([]), y: .names([]), marks: []),
        Figure(marks: [.raster(Raster(cells: []))]),
        Figure(marks: [.bars(Bars(edges: [], heights: []))]),
      ] {
        let placed = figure.placed(style)
        #expect(placed.flaws == [], "empty")
        #expect(placed.texts.contains { $0.text == "no data" })
      }
    }
  }

  @Test("The check of this suite sees two texts that overlap and a text outside")
  func check() {
    let text = PlacedText(
      text: "text", origin: Point(50, 50), size: 10, anchor: .start, paint: .ink)
    func flaws(_ other: PlacedText, width: Double = 100) -> [String] {
      PlacedFigure(
        width: width, height: 100, title: "", description: "", theme: .light, panels: [],
        shapes: [.text(text), .text(other)], notes: []
      ).flaws
    }
    var other = text
    other.origin.x += 5
    #expect(flaws(other) == ["'text' is on 'text'"])
    other.origin.x += 25
    #expect(flaws(other).isEmpty)
    #expect(flaws(other, width: 90).contains("'text' is outside"))
  }
}
