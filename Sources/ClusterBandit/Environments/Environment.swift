public import Randomness

/// Draws instances: a fixed problem, or a distribution over problems.
public protocol Environment: Sendable {
  /// N, K and the reward model, the same for every instance.
  var shape: ProblemShape { get }

  /// What the covariances of clusters take; nothing by default.
  var covarianceSize: CovarianceSize { get }

  /// Whether every replication has the same instance; false by default.
  var isFixed: Bool { get }

  /// The largest number of rounds that an instance can be played; nil, the default, for any number.
  var longestHorizon: Int? { get }

  /// What whoever reads a result must know of how it pays; nothing by default.
  var remarks: [String] { get }

  /// Draws the instance of one replication from its instance stream.
  func drawInstance(using stream: inout RandomStream) -> BanditInstance

  /// The same for a replication of so many rounds, where instances depend on it; by default they do
  /// not.
  func drawInstance(horizon: Int, using stream: inout RandomStream) -> BanditInstance
}

extension Environment {
  /// No covariances are kept by default.
  public var covarianceSize: CovarianceSize { CovarianceSize() }

  /// Instances differ by default.
  public var isFixed: Bool { false }

  /// Horizons are not limited by default.
  public var longestHorizon: Int? { nil }

  /// There is nothing to know by default.
  public var remarks: [String] { [] }

  /// The horizon does not matter by default.
  public func drawInstance(horizon: Int, using stream: inout RandomStream) -> BanditInstance {
    drawInstance(using: &stream)
  }
}

/// A kind of environment as users see it: name, one line, parameters, checks, and how it is made.
public struct EnvironmentFamily: Sendable {
  /// The kind in an experiment file.
  public let name: String
  /// Other names for the kind in an experiment file.
  public let aliases: [String]
  /// One line: what it draws.
  public let summary: String
  /// Its parameters.
  public let parameters: [Parameter]
  /// The environment, or what is wrong with the arguments taken together.
  public let make: @Sendable (Arguments) -> Result<any Environment, ArgumentProblems>

  /// Creates a family.
  public init(
    name: String, aliases: [String] = [], summary: String, parameters: [Parameter],
    make: @escaping @Sendable (Arguments) -> Result<any Environment, ArgumentProblems>
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.parameters = parameters
    self.make = make
  }
}

extension EnvironmentFamily {
  /// The environment of some arguments with at most so many arms; nil where arms are not counted by
  /// `arms` and `clusters`, or by `sizes`.
  ///
  /// Up to a thousand clusters stay as many; of more there are fewer, as large as before.
  package func with(_ arguments: Arguments, armsAtMost limit: Int) -> (any Environment)? {
    var values = arguments.values
    if case .numbers(let sizes) = values["sizes"] {
      var left = Double(limit)
      values["sizes"] = .numbers(
        Array(
          sizes.prefix { size in
            left -= size
            return left >= 0
          }))
    } else if case .integer(let arms) = values["arms"] {
      values["arms"] = .integer(min(limit, arms))
      if case .integer(let clusters) = values["clusters"], clusters > 1000 {
        let share = Double(limit) / Double(max(limit, arms))
        values["clusters"] = .integer(max(1000, Int(Double(clusters) * share)))
      }
    }
    guard case .success(let environment) = make(Arguments(values, defaultsOf: parameters)),
      environment.shape.armCount <= limit
    else { return nil }
    return environment
  }
}

/// The environments that an experiment may name.
public struct EnvironmentCatalogue: Sendable {
  /// The families in the order of the listing.
  public private(set) var families: [EnvironmentFamily]

  /// The environments of this library: one line for each.
  public static let standard = EnvironmentCatalogue(families: [
    FixedArms.bernoulli,
    FixedArms.gaussian,
    StrongDominance.family,
    BetaClusters.family,
    MortalClusters.family,
    Needle.family,
    UniformClusters.family,
    GaussianClusters.family,
    CorrelatedClusters.family,
    SortedTree.family,
    SineClusters.family,
    ContextualArms.family,
    ContextualClusters.family,
    ArmTable.family,
    Replay.family,
    SharedParameterClusters.family,
  ])

