import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Instances")
struct BanditInstanceTests: EnvironmentDriving {
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

  @Test("A share of the labels is permuted: a random set of the arms, uniformly")
  func permutedShare() {
    let means: [[Double]] = [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]]
    let instance = problem(means)
    var stream = testStream()
    // Half of eight: a place is among them with probability 1/2, and then keeps its arm with 1/4.
    var moved = [Int](repeating: 0, count: 8)
    var changed = [Int](repeating: 0, count: 5)
    for _ in 0..<8000 {
      let dealt = instance.permutingLabels(share: 0.5, using: &stream)
      let places = (0..<8).filter { dealt.means[$0] != instance.means[$0] }
      for place in places { moved[place] += 1 }
      changed[places.count] += 1
    }
    for count in moved {
      let verdict = Verdict.proportion(count, of: 8000, is: 3.0 / 8)
      #expect(verdict.holds, "\(verdict)")
    }
    // Permutations of four by the number of places that they change: 1, 0, 6, 8 and 9 of 24.
    #expect(changed[1] == 0)
    let law: [Double] = [1.0 / 24, 6.0 / 24, 8.0 / 24, 9.0 / 24]
    let verdict = Verdict.chiSquare(
      counts: [0, 2, 3, 4].map { changed[$0] }, probabilities: law)
    #expect(verdict.holds, "\(verdict)")
    // The whole is the control, and nothing is nothing; both draw the same words.
    var (all, none, half) = (testStream(1), testStream(1), testStream(1))
    let control = instance.permutingLabels(using: &all)
    #expect(instance.permutingLabels(share: 0, using: &none).means.array == instance.means.array)
    #expect(Set(control.means.array) == Set(instance.means.array))
    _ = instance.permutingLabels(share: 0.5, using: &half)
    #expect(all == none && all == half)
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

  @Test("The oracle is the first arm of highest mean")
  func oracle() {
    let instance = problem([[0.2, 0.1], [0.7], [0.3, 0.7]])
    #expect(instance.oracle == Oracle(arm: 2, mean: 0.7))
    #expect(
      problem([[-2, -1], [-3]], rewards: .gaussian(standardDeviation: 1)).oracle
        == Oracle(arm: 1, mean: -1))
  }

  @Test("Means are given by arm number, and the clusters as lists of arm numbers")
  func naturalOrder() {
    let means = [0.9, 0.1, 0.8, 0.2, 0.5]
    let clusters = [[4, 2], [1, 3], [0]]
    let instance = BanditInstance(means: means, clusters: clusters, rewards: .bernoulli)
    for (number, cluster) in clusters.enumerated() {
      let range = instance.clustering.arms(of: number)
      #expect(range.map { instance.means[$0] } == cluster.map { means[$0] })
      #expect(range.map { instance.clustering.listed?[$0] } == cluster)
    }
    #expect(instance.oracle == Oracle(arm: 4, mean: 0.9), "position 4 holds arm 0")
    let listed = BanditInstance(
      means: means, clustering: Clustering(partition: clusters), rewards: .bernoulli)
    #expect(listed.means.array == instance.means.array)
    let laidOut = BanditInstance(
      laidOut: instance.means.array, clustering: instance.clustering, rewards: .bernoulli)
    #expect(laidOut.means.array == [0.5, 0.8, 0.1, 0.2, 0.9])
    let tree = BanditInstance(
      means: means,
      hierarchy: Hierarchy(.nodes([.arms([4, 2]), .nodes([.arms([1, 3]), .arms([0])])])),
      rewards: .bernoulli)
    #expect(tree.means.array == laidOut.means.array)
    let inOrder = BanditInstance(
      means: means, clusters: [[0, 1], [2, 3, 4]], rewards: .bernoulli)
    #expect(inOrder.means.array == means && inOrder.clustering.listed == nil)
  }
}
