import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Files that are no CSV tables, or hardly")
struct TableFormatTests {
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
        "5:4: arms '1' (line 2) and '01' differ only in capitals, spaces or leading zeros at "
          + "'arm'; write them alike if they are the same, else give one another name",
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
      "1:1: the file is a database of SQLite; 'cluster-bandit export' writes a saved result as a "
        + "CSV file in UTF-8"
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
      "1:1: the file is a web page (HTML); download the file itself ('Raw' on GitHub): it must be "
        + "a CSV file in UTF-8"
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
      "2:1: the row has 4 fields and not 3 at 'row'; one field for each column of the first line; "
        + "if 0,45 is one number, write 0.45"
    ),
    (
      "group,item,value\na,b,0.5\n",
      "1:1: the columns cluster, arm and theta are missing; the columns are group, item, value"
    ),
    (
      "cluster,arm,clicks,views\na,b,5,10\n",
      "1:1: there is no column 'theta' at 'theta'; the columns are cluster, arm, clicks, views; "
        + "theta is successes divided by trials"
    ),
  ]

  @Test("What tables often have is told with what to do", arguments: otherTables)
  func commonTables(_ text: String, _ expected: String) {
    #expect(TableReaderTests.errors(Data(text.utf8)) == [expected])
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
}
