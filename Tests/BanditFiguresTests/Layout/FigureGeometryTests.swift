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
          expectSound(figure.placed(style), "\(data.name), \(kind), \(xScale), \(yScale)")
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
          expectSound(figure.placed(style), "\(data.name), \(number) panels, \(style)")
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
      expectSound(placed, "many")
      #expect(placed.notes.contains { $0.contains("legend") } == (style.width < 900))
      for figure in [
        Figure(panels: []), Figure("Empty", marks: []),
        Figure(x: .names([]), y: .names([]), marks: []),
        Figure(marks: [.raster(Raster(cells: []))]),
        Figure(marks: [.bars(Bars(edges: [], heights: []))]),
      ] {
        let placed = figure.placed(style)
        expectSound(placed, "empty")
        #expect(placed.texts.contains { $0.text == "no data" })
      }
    }
  }

  @Test("The check of this suite sees two texts that overlap and a text outside")
  func check() {
    let text = PlacedText(
      text: "text", origin: Point(50, 50), size: 10, anchor: .start, paint: .ink)
    var other = text
    other.origin.x += 5
    #expect(overlaps([text, other]).count == 1)
    other.origin.x += 30
    #expect(overlaps([text, other]).isEmpty)
    #expect(!Box(left: 0, top: 0, right: 55, bottom: 100).contains(text.box))
  }

  private func overlaps(_ texts: [PlacedText]) -> [String] {
    texts.indices.flatMap { first in
      texts.indices.dropFirst(first + 1).compactMap { second in
        texts[first].box.grown(by: -0.1).overlaps(texts[second].box.grown(by: -0.1))
          ? "\(texts[first].text) on \(texts[second].text)" : nil
      }
    }
  }

  private func expectSound(_ placed: PlacedFigure, _ context: String) {
    let page = Box(left: 0, top: 0, right: placed.width, bottom: placed.height)
    #expect(overlaps(placed.texts) == [], "\(context)")
    let outside = placed.texts.filter { !page.contains($0.box, slack: 0.01) }.map(\.text)
    #expect(outside == [], "\(context)")
    #expect(placed.shapes.allSatisfy { isInside($0, page, placed.panels) }, "\(context)")
    for panel in placed.panels {
      #expect(page.contains(panel.plot) && panel.plot.width > 0 && panel.plot.height > 0)
      for (ticks, map) in [(panel.xTicks, panel.x), (panel.yTicks, panel.y)] {
        #expect(ticks.allSatisfy { map.shows($0.value) }, "\(context)")
      }
    }
    for (first, one) in placed.panels.enumerated() {
      for other in placed.panels.dropFirst(first + 1) {
        #expect(!one.plot.overlaps(other.plot), "\(context)")
      }
    }
  }

  /// Whether a shape is on the page, and what is clipped has a panel and numbers for coordinates.
  private func isInside(
    _ shape: PlacedShape, _ page: Box, _ panels: [PlacedFigure.PlacedPanel], isClipped: Bool = false
  ) -> Bool {
    switch shape {
    case .path(let path):
      let box = isClipped ? page.grown(by: 2e6) : page
      return path.lines.joined().allSatisfy { box.contains($0) } && !path.lines.isEmpty
    case .rectangle(let box, _, _): return page.contains(box, slack: 0.6)
    case .markers(_, let points, _, _): return points.allSatisfy { page.contains($0) }
    case .text(let text): return page.contains(text.box, slack: 0.01)
    case .group(let shapes, let clip):
      return clip.map { clip in panels.contains { $0.plot == clip } } ?? true
        && shapes.allSatisfy { isInside($0, page, panels, isClipped: clip != nil) }
    }
  }
}
