import Testing
import TextFiles

@Suite("CSV as bytes")
struct CSVTableTests {
  private func fields(_ text: String) -> [[String]] {
    let table = CSVTable(Array(text.utf8))
    return table.rows.map { $0.fields.map(table.text) }
  }

  @Test(
    "Rows and fields are those of RFC 4180; blank rows and nameless blank columns are left out",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
      ("\"a,\"\"b\"\"\",c\n\"1\n2\",3\n", [["a,\"b\"", "c"], ["1\n2", "3"]]),
      ("a,b,,\n1,2,,\n,,,\n\n3,4,,\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
      ("a\n\"\"\nx\n", [["a"], ["x"]]),
      ("a,b\n1,\n", [["a", "b"], ["1", ""]]),
      ("a\rb,c\n", [["a\rb", "c"]]),
      ("a\n1,2,3\n", [["a"], ["1", "2", "3"]]),
      ("", []), ("\n \n", []),
    ] as [(String, [[String]])])
  func rows(_ text: String, _ expected: [[String]]) {
    #expect(fields(text) == expected)
  }

  @Test("Lines and columns are those of the file, in Unicode scalars")
  func places() {
    let table = CSVTable(Array("ä,b\n\n\"x\ny\",z\nü,\"q\"\n".utf8))
    #expect(table.rows.map(\.line) == [1, 3, 5])
    #expect(table.rows.map { $0.fields.map(table.column) } == [[1, 3], [1, 4], [1, 3]])
  }

  @Test("What is wrong with quotes is told with its place")
  func quotes() {
    let text = CSVTable(Array("a\n\"x\"y\n".utf8)).faults
    #expect(text.map(\.kind) == [.textAfterQuote] && text[0].line == 2 && text[0].column == 4)
    let open = CSVTable(Array("a,b\n1,\"x\n".utf8)).faults
    #expect(open.map(\.kind) == [.openQuote] && open[0].line == 2 && open[0].column == 3)
  }

  @Test("Numbers may have spaces around them; fields without one in range are given back")
  func numbers() {
    let table = CSVTable(Array("a,b\n 1 ,x\n2,9\n".utf8))
    let (values, others) = table.numbers { $0 < 5 }
    #expect(values == [1, 0, 2, 0])
    #expect(others.map(\.row) == [1, 2] && others.map { table.text($0.field) } == ["x", "9"])
  }

  @Test("A short decimal is the number that a full reader makes of it")
  func decimals() {
    var count = 0
    for whole in ["0", "7", "12", "004", "98765432"] {
      for part in ["", ".5", ".05", ".123456", ".9999999", ".0000001"] {
        #expect(decimalNumber(whole + part) == Double(whole + part))
        count += 1
      }
    }
    #expect(count == 30)
    #expect(decimalNumber("-0") == 0 && decimalNumber("-0")?.sign == .minus)
  }
}
