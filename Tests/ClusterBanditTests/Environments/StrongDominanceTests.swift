import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("strong-dominance")
struct StrongDominanceTests: EnvironmentDriving {
  /// N, K, A*, w, d.
  struct Dominance: Sendable {
    let arms: Int
    let clusters: Int
    let best: Int
    let width: Double
    let gap: Double
    var values: [String: ParameterValue] {
      [
        "arms": .integer(arms), "clusters": .integer(clusters),
        "best-cluster-arms": .integer(best), "spread": .number(width), "gap": .number(gap),
      ]
    }
  }

  @Test(
    "The best cluster dominates: its ends and those of the others are set",
    arguments: [
      Dominance(arms: 100, clusters: 10, best: 10, width: 0.1, gap: 0.1),
      Dominance(arms: 20, clusters: 5, best: 3, width: 0.2, gap: 0.05),
      Dominance(arms: 12, clusters: 4, best: 1, width: 0.1, gap: 0.1),
      Dominance(arms: 12, clusters: 11, best: 2, width: 0.25, gap: 0.25),
      Dominance(arms: 5, clusters: 1, best: 5, width: 0.3, gap: 0),
      Dominance(arms: 7, clusters: 7, best: 1, width: 0, gap: 0.5),
      Dominance(arms: 1, clusters: 1, best: 1, width: 0.1, gap: 0.1),
    ])
  func strongDominance(shape: Dominance) throws {
    let environment = try environment("strong-dominance", shape.values)
    #expect(
      environment.shape
        == ProblemShape(armCount: shape.arms, clusterCount: shape.clusters, rewards: .bernoulli))
    let upper = 0.6 - shape.width - shape.gap
    let lower = 0.5 - shape.width - shape.gap
    var stream = testStream(UInt64(shape.arms))
    for _ in 0..<50 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.armCount == shape.arms && instance.clustering.clusterCount == shape.clusters)
      #expect(instance.oracle.mean == 0.6)
      let sorted = clusters(instance).map { $0.sorted(by: >) }.sorted { $0[0] > $1[0] }
      let best = sorted[0]
      #expect(best.count == shape.best)
      #expect(best.allSatisfy { (0.6 - shape.width - 1e-12...0.6).contains($0) })
      if shape.best > 1 { #expect(abs(best[shape.best - 1] - (0.6 - shape.width)) < 1e-12) }
      for other in sorted.dropFirst() {
        #expect(abs(other[0] - upper) < 1e-12)
        if other.count > 1 { #expect(abs(other[other.count - 1] - lower) < 1e-12) }
        #expect(other.allSatisfy { (max(0, lower - 1e-12)...upper + 1e-12).contains($0) })
      }
    }
  }

  @Test("Between the ends the means are uniform, and arms fall into clusters uniformly")
  func strongDominanceLaw() throws {
    // 100 instances of 200 arms: about 4000 and 14 000 uniform means: distances to the law of 0.1
    // and 0.05 are missed once in a million; 18 000 arms over 9 clusters: 6 % in the sizes.
    let environment = try environment(
      "strong-dominance",
      Dominance(arms: 200, clusters: 4, best: 50, width: 0.2, gap: 0.1).values)
    var stream = testStream()
    var (best, others): ([Double], [Double]) = ([], [])
    var sizes = [0, 0, 0]
    for _ in 0..<100 {
      let all = clusters(environment.drawInstance(using: &stream))
      best += all.filter { $0.contains(0.6) }.flatMap { $0.sorted().dropFirst().dropLast() }
      let rest = all.filter { !$0.contains(0.6) }
      others += rest.flatMap { $0.sorted().dropFirst().dropLast() }
      for (index, cluster) in rest.enumerated() { sizes[index] += cluster.count - 1 }
    }
    let verdicts = [
      Verdict.kolmogorovSmirnov(best.map { ($0 - 0.4) / 0.2 }, follow: .uniform),
      Verdict.kolmogorovSmirnov(others.map { ($0 - 0.2) / 0.1 }, follow: .uniform),
      Verdict.chiSquare(counts: sizes, probabilities: Array(repeating: 1.0 / 3, count: 3)),
    ]
    for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
  }

  @Test(
    "Arguments of strong-dominance that cannot hold are named",
    arguments: [
      (Dominance(arms: 4, clusters: 5, best: 1, width: 0.1, gap: 0.1), [["clusters"]]),
      (Dominance(arms: 10, clusters: 5, best: 7, width: 0.1, gap: 0.1), [["best-cluster-arms"]]),
      (Dominance(arms: 10, clusters: 5, best: 6, width: 0.1, gap: 0.1), []),
      (Dominance(arms: 10, clusters: 5, best: 99, width: 0.1, gap: 0.1), [["best-cluster-arms"]]),
      (Dominance(arms: 10, clusters: 1, best: 9, width: 0.1, gap: 0.1), [["best-cluster-arms"]]),
      (Dominance(arms: 10, clusters: 1, best: 10, width: 0.1, gap: 0.1), []),
      (Dominance(arms: 10, clusters: 2, best: 5, width: 0.3, gap: 0.21), [["gap"]]),
      (Dominance(arms: 10, clusters: 2, best: 5, width: 0.3, gap: 0.2), []),
      (
        Dominance(arms: 10, clusters: 5, best: 7, width: 0.5, gap: 0.5),
        [["best-cluster-arms"], ["gap"]]
      ),
    ] as [(Dominance, [[String]])])
  func strongDominanceProblems(shape: Dominance, expected: [[String]]) throws {
    #expect(try paths("strong-dominance", shape.values) == expected)
  }
}