  /// A catalogue of exactly these families.
  public init(families: [EnvironmentFamily]) { self.families = families }

  /// The catalogue with one more family; one of the same name is replaced.
  public func adding(_ family: EnvironmentFamily) -> EnvironmentCatalogue {
    EnvironmentCatalogue(families: families.filter { $0.name != family.name } + [family])
  }

  /// The family called `name`, be it an alias.
  public subscript(name: String) -> EnvironmentFamily? {
    families.first { $0.name == name } ?? families.first { $0.aliases.contains(name) }
  }
}

/// Means listed by cluster, with all labels dealt at random: the clusters are put in random order,
/// and the arms inside each of them.
///
/// A generator lists its clusters in some order, often the best first. Dealing the labels keeps any
/// tie rule from profiting from it. Draws N − 1 indices. O(N).
struct DealtMeans {
  /// The former places of the clusters, in their new order.
  let order: [Int]
  /// The number of arms of each, in that order.
  let sizes: [Int]
  /// The means, cluster by cluster in that order.
  let means: [Double]

  init(_ clusters: [[Double]], using stream: inout RandomStream) {
    var order = Array(clusters.indices)
    stream.shuffle(&order)
    var means: [Double] = []
    means.reserveCapacity(clusters.reduce(0) { $0 + $1.count })
    for index in order {
      var arms = clusters[index]
      stream.shuffle(&arms)
      means += arms
    }
    self.order = order
    sizes = order.map { clusters[$0].count }
    self.means = means
  }
}

extension BanditInstance {
  /// An instance from means listed by cluster, dealt at random; see ``DealtMeans``.
  convenience init(
    dealing clusters: [[Double]], rewards: RewardDistribution = .bernoulli,
    using stream: inout RandomStream
  ) {
    let dealt = DealtMeans(clusters, using: &stream)
    self.init(
      laidOut: dealt.means, clustering: Clustering(sizes: dealt.sizes), rewards: rewards)
  }

  /// The control instance: the same arms dealt at random to clusters of the same sizes, in the
  /// same tree.
  ///
  /// What a clustered policy still gains here is not due to what the clusters say about arms.
  /// Draws N − 1 indices, whatever the share. O(N).
  ///
  /// - Parameters:
  ///   - share: from 0 to 1; of the arms that share, a random set, is dealt anew.
  ///   - stream: the instance stream of the replication.
  public func permutingLabels(
    share: Double = 1, using stream: inout RandomStream
  ) -> BanditInstance {
    let arms = permutation(share: share, using: &stream)
    if let contextual {
      return BanditInstance(contextual: contextual.reordered(arms), clustering: clustering)
    }
    // Prior and functions stay: that they speak of other arms is what the control is for.
    return BanditInstance(
      laidOut: arms.map { means[$0] }, clustering: clustering, rewards: rewards,
      hierarchy: hierarchy, prior: prior, sharedParameter: sharedParameter,
      ownRewards: ownRewards?.reordered(arms), mortality: mortality?.reordered(arms))
  }

  /// All places, of which a share, drawn at random, is permuted at random.
  private func permutation(share: Double, using stream: inout RandomStream) -> [Int] {
    var order = Array(0..<armCount)
    stream.shuffle(&order)
    if share == 1 { return order }
    // The first ones of a random order are a random set in a random order.
    let moved = order.prefix(Int((share * Double(armCount)).rounded()))
    var arms = Array(0..<armCount)
    for (place, arm) in zip(moved.sorted(), moved) { arms[place] = arm }
    return arms
  }
}

/// The largest number of arms: indices fit 32 bits.
let armLimit = Int(Int32.max)

/// Clusters are not empty, so there are at most as many as arms.
func clusterCountProblems(arms: Int, clusters: Int) -> [ArgumentProblem] {
  guard clusters > arms else { return [] }
  return [
    ArgumentProblem(
      ["clusters"], "\(clusters) clusters for \(arms) arms",
      hint: "every cluster needs an arm: write at most clusters: \(arms)")
  ]
}
