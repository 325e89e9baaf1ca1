import ClusterBandit
import Foundation
import Testing
import TextFiles

@testable import BanditExperiments

@Suite("CSV tables")
struct TableReaderTests {
  private func read(_ text: String) throws(InvalidInput) -> ArmTable {
    try TableReader(file: "arms.csv").read(Data(text.utf8))
  }

  private static func errors(_ bytes: Data) -> [String] {
    do {
      _ = try TableReader(file: "arms.csv").read(bytes)
      return ["valid"]
    } catch { return error.diagnostics.map(shortened) }
  }

  @Test("Columns stand in any order, others are ignored, and texts stay texts")
  func columns() throws {
    let table = try read(
      "model,theta,trials,arm,cluster\nx,0.5,3,9E10,1\ny,1,4,0x1F,1.0\n,0,5,007, a b \n")
    #expect(table.arms == ["9E10", "0x1F", "007"])
    #expect(table.clusters == ["1", "1.0", " a b "])
    #expect(table.means == [0.5, 1, 0])
  }

  @Test("Means with standard deviations are normal arms, and theta goes before mean")
  func normalArms() throws {
    let table = try read(
      "cluster,arm,mean,standard-deviation\na,x,-2.5,1\na,y,1e3,0\n")
    #expect(table.means == [-2.5, 1000] && table.standardDeviations == [1, 0])
    #expect(
      try read("cluster,arm,mean,standard_deviation\na,x,1,2\n").standardDeviations == [2])
    let binary = try read("cluster,arm,mean,theta\na,x,7,0.5\n")
    #expect(binary.means == [0.5] && binary.standardDeviations == nil)
    #expect(
      Self.errors(Data("cluster,arm,mean\na,x,1\n".utf8)) == [
        "1:1: there is no column 'standard-deviation' at 'standard-deviation'; normal rewards need "
          + "it; for 0/1 rewards call the column of means 'theta'"
      ])
    #expect(
      Self.errors(Data("cluster,arm,mean,standard-deviation\na,x,?,-1\n".utf8)) == [
        "2:5: '?' is not a mean at 'mean'; write a finite number",
        "2:7: '-1' is not a standard deviation at 'standard-deviation'; write a number that is at "
          + "least 0",
      ])
  }

  @Test("A row of totals is refused, whatever it is called and wherever it stands")
  func totals() {
    for row in ["Total,,1.4", "a,TOTAL,0.3", " mean ,x,0.5", "Sum,Sum,0.1"] {
      #expect(
        Self.errors(Data("cluster,arm,theta\na,x,0.5\n\(row)\na,y,0.5\n".utf8))
          == ["3:1: the row holds totals at 'row'; remove it: every row is one arm"])
    }
    #expect(Self.errors(Data("cluster,arm,theta\na,totally,0.5\n".utf8)) == ["valid"])
  }

  @Test("Quotes protect commas, line ends and doubled quotes")
  func quotes() throws {
    let table = try read(
      "cluster,arm,theta\n\"a,b\",\"say \"\"hi\"\"\",\"0.25\"\n\"two\nlines\",\"\"\"\",0.5\nc\"d,e,1"
    )
    #expect(table.clusters == ["a,b", "two\nlines", "c\"d"])
    #expect(table.arms == ["say \"hi\"", "\"", "e"])
    #expect(table.means == [0.25, 0.5, 1])
  }

  @Test("Windows line ends, a byte-order mark, empty lines and no last line end are fine")
  func lineEnds() throws {
    let expected = ArmTable(clusters: ["k", "l"], arms: ["é", "b"], means: [0.5, 1])
    #expect(
      try read("\u{FEFF}cluster,arm,theta\r\n\r\nk,é,0.5\r\nl,b,1.0\r\n\r\n") == expected)
    #expect(try read("cluster,arm,theta\nk,é, 0.5 \n\nl,b,1") == expected)
    #expect(try read("\u{FEFF}\"cluster\",arm , theta\nk,é,5e-1\nl,b,+1") == expected)
  }

  static let bad: [(String, [String])] = [
    ("", ["1:1: the file is empty; it needs columns cluster, arm, theta"]),
    ("\n\n", ["1:1: the file is empty; it needs columns cluster, arm, theta"]),
    (
      "cluster,arm,theta,theta\na,b,0.5,0.6\n",
      ["1:19: there are two columns 'theta' at 'theta'; keep one of them"]
    ),
    (
      "cluster,arm,theta\n\"a\"x,b,0.5\n",
      [
        "2:4: there is text after a closing quote; double a quote that belongs to the text"
      ]
    ),
    ("cluster,arm,theta\n", ["1:1: the table has no rows; write one row for each arm"]),
    (
      "cluster,arm,teta\na,b,0.5\n",
      ["1:1: there is no column 'theta' at 'theta'; rename 'teta' to 'theta'"]
    ),
    (
      "cluster,arm,CTR\na,b,0.5\n",
      ["1:1: there is no column 'theta' at 'theta'; rename 'CTR' to 'theta'"]
    ),
    (
      "cluster,arm,mean,sd\na,b,0.5,1\n",
      [
        "1:1: there is no column 'standard-deviation' at 'standard-deviation'; rename 'sd' to "
          + "'standard-deviation'"
      ]
    ),
    (
      "a,x,0.5\nb,y,0.4\n",
      [
        "1:1: the file has no header: its first line holds numbers; write the names of the columns "
          + "above it: cluster,arm,theta"
      ]
    ),
    (
      "cluster,arm,theta\na,x,12/40\na,y,12\na,z,1.2\n",
      [
        "2:5: '12/40' is not a probability at 'theta'; write 0.3 for 12/40",
        "3:5: '12' is not a probability at 'theta'; write a number between 0 and 1: successes "
          + "divided by trials",
        "4:5: '1.2' is not a probability at 'theta'; write a number between 0 and 1",
      ]
    ),
    (
      "a,b\n",
      [
        "1:1: the columns cluster, arm and theta are missing; the columns are a, b"
      ]
    ),
    (
      "cluster,arm,theta\na,b,0.5\na,c\na,d,0.5,x\n",
      [
        "3:1: the row has 2 fields and not 3 at 'row'; one field for each column of the first line",
        "4:1: the row has 4 fields and not 3 at 'row'; one field for each column of the first line",
      ]
    ),
    (
      "cluster,arm,theta\na,b,1.5\na,c,-0.1\na,d,x\na,e,\na,f,nan\na,g,inf\na,h,0x1p-1\n",
      [
        "2:5: '1.5' is not a probability at 'theta'; write a number between 0 and 1",
        "3:5: '-0.1' is not a probability at 'theta'; write a number between 0 and 1",
        "4:5: 'x' is not a probability at 'theta'; write a number between 0 and 1",
        "5:5: the field is empty at 'theta'; write a number between 0 and 1",
        "6:5: 'nan' is not a probability at 'theta'; write a number between 0 and 1",
        "7:5: 'inf' is not a probability at 'theta'; write a number between 0 and 1",
        "8:5: '0x1p-1' is not a probability at 'theta'; write a number between 0 and 1",
      ]
    ),
    (
      "cluster,arm,theta\n,b,0.5\n\"é,é\",,7\n",
      [
        "2:1: the field is empty at 'cluster'; give it a name",
        "3:7: the field is empty at 'arm'; give it a name",
        "3:8: '7' is not a probability at 'theta'; write a number between 0 and 1: "
          + "successes divided by trials",
      ]
    ),
    (
      "cluster,arm,theta\na,b,0.5\na,b,0.5\n",
      ["3:3: arm 'b' of cluster 'a' is in line 2, too at 'arm'; every arm of a cluster has one row"]
    ),
    (
      "cluster,arm,theta\na,\"x\ny\",0.5\nb,c,2\n",
      [
        "4:5: '2' is not a probability at 'theta'; write a number between 0 and 1: successes "
          + "divided by trials"
      ]
    ),
    (
      "cluster,arm,theta\na,\"b,0.5\n",
      [
        "2:3: the quote that starts here is never closed; "
          + "close it, or double a quote that belongs to the text"
      ]
    ),
  ]

  @Test("Every bad row is reported with its line and column", arguments: bad)
  func badRows(_ text: String, _ expected: [String]) {
    #expect(TableReaderTests.errors(Data(text.utf8)) == expected)
    // The same lines are meant with Windows line ends.
    let windows = text.replacing("\n", with: "\r\n")
    #expect(TableReaderTests.errors(Data(windows.utf8)) == expected)
  }

  static let spreadsheets: [(String, [String])] = [
    (
      "cluster;arm;theta\na;b;0,5\nc;d;0,6\n",
      [
        "1:8: the columns are separated by semicolons; separate them by commas, and write "
          + "decimals with a point"
      ]
    ),
    (
      "cluster\tarm\ttheta\na\tb\t0.5\n",
      [
        "1:8: the columns are separated by tabs; separate them by commas, and write "
          + "decimals with a point"
      ]
    ),
    (
      "cluster,arm,theta\ra,b,0.5\rc,d,0.6\r",
      [
        "1:1: the lines end with a carriage return alone; save the file with line ends of "
          + "Unix or Windows (LF or CRLF)"
      ]
    ),
    (
      "cluster,arm,theta\na,b,\"0,5\"\na,c,50 %\n",
      [
        "2:5: '0,5' is not a probability at 'theta'; write 0.5 with a decimal point",
        "3:5: '50 %' is not a probability at 'theta'; write 0.5 without a percent sign",
      ]
    ),
    (
      "Cluster,ARM,theta\na,b,0.5\n",
      [
        "1:1: there is no column 'cluster' at 'cluster'; rename 'Cluster' to 'cluster'",
        "1:1: there is no column 'arm' at 'arm'; rename 'ARM' to 'arm'",
      ]
    ),
    (
      "cluster,arm,theta\nk1,1,0.5\nK1,2,0.5\nk1 ,3,0.5\nk1,01,0.5\nK1,4,0.5\n",
      [
        "3:1: clusters 'k1' (line 2) and 'K1' differ only in capitals, spaces or leading zeros at "
          + "'cluster'; write them alike if they are the same, else give one another name",
        "4:1: clusters 'k1' (line 2) and 'k1 ' differ only in capitals, spaces or leading zeros at "
          + "'cluster'; write them alike if they are the same, else give one another name",
        "5:4: arms '1' (line 2) and '01' differ only in capitals, spaces or leading zeros at 'arm'; "
          + "write them alike if they are the same, else give one another name",
      ]
    ),
    ("cluster,arm,theta\na,1,0.5\nb,1,0.5\nb,01x,0.5\n", ["valid"]),
    ("cluster,arm,theta,,\na,1,0.5,,\n,,,,\n\nb,1,0.5,,\n , ,,,\n", ["valid"]),
    (
      "cluster,arm,theta,,\na,1,0.5,,x\n",
      ["2:1: the row has 5 fields and not 3 at 'row'; one field for each column of the first line"]
    ),
  ]

  @Test(
    "What spreadsheets and other countries write is read or named once", arguments: spreadsheets)
  func foreign(_ text: String, _ expected: [String]) {
    #expect(TableReaderTests.errors(Data(text.utf8)) == expected)
  }

  private static let latin1: [UInt8] =
    Array("cluster,arm,theta\na,Caf".utf8) + [0xE9] + Array(",0.5\n".utf8)

  static let foreignFiles: [([UInt8], String)] = [
    (
      Array("SQLite format 3\0".utf8),
      "1:1: the file is a database of SQLite; 'cluster-bandit export' writes a saved result as a CSV "
        + "file in UTF-8"
    ),
    (
      Array("%PDF-1.7\n".utf8),
      "1:1: the file is a PDF document; copy its numbers into a CSV file in UTF-8"
    ),
    (
      Array("PK\u{3}\u{4}  xl/workbook.xml".utf8),
      "1:1: the file is an Excel workbook; save its sheet as a CSV file in UTF-8"
    ),
    (
      [0x1F, 0x8B, 8],
      "1:1: the file is compressed with gzip; unpack it (gunzip -k) and give a CSV file in UTF-8"
    ),
    (Array("[{\"arm\": 1}]".utf8), "1:1: the file is JSON; convert it to a CSV file in UTF-8"),
    (
      Array("<!DOCTYPE html>\n<html>".utf8),
      "1:1: the file is a web page (HTML); download the file itself ('Raw' on GitHub): it must be a "
        + "CSV file in UTF-8"
    ),
    (
      latin1,
      "2:6: the byte E9 here is not UTF-8, perhaps a letter as Windows or Latin-1 has it; save the "
        + "file again as a CSV file in UTF-8"
    ),
  ]

  @Test("Files of another kind are named for what they are", arguments: foreignFiles)
  func otherFormats(_ bytes: [UInt8], _ expected: String) {
    #expect(TableReaderTests.errors(Data(bytes)) == [expected])
  }

  static let otherTables: [(String, String)] = [
    (
      "# mine\ncluster,arm,theta\na,b,0.5\n",
      "1:1: the first line is a comment; remove it: the first line names the columns"
    ),
    (
      "cluster,arm,theta\na,b,0,45\n",
      "2:1: the row has 4 fields and not 3 at 'row'; one field for each column of the first line; if "
        + "0,45 is one number, write 0.45"
    ),
    (
      "group,item,value\na,b,0.5\n",
      "1:1: the columns cluster, arm and theta are missing; the columns are group, item, value"
    ),
    (
      "cluster,arm,clicks,views\na,b,5,10\n",
      "1:1: there is no column 'theta' at 'theta'; the columns are cluster, arm, clicks, views; theta "
        + "is successes divided by trials"
    ),
  ]

  @Test("What tables often have is told with what to do", arguments: otherTables)
  func commonTables(_ text: String, _ expected: String) {
    #expect(TableReaderTests.errors(Data(text.utf8)) == [expected])
  }

  @Test("A standard deviation beside 0/1 rewards is not passed over", arguments: ["sd", "sigma"])
  func deviations(_ name: String) {
    #expect(
      TableReaderTests.errors(Data("cluster,arm,theta,\(name)\na,b,0.5,0.1\n".utf8)) == [
        "1:19: the column stands beside 'theta', and 0/1 rewards have no standard deviation of their "
          + "own at '\(name)'; for normal rewards call 'theta' 'mean' and this one "
          + "'standard-deviation', else remove it"
      ])
  }

  @Test("UTF-16 is named", arguments: [[0xFF, 0xFE, 0x63, 0], [0xFE, 0xFF, 0, 0x63]])
  func utf16(_ bytes: [UInt8]) {
    #expect(
      TableReaderTests.errors(Data(bytes)) == [
        "1:1: the file is in UTF-16; save it as a CSV file in UTF-8"
      ])
    do throws(InvalidInput) {
      _ = try BanditExperimentsTests.read(Data(bytes))
      Issue.record("the experiment was read")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["the file is in UTF-16"])
    }
  }

  @Test("Bytes that are no text are refused", arguments: [[0x61, 0xFF], [0x61, 0], [0xC3]])
  func binary(_ bytes: [UInt8]) {
    #expect(
      TableReaderTests.errors(Data(bytes)) == [
        "1:1: the file is not text; give a CSV file in UTF-8"
      ])
  }

  @Test(
    "Decimal notation is a number, other spellings are not",
    arguments: [
      ("1", 1), ("-0.5", -0.5), ("+.5", 0.5), ("5.", 5), ("1e-3", 1e-3), ("1E2", 100), ("00", 0),
      ("", nil), (".", nil), ("e", nil), ("1e", nil), ("1e400", nil), ("0x10", nil), ("nan", nil),
      ("inf", nil), ("1_000", nil), ("1,5", nil), (" 1", nil), ("١", nil), ("--1", nil),
      (String(repeating: "1", count: 401), nil),
    ] as [(String, Double?)])
  func numbers(_ text: String, _ value: Double?) {
    #expect(decimalNumber(text) == value)
  }
}
