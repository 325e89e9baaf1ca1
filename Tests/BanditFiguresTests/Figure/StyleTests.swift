import Testing

@testable import BanditFigures

@Suite("Colors and styles")
struct StyleTests {
  @Test("210 series differ in color, shape or dashes, and none is out of range")
  func series() {
    var seen: Set<String> = []
    for index in 0..<210 {
      let style = SeriesStyle(index)
      seen.insert("\(Theme.light.color(.series(index)).hexadecimal) \(style.dash) \(style.shape)")
    }
    #expect(seen.count == 210)
    #expect(SeriesStyle(-1).shape == SeriesStyle(209).shape)
  }

  @Test("What series are held against has muted ink, strokes of its own and no shapes")
  func reference() {
    let pair = [SeriesStyle.reference, SeriesStyle.reference + 1]
    #expect(pair.map { SeriesStyle($0).dash } == [[5, 3], [1.5, 2.5]])
    for series in pair {
      #expect(Theme.dark.color(.series(series)) == Theme.dark.color(.mutedInk))
      let curve = Curve("bound", x: [1, 2], y: [1, 2], series: series)
      let figure = Figure(marks: [.curve(curve), .curve(Curve("a", x: [1, 2], y: [2, 1]))])
      let painted = figure.placed().shapes.flatMap(markers)
      #expect(painted.contains(.series(0)) && !painted.contains(.series(series)))
    }
  }

  private func markers(_ shape: PlacedShape) -> [Paint] {
    switch shape {
    case .markers(_, _, _, let paint): [paint]
    case .group(let shapes, _): shapes.flatMap(markers)
    default: []
    }
  }

  @Test("The first color is Okabe and Ito's blue")
  func known() {
    #expect(Theme.light.color(.series(0)).hexadecimal == "#0072b2")
    #expect(Theme.print.color(.ink).hexadecimal == "#000")
  }

  @Test("Text has a contrast of 4.5 to its background in every theme, curves one of 2")
  func contrast() {
    var count = 0
    for theme in Theme.allCases {
      let back = theme.color(.background).luminance
      func contrast(_ paint: Paint) -> Double {
        let one = theme.color(paint).luminance
        return (max(one, back) + 0.05) / (min(one, back) + 0.05)
      }
      #expect(contrast(.ink) > 4.5 && contrast(.mutedInk) > 4.5)
      for index in 0..<7 {
        #expect(contrast(.series(index)) > 2, "\(theme) \(index)")
        count += 1
      }
    }
    #expect(count == 28)
  }

  @Test("The sequential colors ascend in luminance, the diverging ones are lightest at the middle")
  func maps() {
    let steps = (0...63).map { Double($0) / 63 }
    let viridis = steps.map { ColorMap.viridis.color(at: $0).luminance }
    #expect(zip(viridis, viridis.dropFirst()).allSatisfy { $0 < $1 })
    #expect(ColorMap.viridis.color(at: 0).hexadecimal == "#440154")
    #expect(ColorMap.viridis.color(at: 2).hexadecimal == "#fde725")
    #expect(ColorMap.viridis.color(at: .nan).hexadecimal == "#440154")
    let diverging = steps.map { ColorMap.diverging.color(at: $0).luminance }
    let top = diverging.max() ?? 0
    #expect(top == diverging[31] || top == diverging[32])
  }

  @Test("Sizes that are no sizes are bounded")
  func bounded() {
    let style = FigureStyle(width: .nan, height: -5, aspect: .infinity, fontSize: 0).bounded
    #expect(style.width == 640 && style.height == 40 && style.aspect == 4 && style.fontSize == 4)
    #expect(abs(FigureStyle.pixels(centimeters: 2.54) - 96) < 1e-12)
  }
}
