import Testing

@testable import BanditFigures

@Suite("Figures in text")
struct TerminalFigureTests {
  private static let rounds = (0...20).map { Double($0 * 50) }
  private static let curves = Figure(
    "Regret", caption: "Mean of 10 replications.", x: Axis("round t"), y: Axis("pseudo-regret"),
    marks: [
      .curve(Curve("UCB1", x: rounds, y: rounds.map { 3 * $0.squareRoot() }, series: 0)),
      .curve(Curve("日本", x: rounds, y: rounds.map { $0 / 20 }, series: 1)),
      .reference(ReferenceLine(.horizontal, at: 80, "bound")),
    ])

  @Test("Curves have axes, round ticks and their names at their ends, a reference line is dotted")
  func curves() {
    #expect(
      Self.curves.text(TerminalStyle(width: 50, height: 16))
        == """
        Regret
        pseudo-regret
        90 ┤                 bound            ⣀⣀⡠⠤⠔⠐⠒ UCB1
           │⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⣀⣀⠤⠤⠒⠒⠉⠉ ⡀⢀ ⡀
           │                   ⢀⡠⠤⠔⠒⠉⠉
        60 ┤             ⢀⣀⠤⠒⠒⠉⠁
           │        ⢀⡠⠤⠒⠉⠁                    ⢀⣀⣀⠤⠤⠐⠒ 日本
           │    ⢀⡠⠔⠊⠁                 ⣀⣀⠤⠤⠂  ⠉⠁
        30 ┤  ⡠⠒⠁            ⢀⣀⡠⠤⠔  ⠈⠉
           │ ⡜      ⢀⣀⣀⠤⠤⠒  ⠈⠁
         0 ┤⣜⣀⠤⠤⠒⠂  ⠁
           └┬──────────────────┬──────────────────┬
            0                 500               1,000
                           round t
        Mean of 10 replications.
        """)
  }

  @Test("Bars stand on 0 and are as high as their values")
  func bars() {
    let figure = Figure(
      x: Axis("final regret"), y: Axis("runs"),
      marks: [.bars(Bars("TSC", edges: [0, 10, 20, 30, 40], heights: [2, 7, 4, 1]))])
    #expect(
      figure.text(TerminalStyle(width: 40, height: 12))
        == """
        runs
          │         ⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶
        6 ┤         ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          │         ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣤⣤⣤⣤⣤⣤⣤⣤⣤
        3 ┤         ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          │⣶⣶⣶⣶⣶⣶⣶⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        0 ┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          └┬─────────────────┬─────────────────┬
           0                20                40
                       final regret
        TSC
        """)
  }

  @Test("A raster has four shades, blanks without a value, and a line that says what they mean")
  func raster() {
    let raster = Raster(
      "reward", cells: [[1, nil, 0, nil], [nil, 0.5, nil, 1]], columns: 0.5...4.5,
      missing: "not pulled")
    let figure = Figure(
      "Rewards", x: Axis("round t"), y: .names(["arm 0", "arm 1"]), marks: [.raster(raster)])
    #expect(
      figure.text(TerminalStyle(width: 40, height: 12))
        == """
        Rewards
              │        ▓▓▓▓▓▓▓▓         ████████
        arm 1 ┤        ▓▓▓▓▓▓▓▓         ████████
              │        ▓▓▓▓▓▓▓▓         ████████
              │████████        ░░░░░░░░░
        arm 0 ┤████████        ░░░░░░░░░
              │████████        ░░░░░░░░░
              └────┬───────┬───────┬───────┬────
                   1       2       3       4
                           round t
        reward  0 ░▒▓█ 1   blank: not pulled
        """)
  }

  @Test("Without UTF-8 a figure is plain ASCII, with a sign for each curve before its name")
  func ascii() {
    #expect(
      Self.curves.text(TerminalStyle(width: 50, height: 12, isASCII: true))
        == """
        Regret
        pseudo-regret
        80 +. .. .. .. .. .. .. .. .. ***********   * UCB1
           |              ************     bound
        40 +      *********                oooooo   o ??
           | ******        oooooo  oooooo
         0 +oooooo oooooo
           ++-----------------+-----------------+
            0                500              1,000
                          round t
        Mean of 10 replications.
        """)
  }

  @Test("With colors a figure is the same but for its codes and dashes, and each is turned off")
  func colors() {
    let figure = Figure(
      x: Axis("t"), marks: [.curve(Curve("a", x: [0, 1], y: [0, 1], series: 0))])
    let plain = figure.text(TerminalStyle(width: 40))
    let colored = figure.text(TerminalStyle(width: 40, hasColor: true))
    #expect(colored.contains("\u{1B}[38;5;32m"))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    for line in colored.split(separator: "\n") where line.contains("\u{1B}") {
      let last = line.ranges(of: /\u{1B}\[[0-9;]*m/).last.map { line[$0] }
      #expect(last == "\u{1B}[0m")
    }
  }

  @Test("No mark, scale, data or label makes a line wider than the terminal, or more than ASCII")
  func widths() {
    var count = 0
    for data in NastyData.all {
      for kind in NastyData.kinds {
        let (xScale, yScale) = NastyData.scales[count % NastyData.scales.count]
        let panel = Panel(
          NastyData.long, x: Axis(NastyData.long, xScale), y: Axis(NastyData.long, yScale),
          marks: kind.marks(data))
        let figure = Figure(
          NastyData.long, caption: NastyData.long,
          panels: count % 7 == 0 ? [panel, panel] : [panel])
        let style = TerminalStyle(
          width: [20, 37, 80, 200][count % 4], height: [nil, 10, 40][count % 3],
          hasColor: count % 5 == 0, isASCII: count % 2 == 0)
        let text = figure.text(style)
        for line in text.split(separator: "\n") {
          let seen = line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
          #expect(
            seen.reduce(0) { $0 + CellText.width($1) } <= style.width,
            "\(data.name), \(kind), \(style): \(seen)")
        }
        #expect(!style.isASCII || text.utf8.allSatisfy { $0 < 128 }, "\(data.name), \(kind)")
        count += 1
      }
    }
    #expect(count == NastyData.all.count * NastyData.kinds.count)
  }

  @Test("Names that do not fit at the curves' ends stand below, with letters on the curves")
  func legend() {
    let names = (0..<30).map { "policy \($0)" }
    let figure = Figure(
      marks: names.enumerated().map { series, name in
        .curve(Curve(name, x: [0, 1], y: [0, Double(series)], series: series))
      })
    let lines = figure.text(TerminalStyle(width: 60, height: 20)).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("a policy 0 ") })
    #expect(lines.contains { $0.contains("D policy 29") })
    #expect(figure.text(TerminalStyle(width: 60, isASCII: true)).contains("\nb o policy 1 "))
    #expect(lines.first { $0.contains("D") }?.contains("policy") == false)
  }

  @Test("No panels and no marks are no data, and bands and texts without room are spoken of")
  func notes() {
    #expect(Figure(panels: []).text() == "no data")
    #expect(Figure(marks: []).text().contains("no data"))
    let band = Band(lower: [0, 0], upper: [1, 1])
    let text = Figure(marks: [.curve(Curve(x: [0, 1], y: [0, 1], band: band))]).text()
    #expect(text.hasSuffix("Note: bands are not drawn in text."))
  }
}
