import Testing

@testable import ClusterBandit

@Suite("Clusterings")
struct ClusteringTests {
  @Test("Clusters are contiguous blocks in the order of their sizes")
  func layout() {
    let clustering = Clustering(sizes: [2, 1, 3])
    #expect(clustering.armCount == 6 && clustering.clusterCount == 3)
    #expect(clustering.sizes == [2, 1, 3])
    #expect(clustering.offsets.array == [0, 2, 3, 6])
    #expect(clustering.clusterOfArm.array == [0, 0, 1, 2, 2, 2])
    #expect((0..<3).map(clustering.arms(of:)) == [0..<2, 2..<3, 3..<6])
    #expect(clustering.listed == nil)
  }

  @Test("One cluster for all arms, and one for each")
  func extremes() {
    #expect(Clustering.whole(4).sizes == [4])
    #expect(Clustering.singletons(3).sizes == [1, 1, 1])
  }

  @Test(
    "Even sizes differ by at most one, the larger first",
    arguments: [(7, 3, [3, 2, 2]), (6, 3, [2, 2, 2]), (3, 3, [1, 1, 1]), (5, 1, [5])])
  func evenSizes(arms: Int, clusters: Int, sizes: [Int]) {
    #expect(Clustering.evenSizes(armCount: arms, clusterCount: clusters) == sizes)
  }

  @Test("A partition in another order is laid out by cluster and remembers the user's numbers")
  func partition() {
    let clustering = Clustering(partition: [[3, 0], [2], [1, 4]])
    #expect(clustering.sizes == [2, 1, 2])
    #expect(clustering.listed == [3, 0, 2, 1, 4])
    #expect(Clustering(partition: [[0, 1], [2]]).listed == nil)
  }

  @Test(
    "Every flaw of a partition is found",
    arguments: [
      ([[0, 1], [2]], []),
      ([[0, 1], [], [2]], [.empty(cluster: 1)]),
      ([[0, 1], [1, 2]], [.repeated(arm: 1, first: 0, second: 1)]),
      ([[0, 0, 1], [2]], [.repeated(arm: 0, first: 0, second: 0)]),
      ([[0], [2]], [.missing(arm: 1)]),
      ([[0, 1, 2, 3]], [.outOfRange(arm: 3, cluster: 0)]),
      ([[0, -1], [1, 2]], [.outOfRange(arm: -1, cluster: 0)]),
      ([], [.missing(arm: 0), .missing(arm: 1), .missing(arm: 2)]),
      (
        [[], [5], [1, 1]],
        [
          .empty(cluster: 0), .outOfRange(arm: 5, cluster: 1),
          .repeated(arm: 1, first: 2, second: 2), .missing(arm: 0), .missing(arm: 2),
        ]
      ),
    ] as [([[Int]], [ClusteringError])])
  func problems(clusters: [[Int]], expected: [ClusteringError]) {
    #expect(Clustering.problems(in: clusters, armCount: 3) == expected)
  }
}
