import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Descriptions of problems")
struct ProblemDescriptionTests {
  private func description(
    _ environment: String, folder: URL = URL(fileURLWithPath: ".")
  ) throws -> String {
    let experiment = try read(
      Study.text(4, "environment: \(environment)"), folder: folder)
    return "\(ProblemDescription(experiment.problems[0]))"
  }

  @Test(
    "Arms, clusters and sizes are told in a few words",
    arguments: [
      (
        "{kind: bernoulli, means: [0, 0, 0, 0, 1], clusters: [[0, 1], [2, 3, 4]]}",
        "5 arms in 2 clusters (sizes 2 and 3), strong dominance"
      ),
      ("{kind: bernoulli, means: [1]}", "1 arm in 1 cluster"),
      ("{kind: bernoulli, means: [1, 0], clusters: [[1, 0]]}", "2 arms in 1 cluster"),
      ("{kind: bernoulli, means: [1, 0]}", "2 arms in 2 clusters of 1"),
      (
        "{kind: bernoulli, means: [0, 0, 0, 1], clusters: [[0], [1, 3], [2]], permute-labels: true}",
        "4 arms in 3 clusters (sizes 1, 2 and 1)"
      ),
      (
        "{kind: bernoulli, means: [0, 0, 0, 1], tree: [[0, 1], [[2], [3]]]}",
        "4 arms in 3 clusters (sizes 2, 1 and 1), in a tree of depth 2, strong dominance"
      ),
      (
        "{kind: bernoulli, means: [0, 0, 0, 0, 0, 0, 0, 1], "
          + "clusters: [[0], [1], [2], [3], [4], [5], [6, 7]]}",
        "8 arms in 7 clusters (sizes 1 to 2), strong dominance"
      ),
      (
        "{kind: bernoulli, means: [0.9, 0.2, 0.6, 0.3], clusters: [[0, 1], [2, 3]]}",
        "4 arms in 2 clusters of 2, no dominance"
      ),
      ("needle", "100 arms in 10 clusters, drawn for each replication"),
    ])
  func texts(_ environment: String, _ expected: String) throws {
    #expect(try description(environment) == expected)
  }

  @Test("A table's problem is told, its names lead the trace, and a control has none")
  func names() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "arms.csv", "cluster,arm,theta\nnews,7,1\nsport,7,0\nnews,8,1\nsport,9,0\nsport,8,0\n")
    #expect(
      try description("{kind: table, file: arms.csv}", folder: folder.url)
        == "5 arms in 2 clusters (sizes 2 and 3), strong dominance")
    for permuted in [false, true] {
      let experiment = try read(
        Study.text(
          4...5,
          """
          environment: {kind: csv, file: arms.csv, permute-labels: \(permuted)}
          policies: [{kind: ucb1, ties: first}]
          """), folder: folder.url)
      let problem = experiment.problems[0]
      let instance = problem.drawInstance(experiment.seeds, replication: 0)
      #expect(
        instance.names?.arms == (permuted ? nil : ["7", "8", "7", "9", "8"])
          && instance.names?.clusters == (permuted ? nil : ["news", "sport"]))
      let trace = try TraceReport(
        experiment, problem: problem, policy: 0, rounds: 4, number: 0)?.plain()
      #expect(trace?.contains("arm 9 of cluster sport paid 0") == !permuted)
      #expect(trace?.contains("5 arms in 2 clusters (sizes 2 and 3)") == true)
      let bounds = BoundsReport(try ExperimentBounds(experiment)).plain()
      #expect(bounds.contains("csv") == false)
      #expect(bounds.contains(": 5 arms in 2 clusters (sizes 2 and 3)"))
    }
  }

  @Test("The columns of a log are the names of its arms, as the clusters lay them out")
  func logged() throws {
    let folder = try TemporaryFolder()
    try folder.write("log.csv", "red,green,blue\n1,0,1\n0,0,1\n1,1,0\n")
    let experiment = try read(
      Study.text(
        2...4,
        """
        horizon: 3
        replications: 1
        environment: {kind: replay, file: log.csv, clusters: [[2, 0], [1]]}
        """), folder: folder.url)
    let instance = experiment.problems[0].drawInstance(experiment.seeds, replication: 0)
    #expect(instance.names?.arms == ["blue", "red", "green"])
    #expect(instance.names?.clusters == ["0", "1"])
  }
}
