import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Environments")
struct EnvironmentTests {
  private func environment(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) throws -> any Environment {
    let family = try #require(EnvironmentCatalogue.standard[name])
    return try family.make(Arguments(values, defaultsOf: family.parameters)).get()
  }

  private func problems(
    _ name: String, _ values: [String: ParameterValue]
  ) throws -> [[String]] {
    let family = try #require(EnvironmentCatalogue.standard[name])
    switch family.make(Arguments(values, defaultsOf: family.parameters)) {
    case .success: return []
    case .failure(let error): return error.problems.map(\.path)
    }
  }

  /// The means of an instance, cluster by cluster.
  private func clusters(_ instance: BanditInstance) -> [[Double]] {
    (0..<instance.clustering.clusterCount).map { cluster in
      instance.clustering.arms(of: cluster).map { instance.means[$0] }
    }
  }

  // MARK: strong-dominance

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
        "best-cluster-arms": .integer(best), "width": .number(width), "gap": .number(gap),
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
    "Labels are dealt uniformly: every cluster and every place in it may be the best",
    arguments: ["strong-dominance", "needle"])
  func labels(name: String) throws {
    // 3000 instances over 3 clusters and 4 places: an error of 17 % in a cell is missed once in a
    // million.
    let values: [String: ParameterValue] =
      name == "needle"
      ? ["arms": .integer(12), "clusters": .integer(3)]
      : Dominance(arms: 6, clusters: 3, best: 4, width: 0.1, gap: 0.1).values
    let environment = try environment(name, values)
    var stream = testStream(UInt64(name.count))
    var clusterCounts = [0, 0, 0]
    var placeCounts = [0, 0, 0, 0]
    for _ in 0..<3000 {
      let instance = environment.drawInstance(using: &stream)
      let arm = instance.oracle.arm
      let cluster = Int(instance.clustering.clusterOfArm[arm])
      clusterCounts[cluster] += 1
      placeCounts[arm - instance.clustering.arms(of: cluster).lowerBound] += 1
    }
    for (counts, cells) in [(clusterCounts, 3), (placeCounts, 4)] {
      let verdict = Verdict.chiSquare(
        counts: counts, probabilities: Array(repeating: 1 / Double(cells), count: cells))
      #expect(verdict.holds, "\(verdict)")
    }
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
    #expect(try problems("strong-dominance", shape.values) == expected)
  }

  // MARK: gaussian-clusters

  @Test("Normal arms scatter about their cluster's normal mean")
  func gaussianClusters() throws {
    // 3000 clusters of two arms and more: a distance of 0.1 between laws is missed once in a million.
    let environment = try environment(
      "gaussian-clusters",
      [
        "arms": .integer(23), "clusters": .integer(10), "mean": .number(3),
        "cluster-standard-deviation": .number(2), "arm-standard-deviation": .number(0.25),
        "standard-deviation": .number(1.5),
      ])
    var stream = testStream()
    var sums: [Double] = []
    var gaps: [Double] = []
    for _ in 0..<300 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.rewards == .gaussian(standardDeviation: 1.5))
      #expect(instance.clustering.sizes.sorted() == [2, 2, 2, 2, 2, 2, 2, 3, 3, 3])
      for arms in clusters(instance) {
        sums.append(arms[0] + arms[1])
        gaps.append(arms[0] - arms[1])
      }
    }
    // Sums have mean 2 m0 and variance 4 t0² + 2 t², gaps mean 0 and variance 2 t².
    for (draws, mean, variance) in [(sums, 6.0, 16.125), (gaps, 0, 0.125)] {
      let verdict = Verdict.kolmogorovSmirnov(
        draws, follow: .normal(mean: mean, standardDeviation: variance.squareRoot()))
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("Without spread all arms, or the arms of a cluster, are one")
  func gaussianClustersWithoutSpread() throws {
    var stream = testStream()
    for (between, within) in [(0.0, 1.0), (1, 0), (0, 0)] {
      let environment = try environment(
        "gaussian-clusters",
        [
          "arms": .integer(6), "clusters": .integer(3), "mean": .number(-2),
          "cluster-standard-deviation": .number(between),
          "arm-standard-deviation": .number(within), "standard-deviation": .number(0),
        ])
      let drawn = clusters(environment.drawInstance(using: &stream))
      let centres = Set(drawn.map { $0[0] })
      #expect(centres.count == (between == 0 && within == 0 ? 1 : 3))
      #expect(drawn.allSatisfy { ($0[0] == $0[1]) == (within == 0) })
      if between == 0, within == 0 { #expect(centres == [-2]) }
    }
    #expect(
      try problems("gaussian-clusters", ["arms": .integer(3), "clusters": .integer(4)])
        == [["clusters"]])
  }

  // MARK: beta-clusters

  @Test("Arms scatter about their centre as the cohesion says", arguments: [2.0, 20, 200])
  func betaClusters(cohesion: Double) throws {
    // The centre is 0.3 sure: θ ~ Beta(0.3 ν, 0.7 ν). 10 000 draws: a distance of 0.056 to the law
    // is missed once in a million; the neighbouring cohesions are farther away.
    let environment = try environment(
      "beta-clusters",
      [
        "arms": .integer(100), "clusters": .integer(7), "cohesion": .number(cohesion),
        "centre": .numbers([0.3, 0.3]),
      ])
    var stream = testStream(UInt64(cohesion))
    var means: [Double] = []
    for _ in 0..<100 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.clustering.sizes.sorted() == [14, 14, 14, 14, 14, 15, 15])
      means += instance.means.array
    }
    let verdict = Verdict.kolmogorovSmirnov(means, follow: .beta(0.3 * cohesion, 0.7 * cohesion))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Centres are uniform and shared by a cluster's arms")
  func betaCentres() throws {
    // With a huge cohesion the arms are their centre. 3000 centres: a distance of 0.1 is missed
    // once in a million.
    let environment = try environment(
      "beta-clusters",
      ["arms": .integer(20), "clusters": .integer(10), "cohesion": .number(1e12)])
    var stream = testStream()
    var centres: [Double] = []
    for _ in 0..<300 {
      for cluster in clusters(environment.drawInstance(using: &stream)) {
        #expect(abs(cluster[0] - cluster[1]) < 1e-5)
        centres.append(cluster[0])
      }
    }
    let verdict = Verdict.kolmogorovSmirnov(centres.map { ($0 - 0.05) / 0.45 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Arguments of beta-clusters that cannot hold are named",
    arguments: [
      (5, 6, [0.1, 0.5], [["clusters"]]), (6, 6, [0.1, 0.5], []), (6, 6, [0.5, 0.1], [["centre"]]),
      (6, 6, [0.5, 1], [["centre"]]), (6, 6, [0.5, 0.5], []),
      (5, 6, [0.5, 0.4], [["clusters"], ["centre"]]),
    ] as [(Int, Int, [Double], [[String]])])
  func betaProblems(arms: Int, count: Int, centre: [Double], expected: [[String]]) throws {
    #expect(
      try problems(
        "beta-clusters",
        [
          "arms": .integer(arms), "clusters": .integer(count), "centre": .numbers(centre),
          "cohesion": .number(5),
        ]) == expected)
  }

  // MARK: needle

  @Test("The needle has bad siblings, all other arms are mediocre")
  func needle() throws {
    let environment = try environment("needle", ["arms": .integer(23), "clusters": .integer(4)])
    var stream = testStream()
    var others: [Double] = []
    for _ in 0..<200 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.clustering.sizes.sorted() == [5, 6, 6, 6])
      for cluster in clusters(instance) {
        if cluster.contains(0.6) {
          #expect(cluster.sorted() == [0.2, 0.2, 0.2, 0.2, 0.2, 0.6])
        } else {
          others += cluster
        }
      }
    }
    // 3400 means: a distance of 0.095 to the law is missed once in a million.
    #expect(others.count == 200 * 17)
    let verdict = Verdict.kolmogorovSmirnov(others.map { ($0 - 0.45) / 0.05 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Arguments of needle that cannot hold are named",
    arguments: [
      (5, 6, [0.1, 0.5], [["clusters"]]), (6, 6, [0.5, 0.1], [["others"]]), (6, 6, [0.5, 0.5], []),
    ] as [(Int, Int, [Double], [[String]])])
  func needleProblems(arms: Int, count: Int, others: [Double], expected: [[String]]) throws {
    #expect(
      try problems(
        "needle",
        ["arms": .integer(arms), "clusters": .integer(count), "others": .numbers(others)])
        == expected)
  }

  // MARK: given arms

  @Test("A table is laid out by cluster, in the order of first rows")
  func table() throws {
    let table = ArmTable(
      clusters: ["b", "a", "b", "c", "a"], arms: ["1", "2", "3", "4", "5"],
      means: [0.1, 0.2, 0.3, 0.4, 0.5])
    let environment = try environment("table", ["file": .table(table)])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    #expect(stream == testStream(), "a given problem draws nothing")
    #expect(clusters(instance) == [[0.1, 0.3], [0.2, 0.5], [0.4]])
    #expect(instance.clustering.listed == [0, 2, 1, 4, 3])
    #expect(instance.rewards == .bernoulli)
    #expect(environment.shape == ProblemShape(armCount: 5, clusterCount: 3, rewards: .bernoulli))
    let sorted = ArmTable(
      clusters: ["x", "x", "y"], arms: ["1", "2", "3"], means: [0.3, 0.2, 0.1])
    #expect(sorted.instance().clustering.listed == nil)
    #expect(clusters(sorted.instance()) == [[0.3, 0.2], [0.1]])
  }

  @Test("Given arms are laid out by their clusters, or each in a cluster of its own")
  func fixedArms() throws {
    let means = ParameterValue.numbers([0.1, 0.2, 0.3, 0.4])
    var stream = testStream()
    let alone = try environment("bernoulli", ["means": means]).drawInstance(using: &stream)
    #expect(clusters(alone) == [[0.1], [0.2], [0.3], [0.4]])
    let grouped = try environment(
      "gaussian",
      [
        "means": means, "standard-deviation": .number(2),
        "clusters": .partition([[3, 1], [0, 2]]),
      ]
    ).drawInstance(using: &stream)
    #expect(clusters(grouped) == [[0.4, 0.2], [0.1, 0.3]])
    #expect(grouped.clustering.listed == [3, 1, 0, 2])
    #expect(grouped.rewards == .gaussian(standardDeviation: 2))
    #expect(stream == testStream())
  }

  @Test(
    "Clusters that are no partition are named one by one",
    arguments: [
      ([[0, 1], [2]], []), ([[0], [], [1, 2]], [["clusters", "1"]]),
      ([[0, 1], [1, 2]], [["clusters", "1"]]), ([[0, 0, 1, 2]], [["clusters", "0"]]),
      ([[0, 1]], [["clusters"]]), ([[0, 1, 2], [3]], [["clusters", "1"]]),
      ([[0, -1], [7]], [["clusters", "0"], ["clusters", "1"], ["clusters"], ["clusters"]]),
    ] as [([[Int]], [[String]])])
  func fixedProblems(partition: [[Int]], expected: [[String]]) throws {
    #expect(
      try problems(
        "bernoulli", ["means": .numbers([0.1, 0.2, 0.3]), "clusters": .partition(partition)])
        == expected)
  }

  // MARK: the permuted control

  @Test("Permuting labels deals the same means to clusters of the same sizes, uniformly")
  func permutedLabels() {
    // 6000 deals over 24 orders: a root-mean-square relative error of 17 % is missed once in a
    // million.
    let instance = problem([[0.1, 0.2], [0.3, 0.4]])
    var stream = testStream()
    var counts: [[Double]: Int] = [:]
    for _ in 0..<6000 {
      let dealt = instance.permutingLabels(using: &stream)
      counts[dealt.means.array, default: 0] += 1
    }
    #expect(counts.keys.allSatisfy { $0.sorted() == [0.1, 0.2, 0.3, 0.4] } && counts.count == 24)
    let verdict = Verdict.chiSquare(
      counts: Array(counts.values), probabilities: Array(repeating: 1.0 / 24, count: 24))
    #expect(verdict.holds, "\(verdict)")

    let uneven = problem([[0.5, 0.5, 0.25], [0.75]], rewards: .gaussian(standardDeviation: 3))
    let dealt = uneven.permutingLabels(using: &stream)
    #expect(dealt.clustering.sizes == [3, 1] && dealt.rewards == uneven.rewards)
    #expect(dealt.means.array.sorted() == [0.25, 0.5, 0.5, 0.75])
    #expect(dealt.oracle.mean == 0.75)
  }

  @Test("Dealing labels permutes clusters and their arms uniformly and keeps them together")
  func dealing() {
    // 6000 deals over 2 · 3! · 1 = 12 outcomes: 15 %.
    var stream = testStream()
    var counts: [[[Double]]: Int] = [:]
    for _ in 0..<6000 {
      let dealt = BanditInstance(dealing: [[0.1, 0.2, 0.3], [0.4]], using: &stream)
      counts[clusters(dealt), default: 0] += 1
    }
    #expect(counts.count == 12)
    #expect(
      counts.keys.allSatisfy { Set($0.map { $0.sorted() }) == [[0.1, 0.2, 0.3], [0.4]] })
    let verdict = Verdict.chiSquare(
      counts: Array(counts.values), probabilities: Array(repeating: 1.0 / 12, count: 12))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "The same stream draws the same instance",
    arguments: ["strong-dominance", "beta-clusters", "needle"])
  func repeatable(name: String) throws {
    let environment = try environment(
      name, name == "beta-clusters" ? ["cohesion": .number(9)] : [:])
    var (first, second, third) = (testStream(1), testStream(1), testStream(2))
    let (a, b, c) = (
      environment.drawInstance(using: &first), environment.drawInstance(using: &second),
      environment.drawInstance(using: &third)
    )
    #expect(a.means.array == b.means.array && a.clustering.sizes == b.clustering.sizes)
    #expect(a.means.array != c.means.array)
  }
}
