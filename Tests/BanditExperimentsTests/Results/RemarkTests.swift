import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Remarks on how rows were played")
struct RemarkTests {
  private static let greedy = """
    name: greedy
    horizon: 20
    replications: 2
    environments:
      - {kind: bernoulli, means: [0.4, 0.6]}
      - {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies:
      - {kind: random}
      - {label: a, kind: epsilon-greedy, epsilon: 0}
      - {label: b, kind: epsilon-greedy, epsilon: 0.1}
      - {label: c, kind: epsilon-greedy, epsilon: 0.1, start: 2.5, step: 0.1}
      - {label: d, kind: epsilon-greedy, epsilon: 0.1, start: each-once}

    """

  private static let lines = [
    "a, b: an arm without pulls counts as mean 0 (start: zero)",
    "c: an arm without pulls counts as mean 2.5 (start: 2.5)",
    "d: every arm is pulled once first (start: each-once)",
  ]

  @Test("A result says once what an arm without pulls counts as")
  func startsOfGreedy() throws {
    let result = try read(Self.greedy).run(jobs: 1)
    #expect(result.remarks.map(\.line) == Self.lines)
    let text = ResultReport(result).plain()
    for line in Self.lines { #expect(text.components(separatedBy: "- \(line)").count == 2) }
  }

  @Test("Two levels over arms without siblings are said to have no choice inside")
  func singletons() throws {
    func lines(_ clusters: String) throws -> [String] {
      try read(
        """
        name: two-levels
        horizon: 10
        replications: 2
        environment: {kind: bernoulli, means: [0.4, 0.6, 0.5]\(clusters)}
        policies: [thompson, tsc, ts-max, ucbc, two-level]
        """
      ).run(jobs: 1).remarks.map(\.line)
    }
    let line = "every arm is a cluster of its own, so the inner rule has no choice"
    #expect(try lines("") == ["tsc, ts-max, ucbc, two-level: \(line)"])
    #expect(try lines(", clusters: [[0], [1], [2]]") == ["tsc, ts-max, ucbc, two-level: \(line)"])
    #expect(try lines(", clusters: [[0, 1], [2]]").isEmpty)
    #expect(try lines(", clusters: [[0, 1, 2]]").isEmpty)
  }

  @Test("Remarks are saved with a result, and a result without them is read")
  func saved() throws {
    let result = try read(Self.greedy).run(jobs: 1)
    let text = ResultJSON.text([result])
    #expect(try ResultReader(file: "r").read(Data(text.utf8)) == [result])
  }

  @Test("An outer and an inner rule have remarks of their own")
  func twoLevels() throws {
    let result = try read(
      Study.text(
        4...5,
        """
        environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], clusters: [[0, 1], [2]]}
        policies:
          - label: x
            kind: two-level
            outer: {kind: epsilon-greedy, epsilon: 0}
            inner: {kind: epsilon-greedy, epsilon: 0, start: 1}
        """)
    ).run(jobs: 1)
    #expect(
      result.remarks.map(\.line) == [
        "x: outer rule: a cluster without pulls counts as its strategy's prior mean",
        "x: inner rule: an arm without pulls counts as mean 1 (start: 1)",
      ])
  }

  @Test("Many labels are counted")
  func labels() {
    let remark = Remark(labels: ["a", "b", "c", "d", "e", "f"], text: "x")
    #expect(remark.line == "a, b, c, d and 2 more: x")
  }
}
