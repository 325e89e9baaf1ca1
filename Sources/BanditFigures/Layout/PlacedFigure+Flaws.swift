extension PlacedFigure {
  /// What a reader would take for a mistake of the layout, in words: texts on one another, shapes
  /// outside of the page, panels on one another, ticks outside of their axis.
  ///
  /// No figure has any, whatever its data; tests of every mark and of every kind of figure ask.
  package var flaws: [String] {
    let page = Box(left: 0, top: 0, right: width, bottom: height)
    return overlaps
      + texts.filter { !page.contains($0.box, slack: 0.01) }.map { "'\($0.text)' is outside" }
      + shapes.filter { !isInside($0, page) }.map { "outside: \($0)" }
      + panels.flatMap { panel -> [String] in
        let isPlaced = page.contains(panel.plot) && panel.plot.width > 0 && panel.plot.height > 0
        let ticks =
          panel.xTicks.filter { !panel.x.shows($0.value) }
          + panel.yTicks.filter { !panel.y.shows($0.value) }
        return (isPlaced ? [] : ["a panel has no place"])
          + ticks.map { "the tick \($0.value) is outside" }
      }
  }

  private var overlaps: [String] {
    func pairs<Element>(
      _ all: [Element], _ box: (Element) -> Box, _ words: (Element, Element) -> String
    ) -> [String] {
      all.indices.flatMap { first in
        all.indices.dropFirst(first + 1).compactMap { second in
          box(all[first]).overlaps(box(all[second])) ? words(all[first], all[second]) : nil
        }
      }
    }
    return pairs(texts, { $0.box.grown(by: -0.1) }, { "'\($0.text)' is on '\($1.text)'" })
      + pairs(panels, { $0.plot }, { _, _ in "a panel is on another" })
  }

  /// Whether a shape is on the page, and what is clipped has a panel and numbers for coordinates.
  private func isInside(_ shape: PlacedShape, _ page: Box, isClipped: Bool = false) -> Bool {
    switch shape {
    case .path(let path):
      let box = isClipped ? page.grown(by: 2e6) : page
      return path.lines.joined().allSatisfy { box.contains($0) } && !path.lines.isEmpty
    case .rectangle(let box, _, _): return page.contains(box, slack: 0.6)
    case .markers(_, let points, _, _): return points.allSatisfy { page.contains($0) }
    case .text(let text): return page.contains(text.box, slack: 0.01)
    case .group(let shapes, let clip):
      return clip.map { clip in panels.contains { $0.plot == clip } } ?? true
        && shapes.allSatisfy { isInside($0, page, isClipped: clip != nil) }
    }
  }
}
