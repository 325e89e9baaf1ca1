import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("CSV tables")
struct TableReaderTests {
  private func read(_ text: String) throws(InvalidInput) -> ArmTable {
    try TableReader(file: "arms.csv").read(Data(text.utf8))
  }

  /// What is wrong with a table, without the file's name.
  static func errors(_ bytes: Data) -> [String] {
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
      "cluster,arm,theta\n\"a,b\",\"say "
        + "\"\"hi\"\"\",\"0.25\"\n\"two\nlines\",\"\"\"\",0.5\nc\"d,e,1"
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

  @Test("A standard deviation beside 0/1 rewards is not passed over", arguments: ["sd", "sigma"])
  func deviations(_ name: String) {
    #expect(
      TableReaderTests.errors(Data("cluster,arm,theta,\(name)\na,b,0.5,0.1\n".utf8)) == [
        "1:19: the column stands beside 'theta', and 0/1 rewards have no standard deviation of "
          + "their own at '\(name)'; for normal rewards call 'theta' 'mean' and this one "
          + "'standard-deviation', else remove it"
      ])
  }
}
