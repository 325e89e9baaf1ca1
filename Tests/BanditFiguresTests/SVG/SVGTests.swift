import Foundation
import FoundationXML
import Testing

@testable import BanditFigures

@Suite("SVG")
struct SVGTests {
  private final class Reader: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var elements: Set<String> = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements.insert(name)
      if let id = attributes["id"] { ids.append(id) }
    }
  }

  private func read(_ svg: String) -> Reader? {
    let parser = XMLParser(data: Data(svg.utf8))
    let reader = Reader()
    parser.delegate = reader
    return parser.parse() ? reader : nil
  }

  @Test("Documents are well-formed, with unique ids under their prefix, the same bytes each time")
  func wellFormed() throws {
    var count = 0
    for data in NastyData.all {
      for theme in Theme.allCases {
        let figure = Figure(
          NastyData.long + "\u{0}\u{7}]]>\u{FFFF}", caption: NastyData.long,
          panels: NastyData.kinds.map { Panel("<\($0)>", marks: $0.marks(data)) })
        let svg = figure.svg(FigureStyle(theme: theme), idPrefix: "f-\(theme)")
        let reader = try #require(read(svg), "\(data.name), \(theme)")
        #expect(Set(reader.ids).count == reader.ids.count)
        #expect(reader.ids.allSatisfy { $0.hasPrefix("f-\(theme)") })
        #expect(reader.elements.isSuperset(of: ["svg", "title", "desc", "rect", "path", "text"]))
        #expect(!svg.contains("nan") && !svg.contains("inf\""))
        #expect(svg == figure.svg(FigureStyle(theme: theme), idPrefix: "f-\(theme)"))
        count += 1
      }
    }
    #expect(count == NastyData.all.count * 4)
    #expect(read("<svg a=\"1\" a=\"2\"/>") == nil)
  }

  @Test("A prefix is made a name")
  func prefix() throws {
    let svg = Figure(marks: []).svg(idPrefix: "1 \"<b>")
    let reader = try #require(read(svg))
    #expect(reader.ids.allSatisfy { $0.hasPrefix("figure1b") })
  }

  @Test("Numbers have two decimals at most and nothing superfluous")
  func numbers() {
    let table: [(Double, String)] = [
      (0, "0"), (12.5, "12.5"), (-0.25, "-.25"), (0.004, "0"), (-0.004, "0"), (1.005, "1"),
      (100, "100"), (0.05, ".05"), (-3.07, "-3.07"), (9.999, "10"), (.nan, "0"),
    ]
    for (value, text) in table { #expect(SVGText.number(value) == text) }
  }

  @Test("A path is the same points as text, and rounding does not add up")
  func path() {
    #expect(
      SVGText.path([Point(1, 2), Point(3, 2), Point(3, -1.5), Point(2.75, 0)], isClosed: true)
        == "M1 2h2v-3.5l-.25 1.5z")
    let steps = (0...1000).map { Point(Double($0) * 0.014, 0) }
    let data = SVGText.path(steps, isClosed: false)
    let sum = data.dropFirst(4).split(separator: "h").compactMap { Double($0) }.reduce(0, +)
    #expect(abs(sum - 14) < 0.006)
    #expect(
      SVGText.path([Point(1.04, 2.06), Point(3.1, 2.96)], isClosed: false, isCoarse: true)
        == "M1 2.1l2.1 .9")
  }

  @Test("Twenty curves of 200 points are less than 100 kB, noisy ones too, all with bands")
  func size() {
    var state: UInt64 = 1
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    let x = (0..<200).map { Double($0 * 50) }
    var count = 0
    for noisiness in [0, 0.02, 0.05] {
      let marks = (0..<20).map { series in
        let y = x.map {
          ($0 + 1).squareRoot() * Double(series + 5) * (1 + noisiness * noise())
        }
        let band = Band(about: y, plusMinus: y.map { $0 / 10 })
        return Mark.curve(Curve("policy \(series)", x: x, y: y, band: band, series: series))
      }
      let bytes = Figure(x: Axis("t"), y: Axis("regret"), marks: marks).svg(.page).utf8.count
      #expect(bytes < 100_000 && bytes > 20_000, "\(bytes) at \(noisiness)")
      count += 1
    }
    #expect(count == 3)
  }

  @Test("Only the theme that follows the reader has a style sheet, and it names what it recolors")
  func automatic() {
    let figure = Figure(marks: [.curve(Curve("a", x: [0, 1], y: [0, 1]))])
    let svg = figure.svg(FigureStyle(theme: .automatic))
    #expect(svg.contains("prefers-color-scheme:dark") && svg.contains("class=\"s"))
    #expect(svg.contains("stroke=\"#0072b2\"") && svg.contains("stroke:#4ba6e0"))
    #expect(!figure.svg(FigureStyle(theme: .dark)).contains("<style"))
  }
}
