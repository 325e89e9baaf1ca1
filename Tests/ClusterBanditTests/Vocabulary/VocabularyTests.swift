import Testing

@testable import ClusterBandit

@Suite("Clusterings and instances")
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

  @Test("The oracle is the first arm of highest mean")
  func oracle() {
    let instance = problem([[0.2, 0.1], [0.7], [0.3, 0.7]])
    #expect(instance.oracle == Oracle(arm: 2, mean: 0.7))
    #expect(
      problem([[-2, -1], [-3]], rewards: .gaussian(standardDeviation: 1)).oracle
        == Oracle(arm: 1, mean: -1))
  }

  @Test("A buffer holds what was put in, also nothing, and starts on a cache line")
  func buffer() {
    var buffer = AlignedBuffer([1, 2, 3])
    buffer[1] = 7
    let (elements, count) = (buffer.array, buffer.count)
    #expect(elements == [1, 7, 3] && count == 3)
    let empty = AlignedBuffer<Double>([]).array
    #expect(empty.isEmpty)
    let repeated = AlignedBuffer(repeating: 0.5, count: 2)
    let (halves, address) = (repeated.array, Int(bitPattern: repeated.base))
    #expect(halves == [0.5, 0.5] && address % 64 == 0)
  }
}

@Suite("Parameters and arguments")
struct ParameterTests {
  @Test(
    "A range contains its ends unless they are excluded, and only finite numbers",
    arguments: [
      (.closed(0, 1), [0, 0.5, 1], [-0.1, 1.1, .nan]),
      (.weight, [1e-300, 1e15], [0, -1, 1e16, .infinity]),
      (.scale, [1e-50, 1e50], [0, 1e-51, 1e51, -1]),
      (.openClosed(0, 1), [0.1, 1], [0, 1.1]),
      (.location, [-1e50, 0, 1e50], [1e51, -1e51, .infinity, .nan]),
      (.probability, [0, 1], [-1, 2]),
    ] as [(NumberRange, [Double], [Double])])
  func ranges(range: NumberRange, inside: [Double], outside: [Double]) {
    for x in inside { #expect(range.contains(x), "\(x)") }
    for x in outside { #expect(!range.contains(x), "\(x)") }
  }

  @Test("Defaults fill what was left out, and nothing else")
  func defaults() {
    let parameters: [Parameter] = [
      .required("a", .number(.location), ""),
      .defaulted("b", .flag, .flag(true), ""),
      .defaulted("c", .integer(0...9), .integer(3), ""),
      .optional("d", .number(.location), absent: "", ""),
    ]
    let arguments = Arguments(["a": .integer(2), "c": .integer(5)], defaultsOf: parameters)
    #expect(arguments.number("a") == 2, "a whole number serves as a number")
    #expect(arguments.flag("b") && arguments.integer("c") == 5)
    #expect(arguments.optionalNumber("d") == nil)
    #expect(arguments.values.count == 3)
  }

  @Test("Each kind of value is read by its own accessor, and absence is nil where it may be")
  func accessors() {
    let table = ArmTable(clusters: ["c"], arms: ["a"], means: [0.5])
    let features = ArmFeatures(clusters: ["c"], arms: ["a"], names: ["x", "y"], values: [1, 2])
    let arguments = Arguments([
      "word": .word("x"), "numbers": .numbers([1, 2]), "priors": .priors([.uniform]),
      "partition": .partition([[0]]), "variant": .constant(0.25), "table": .table(table),
      "ties": .word("first"), "tree": .tree(.arms([0])), "features": .features(features),
      "integer": .integer(3),
    ])
    #expect(arguments.word("word") == "x" && arguments.numbers("numbers") == [1, 2])
    #expect(arguments.priors("priors") == [BetaPrior(alpha: 1, beta: 1)])
    #expect(arguments.partition("partition") == [[0]] && arguments.table("table") == table)
    #expect(arguments.tree("tree") == .arms([0]) && arguments.tree("none") == nil)
    #expect(arguments.variant("variant").name == "constant")
    #expect(arguments.variant("variant").arguments.number("value") == 0.25)
    #expect(arguments.ties == .first)
    #expect(arguments.priors("none") == nil && arguments.partition("none") == nil)
    #expect(arguments.optionalVariant("none") == nil)
    #expect(arguments.features("features") == features && arguments.features("none") == nil)
    #expect(arguments.optionalInteger("integer") == 3 && arguments.optionalInteger("none") == nil)
  }
}
