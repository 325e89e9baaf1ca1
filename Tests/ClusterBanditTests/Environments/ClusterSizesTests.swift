import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Sizes of clusters")
struct ClusterSizesTests: EnvironmentDriving {
  /// Every environment that takes sizes, with what it requires.
  private static let kinds: [(name: String, values: [String: ParameterValue])] = [
    ("strong-dominance", [:]), ("beta-clusters", ["cohesion": .number(5)]), ("needle", [:]),
    ("uniform-clusters", [:]), ("gaussian-clusters", [:]), ("correlated-clusters", [:]),
    ("contextual-clusters", [:]), ("mortal", ["cohesion": .number(5), "death": .number(0.01)]),
  ]

  private func drawn(
    _ name: String, _ values: [String: ParameterValue], number: UInt64 = 0
  ) throws -> BanditInstance {
    var stream = testStream(number, of: name)
    return try environment(name, values).drawInstance(using: &stream)
  }

  @Test("Every environment with arms and clusters takes sizes, and instances have them")
  func sizes() throws {
    let taking = EnvironmentCatalogue.standard.families.filter { family in
      family.parameters.contains { $0.name == "sizes" }
    }
    #expect(taking.map(\.name).sorted() == Self.kinds.map(\.name).sorted())
    var count = 0
    var orders: Set<[Int]> = []
    for (name, values) in Self.kinds {
      let given = values.merging(["sizes": .numbers([4, 8, 12])]) { $1 }
      let shape = try environment(name, given).shape
      #expect(shape.armCount == 24 && shape.clusterCount == 3, "\(name)")
      for number in 0..<10 as Range<UInt64> {
        let sizes = try drawn(name, given, number: number).clustering.sizes
        #expect(sizes.sorted() == [4, 8, 12], "\(name)")
        orders.insert(sizes)
        count += 1
      }
    }
    #expect(count == 80)
    #expect(orders.count == 6, "which cluster is the largest is dealt")
  }

  @Test("Equal sizes draw what arms and clusters draw")
  func equalSizes() throws {
    var count = 0
    // Strong dominance lets arms fall into clusters at random unless it is told their sizes.
    for (name, values) in Self.kinds where name != "strong-dominance" {
      let even = values.merging(integers(["arms": 18, "clusters": 3])) { $1 }
      let given = values.merging(["sizes": .numbers([6, 6, 6])]) { $1 }
      let (one, other) = (try drawn(name, even), try drawn(name, given))
      #expect(one.means.array == other.means.array, "\(name)")
      #expect(one.clustering.sizes == other.clustering.sizes)
      if name == "contextual-clusters" { #expect(try vectors(one) == vectors(other)) }
      count += 1
    }
    #expect(count == 7)
  }

  @Test("Of given sizes the first is that of the best cluster")
  func bestCluster() throws {
    var count = 0
    for name in ["strong-dominance", "needle"] {
      for number in 0..<10 as Range<UInt64> {
        let instance = try drawn(name, ["sizes": .numbers([2, 5, 7])], number: number)
        let best = clusters(instance).first { $0.contains(instance.oracle.mean) }
        #expect(best?.count == 2, "\(name)")
        count += 1
      }
    }
    #expect(count == 20)
  }

  @Test("Sizes exclude what follows from them")
  func problems() throws {
    var count = 0
    for (name, values) in Self.kinds {
      let sizes = values.merging(["sizes": .numbers([2, 3])]) { $1 }
      #expect(try paths(name, sizes) == [])
      #expect(
        try paths(name, sizes.merging(integers(["arms": 5, "clusters": 2])) { $1 })
          == [["arms"], ["clusters"]], "\(name)")
      #expect(
        try paths(name, sizes.merging(["sizes": .numbers([2_147_483_647, 1])]) { $1 })
          .contains(["sizes"]), "\(name)")
      count += 1
    }
    #expect(count == 8)
    #expect(
      try paths(
        "strong-dominance", ["sizes": .numbers([2, 3]), "best-cluster-arms": .integer(2)])
        == [["best-cluster-arms"]])
    let matrix = ParameterValue.variant("matrix", Arguments(["rows": .vectors([[1]])]))
    #expect(
      try paths("correlated-clusters", ["sizes": .numbers([1, 1]), "kernel": matrix])
        == [["sizes"]])
  }

  @Test("Means of uniform-clusters are uniform in their range")
  func uniformMeans() throws {
    // 3000 means: a distance of 0.1 is missed once in a million.
    let environment = try environment(
      "uniform-clusters", ["sizes": .numbers([3, 7]), "range": .numbers([0.2, 0.6])])
    var stream = testStream()
    var means: [Double] = []
    for _ in 0..<300 { means += environment.drawInstance(using: &stream).means.array }
    let verdict = Verdict.kolmogorovSmirnov(means.map { ($0 - 0.2) / 0.4 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
    #expect(try paths("uniform-clusters", ["range": .numbers([0.6, 0.2])]) == [["range"]])
  }
}
