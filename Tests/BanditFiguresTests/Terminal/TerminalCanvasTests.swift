import Testing

@testable import BanditFigures

@Suite("Canvases of a terminal")
struct TerminalCanvasTests {
  private func text(_ canvas: TerminalCanvas) -> [String] {
    (0..<canvas.rows).map { TerminalLine(canvas.cells($0, TerminalStyle())).text(TerminalStyle()) }
  }

  @Test("The eight dots of a cell are those of braille, and what is outside is nothing")
  func dots() {
    let expected: [[Character]] = [["⠁", "⠈"], ["⠂", "⠐"], ["⠄", "⠠"], ["⡀", "⢀"]]
    var count = 0
    for (y, row) in expected.enumerated() {
      for (x, letter) in row.enumerated() {
        var canvas = TerminalCanvas(columns: 1, rows: 1)
        canvas.dot(at: Point(Double(x) + 0.5, Double(y) + 0.5), .plain)
        canvas.dot(at: Point(-1, 2), .plain)
        canvas.dot(at: Point(7, 2), .plain)
        #expect(text(canvas) == [String(letter)])
        count += 1
      }
    }
    #expect(count == 8)
  }

  @Test("A line joins its ends, what is off the canvas is cut, and its far end belongs to it")
  func lines() {
    var canvas = TerminalCanvas(columns: 3, rows: 1)
    var phase = 0.0
    canvas.line(from: Point(-1e6, 0.5), to: Point(1e6, 0.5), .plain, phase: &phase)
    canvas.line(from: Point(0, 4), to: Point(6, 4), .plain, phase: &phase)
    #expect(text(canvas) == ["⣉⣉⣉"])
    canvas.line(from: Point(-5, 9), to: Point(9, 9), .plain, phase: &phase)
    #expect(text(canvas) == ["⣉⣉⣉"])
  }

  @Test("Dashes go on over the corners of a line")
  func dashes() {
    var canvas = TerminalCanvas(columns: 4, rows: 1)
    var phase = 0.0
    for (start, end) in [(0.5, 3.5), (3.5, 7.5)] {
      canvas.line(
        from: Point(start, 0.5), to: Point(end, 0.5), .plain, dash: [2, 2], phase: &phase)
    }
    #expect(text(canvas) == ["⠉ ⠉"])
  }

  @Test("A wide letter takes two cells, and does not stick out of the canvas")
  func wide() {
    var canvas = TerminalCanvas(columns: 5, rows: 1)
    canvas.write("日本語", column: 0, row: 0)
    #expect(text(canvas) == ["日本"])
    #expect(canvas.isFree(row: 0, columns: 4..<5))
    #expect(!canvas.isFree(row: 0, columns: 3..<5))
  }
}
