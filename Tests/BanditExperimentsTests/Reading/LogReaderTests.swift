import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Logs of rewards")
struct LogReaderTests {
  @Test("A log is its columns' names and its rows")
  func whole() throws {
    let log = try LogReader(file: "clicks.csv").read(Data("Ad 1, Ad 2\n1,0\r\n0, 1\n\n1,1\n".utf8))
    #expect(log == RewardLog(names: ["Ad 1", "Ad 2"], values: [1, 0, 0, 1, 1, 1]))
    #expect(log.isBinary && log.rowCount == 3)
    #expect(try !LogReader(file: "x").read(Data("a\n0.5\n".utf8)).isBinary)
  }

  private static let identifiers: String = {
    let rows: [String] = (0..<10).map { row in "\(90_000 - 37 * row),\(row % 2)\n" }
    return "user,a\n" + rows.joined()
  }()

  static let bad: [(String, [String])] = [
    ("", ["1:1: the file is empty; it needs columns of rewards, one for each arm"]),
    ("a,b\n", ["1:1: the log has no rows; write one row for each round"]),
    (
      "a,,a\n1,0,1\n",
      [
        "1:3: the column has no name; give every arm a name; remove a column that numbers "
          + "the rows",
        "1:4: there are two columns 'a' at 'a'; give one of them another name",
      ]
    ),
    (
      "0,1\n1,0\n",
      [
        "1:1: the file has no header: its first line holds numbers; write the names of the arms in "
          + "the first line"
      ]
    ),
    (
      "a,b\n1,0\n1\n,x\n1,1e60\n",
      [
        "3:1: the row has 1 field and not 2 at 'row'; one field for each column of the first line",
        "4:1: the field is empty at 'a'; write what the arm paid, or would have paid, in this "
          + "round",
        "4:2: 'x' is not a number at 'b'; write what the arm paid, or would have paid, in this "
          + "round",
        "5:3: '1e60' is out of range at 'b'; write what the arm paid, or would have paid, in this "
          + "round",
      ]
    ),
    (
      "a,b\n1,0\n0,0\n1,0\n2,0\n",
      [
        "5:1: the last row holds the sums of the columns at 'row'; remove it: every row is one "
          + "round"
      ]
    ),
    (
      "a,b\n0.1,5\n0.2,-1\n0.3,2\n0.6,6\n",
      [
        "5:1: the last row holds the sums of the columns at 'row'; remove it: every row is one "
          + "round"
      ]
    ),
    (
      "id,a\n1,0\n2,1\n3,1\n",
      ["1:1: the column numbers the rows at 'id'; remove it: every column is one arm"]
    ),
    (
      "a,round\n0,0\n1,1\n1,2\n",
      ["1:3: the column numbers the rows at 'round'; remove it: every column is one arm"]
    ),
    (
      "Ad,ad\n0,1\n",
      [
        "1:4: 'Ad' and 'ad' differ only in capitals, spaces or leading zeros at 'ad'; give one of "
          + "them another name"
      ]
    ),
    (
      "user,Ad,click\n1,0,1\n",
      [
        "1:1: the log has a row for each pull, with the arm in a column of its own; a replay "
          + "needs what every arm would have paid: a row for each round, a column for each arm"
      ]
    ),
    (
      "a,b,all\n1,1,2\n0,1,1\n0,0,0\n",
      ["1:5: the column holds the sums of the others at 'all'; remove it: every column is one arm"]
    ),
    (
      identifiers,
      [
        "1:1: the column has another whole number in every row, as identifiers are at 'user'; "
          + "remove it: every column is one arm"
      ]
    ),
    (
      "a,day\n1,2024-01-01\n0,2024-01-02\nx,2024-01-03\n",
      [
        "1:3: the column holds no number in any row at 'day'; remove it: every column is one arm, "
          + "with its rewards",
        "4:1: 'x' is not a number at 'a'; write what the arm paid, or would have paid, in this "
          + "round",
      ]
    ),
    (
      "a,b\ntrue,1\nfalse,0\n",
      [
        "1:1: the column holds no number in any row at 'a'; write 1 for a success and 0 for a "
          + "failure"
      ]
    ),
    ("a,b\nyes,1\n0,0\n", ["2:1: 'yes' is not a number at 'a'; write 1"]),
    ("a,b\n1,0\n2,1\n4,1\n", ["valid"]), ("a,b\n0,1\n1,2\n", ["valid"]),
    (
      "a,b\n\"0,5\",50 %\n",
      [
        "2:1: '0,5' is not a number at 'a'; write 0.5 with a decimal point",
        "2:7: '50 %' is not a number at 'b'; write 0.5 without a percent sign",
      ]
    ),
    ("a,b\n0,0\n1,0\n1,0\n", ["valid"]), ("a,b\n1,0\n0,1\n2,1\n", ["valid"]),
  ]

  @Test("What is wrong with a log is told with line and column", arguments: bad)
  func errors(text: String, expected: [String]) {
    let found: [String]
    do {
      _ = try LogReader(file: "clicks.csv").read(Data(text.utf8))
      found = ["valid"]
    } catch { found = error.diagnostics.map(shortened) }
    #expect(found == expected)
  }

  private static let study = """
    name: replayed
    horizon: 3
    replications: 2
    environment: {kind: replay, file: clicks.csv, orders: as-logged}
    policies: [{kind: oracle}, {kind: thompson}, {kind: ucb1}]

    """

  @Test("A log is played, remarked on, and never longer than it is")
  func horizon() throws {
    let folder = try TemporaryFolder()
    try folder.write("clicks.csv", "a,b\n1,0\n0,1\n0,1\n")
    let result = try read(Self.study, folder: folder.url).run(jobs: 1)
    #expect(result.cell("replay", "oracle")?.values[.reward] == [2, 2])
    #expect(
      result.remarks.map(\.line) == [
        "replay: every replication plays the rows in the file's order: only policies' draws differ"
      ])
    let text = Self.study.replacing("horizon: 3", with: "horizon: 4")
    var found: [String] = []
    do {
      _ = try read(text, folder: folder.url)
    } catch { found = error.diagnostics.map(shortened) }
    #expect(
      found == [
        "2:10: 4 rounds are more than the 3 rows of the log at 'horizon'; write at most horizon: "
          + "3: every round plays a row of its own"
      ])
  }

  @Test("Where 0/1 rewards are needed, the first other value of a log is told with its place")
  func otherReward() throws {
    let folder = try TemporaryFolder()
    try folder.write("clicks.csv", "a,b\n1,0\n\n0, 2\n0,3\n")
    let text = Self.study.replacing("{kind: thompson}", with: "{kind: bayes-ucb}")
    var found: [String] = []
    do {
      _ = try read(text, folder: folder.url)
    } catch { found = error.diagnostics.map(shortened) }
    #expect(
      found == [
        "5:28: bayes-ucb keeps Beta posteriors of 0/1 rewards, and these rewards count as "
          + "Gaussian: \(folder.url.path)/clicks.csv:4:3 holds 2 at 'policies[1]'; use thompson "
          + "here, or an environment with 0/1 rewards"
      ])
    let remarks = try read(Self.study, folder: folder.url).remarks.map(\.line)
    #expect(
      remarks.contains {
        $0.hasSuffix(
          "rewards count as Gaussian and not as 0/1: line 4, column 3 of the log holds 2")
      })
  }
}
