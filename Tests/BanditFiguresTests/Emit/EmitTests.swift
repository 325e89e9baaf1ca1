import Foundation
import Testing

@testable import BanditFigures

@Suite("Data and scripts of a figure")
struct EmitTests {
  private let figure = Figure(
    "It's <all> \"marks\" $1",
    panels: NastyData.kinds.map { kind in
      Panel("\(kind)", x: .names(["a", "b", NastyData.long]), marks: kind.marks(NastyData.all[0]))
    } + [
      Panel(x: Axis("x", .symlog(threshold: 2)), y: Axis("y", .squareRoot), marks: []),
      Panel(x: Axis("x", .log), marks: [.curve(Curve(x: [1, 10], y: [.nan, 2], series: 2))]),
    ])

  @Test("A tidy row for each point, bar, cell, stroke, line and text")
  func rows() {
    let small = Figure(panels: [
      Panel(
        "A, \"B\"", x: .names(["one", "two"]),
        marks: [
          .curve(
            Curve("c", x: [0, 1], y: [0.1, .nan], band: Band(lower: [0, 1], upper: [2, 3]))),
          .bars(Bars(edges: [0, 2], heights: [5])), .rug(Rug("r", positions: [7])),
          .raster(Raster("v", cells: [[nil, 4]])), .reference(ReferenceLine(.horizontal, at: 9)),
          .annotation(Annotation("hi", x: 1, y: 2)), .area(Area(x: [1], upper: [8])),
          .points(PointSeries(x: [3], y: [4], horizontal: Band(lower: [2], upper: [5]))),
        ])
    ])
    #expect(
      FigureData(small).csv == """
        panel,mark,series,x,x_lower,x_upper,y,y_lower,y_upper,value
        "A, ""B""\",curve,c,one,,,0.1,0,2,
        "A, ""B""\",curve,c,two,,,,1,3,
        "A, ""B""\",bar,,,0,2,5,,,
        "A, ""B""\",stroke,r,7,,,,,,
        "A, ""B""\",cell,v,,-0.5,0.5,,-0.5,0.5,
        "A, ""B""\",cell,v,,0.5,1.5,,-0.5,0.5,4
        "A, ""B""\",line,,,,,9,,,
        "A, ""B""\",text,hi,two,,,2,,,
        "A, ""B""\",area,,two,,,,0,8,
        "A, ""B""\",point,,3,2,5,4,,,

        """)
  }

  @Test("Every row has a cell for each column, whatever the data")
  func columns() {
    var count = 0
    for data in NastyData.all {
      for kind in NastyData.kinds {
        let rows = FigureData(Figure(marks: kind.marks(data))).rows
        #expect(rows.allSatisfy { $0.count == FigureData.columns.count })
        count += 1
      }
    }
    #expect(count == NastyData.all.count * NastyData.kinds.count)
  }

  @Test("The Vega-Lite specification is JSON, with a view for each panel")
  func vegaLite() throws {
    for data in NastyData.all {
      let figure = Figure(
        NastyData.long, panels: NastyData.kinds.map { Panel(marks: $0.marks(data)) })
      let read = try JSONSerialization.jsonObject(with: Data(figure.vegaLiteSpecification().utf8))
      let views = try #require((read as? [String: Any])?["concat"] as? [[String: Any]])
      #expect(views.count == NastyData.kinds.count)
    }
    let read = try JSONSerialization.jsonObject(with: Data(figure.vegaLiteSpecification().utf8))
    #expect((read as? [String: Any])?["title"] as? String == figure.title)
  }

  @Test("The scripts are drawn by their tools, where these are installed")
  func scripts() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tools: [(probe: [String], script: String, command: [String])] = [
      (["gnuplot", "--version"], figure.gnuplotScript(), ["gnuplot", "script"]),
      (
        ["/usr/bin/python3", "-c", "import matplotlib"], figure.matplotlibScript(),
        ["/usr/bin/python3", "script", "figure.svg"]
      ),
    ]
    for tool in tools {
      #expect(tool.script.count > 1_000)
      guard try run(tool.probe, in: folder).status == 0 else { continue }
      try tool.script.write(
        to: folder.appendingPathComponent("script"), atomically: true, encoding: .utf8)
      let result = try run(tool.command, in: folder)
      #expect(result.status == 0, "\(tool.command): \(result.output)")
      let drawn = folder.appendingPathComponent("figure.svg")
      #expect(try Data(contentsOf: drawn).count > 10_000, "\(tool.command)")
      try FileManager.default.removeItem(at: drawn)
    }
  }

  private func run(_ command: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
