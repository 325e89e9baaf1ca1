import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("CSV tables of features")
struct FeatureReaderTests {
  private func read(_ text: String) throws(InvalidInput) -> ArmFeatures {
    try FeatureReader(file: "x.csv").read(Data(text.utf8))
  }

  private static func errors(_ bytes: Data) -> [String] {
    do {
      _ = try FeatureReader(file: "x.csv").read(bytes)
      return ["valid"]
    } catch { return error.diagnostics.map(shortened) }
  }

  @Test("Every column besides cluster and arm is a feature, in the order of the header")
  func columns() throws {
    let table = try read(
      "size,arm, cluster ,x2\n1,a,k, -2.5e-1 \n\"3\",b,k,0\n7,a,l,1000000000000\n")
    #expect(table.clusters == ["k", "k", "l"] && table.arms == ["a", "b", "a"])
    #expect(table.names == ["size", "x2"] && table.dimension == 2)
    #expect(table.values == [1, -0.25, 3, 0, 7, 1e12])
    #expect(try read("\u{FEFF}cluster,arm,x\r\n\r\nk,a,1") == read("cluster,arm,x\nk,a,1\n"))
  }

  static let bad: [(String, [String])] = [
    ("", ["1:1: the file is empty; it needs columns cluster, arm and one for each feature"]),
    ("cluster,arm,x\n", ["1:1: the table has no rows; write one row for each arm"]),
    (
      "cluster,arm\na,b\n",
      [
        "1:1: there are 0 columns of features; there may be 1 to "
          + "1,000 columns"
      ]
    ),
    (
      "clutser,arm,x\na,b,1\n",
      ["1:1: there is no column 'cluster' at 'cluster'; rename 'clutser' to 'cluster'"]
    ),
    (
      "a,x,0.5\nb,y,0.4\n",
      [
        "1:1: the file has no header: its first line holds numbers; write the names of the columns "
          + "above it: cluster,arm,feature"
      ]
    ),
    (
      "x,y\n1,2\n",
      [
        "1:1: there is no column 'cluster' at 'cluster'; the columns are x, y",
        "1:1: there is no column 'arm' at 'arm'; the columns are x, y",
      ]
    ),
    (
      "cluster,arm,x,x,,arm\na,b,1,2,3,4\n",
      [
        "1:15: there are two columns 'x' at 'x'; keep one of them, or give it another name",
        "1:17: the column has no name; give every feature a name",
        "1:18: there are two columns 'arm' at 'arm'; keep one of them, or give it another name",
      ]
    ),
    (
      "cluster,arm,x\na,b,1\na,c\na,d,1,2\n",
      [
        "3:1: the row has 2 fields and not 3 at 'row'; one field for each column of the first line",
        "4:1: the row has 4 fields and not 3 at 'row'; one field for each column of the first line; if "
          + "1,2 is one number, write 1.2",
      ]
    ),
    (
      "cluster,arm,x,y\na,b,nan,1\na,c,2,inf\na,d,,x\na,e,1e400,-1e13\na,f,0x1,1\n",
      [
        "2:5: 'nan' is not a number at 'x'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "3:7: 'inf' is not a number at 'y'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "4:5: the field is empty at 'x'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "4:6: 'x' is not a number at 'y'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "5:5: '1e400' is not a number at 'x'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "5:11: '-1e13' is out of range at 'y'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
        "6:5: '0x1' is not a number at 'x'; write a number from -1000000000000 up to "
          + "1000000000000 in decimal notation",
      ]
    ),
    (
      "cluster,arm,x\na,b,1\nc,b,1\na,b,2\n,d,1\n\"é,é\",,1\n",
      [
        "4:3: arm 'b' of cluster 'a' is in line 2, too at 'arm'; every arm of a cluster has one row",
        "5:1: the field is empty at 'cluster'; give it a name",
        "6:7: the field is empty at 'arm'; give it a name",
      ]
    ),
    (
      "cluster,arm,x\na,\"b,1\n",
      [
        "2:3: the quote that starts here is never closed; "
          + "close it, or double a quote that belongs to the text"
      ]
    ),
  ]

  @Test("Every bad row is reported with its line and column", arguments: bad)
  func badRows(_ text: String, _ expected: [String]) {
    #expect(FeatureReaderTests.errors(Data(text.utf8)) == expected)
    let windows = text.replacing("\n", with: "\r\n")
    #expect(FeatureReaderTests.errors(Data(windows.utf8)) == expected)
  }

  @Test("A thousand features are possible, one more is not, and bytes that are no text are refused")
  func limits() {
    for (count, expected) in [
      (1000, "valid"),
      (
        1001,
        "1:1: there are 1,001 columns of features; there may be 1 to "
          + "1,000 columns"
      ),
    ] {
      let names = (0..<count).map { "x\($0)" }.joined(separator: ",")
      let values = Array(repeating: "0", count: count).joined(separator: ",")
      let text = "cluster,arm,\(names)\na,b,\(values)\n"
      #expect(FeatureReaderTests.errors(Data(text.utf8)) == [expected])
    }
    #expect(
      FeatureReaderTests.errors(Data([0x61, 0xFF])) == [
        "1:1: the file is not text; give a CSV file in UTF-8"
      ])
  }

  @Test(
    "An experiment reads features from its folder, once, and tells their errors with their place")
  func inExperiments() throws {
    let folder = try TemporaryFolder()
    try folder.write("good.csv", "cluster,arm,x\na,1,0\nb,1,1\na,2,0.5\n")
    try folder.write("bad.csv", "cluster,arm,x\na,1,zero\n")
    let text = Study.text(
      4...5,
      """
      environment: {kind: correlated-clusters, features: good.csv}
      policies: [{kind: random}]
      """)
    let experiment = try BanditExperimentsTests.read(text, folder: folder.url)
    let shape = experiment.problems[0].environment.shape
    #expect(shape.armCount == 3 && shape.clusterCount == 2 && shape.hasGaussianPrior)
    let swept =
      text.replacing("good.csv", with: "bad.csv")
      + "sweep: [{path: environment.mean, values: [0, 1, 2]}]\n"
    do {
      _ = try BanditExperimentsTests.read(swept, folder: folder.url)
      Issue.record("the features were read")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["'zero' is not a number"])
      #expect(error.diagnostics[0].position.file == folder.url.path + "/bad.csv")
    }
    let missing = text.replacing("good.csv", with: "none.csv")
    do {
      _ = try BanditExperimentsTests.read(missing, folder: folder.url)
      Issue.record("there is no such file")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["'none.csv' cannot be read: no such file"])
    }
  }
}
