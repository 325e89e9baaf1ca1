public import ClusterBandit
import Randomness

/// The arms and clusters of a problem in a few words: whether a file was read as it was meant.
public struct ProblemDescription: Sendable, Equatable, CustomStringConvertible {
  /// "5 arms in 2 clusters (sizes 2 and 3)".
  public let description: String

  /// The most sizes that are listed one by one.
  static let listedSizes = 6

  /// What an instance has.
  ///
  /// O(K).
  public init(_ instance: BanditInstance) {
    let sizes = instance.clustering.sizes
    let parts = ProblemDescription.counts(instance.armCount, sizes.count)
    var text = parts + ProblemDescription.text(sizes)
    if let hierarchy = instance.hierarchy, hierarchy.depth > 1 {
      text += ", in a tree of depth \(hierarchy.depth)"
    }
    description = text
  }

  /// What every instance of a problem has: the sizes of clusters, and how far one is above the
  /// others, where these are always the same.
  ///
  /// O(N ln N).
  public init(_ problem: Experiment.Problem) {
    guard problem.environment.isFixed else {
      let shape = problem.environment.shape
      let counts = ProblemDescription.counts(shape.armCount, shape.clusterCount)
      self.init(description: counts + ", drawn for each replication")
      return
    }
    let instance = problem.drawInstance(SeedTree(root: 0), replication: 0)
    let says =
      problem.isFixed && !problem.hasContexts && instance.clustering.largestSize > 1
    let dominance = says ? Dominance(instance).map { ", \($0.words)" } : nil
    self.init(description: ProblemDescription(instance).description + (dominance ?? ""))
  }

  private init(description: String) { self.description = description }

  private static func counts(_ arms: Int, _ clusters: Int) -> String {
    "\(grouped(arms)) \(arms == 1 ? "arm" : "arms") in "
      + "\(grouped(clusters)) \(clusters == 1 ? "cluster" : "clusters")"
  }

  private static func text(_ sizes: [Int]) -> String {
    guard let least = sizes.min(), let most = sizes.max(), sizes.count > 1 else { return "" }
    if least == most { return " of \(grouped(least))" }
    guard sizes.count <= listedSizes, let last = sizes.last else {
      return " (sizes \(grouped(least)) to \(grouped(most)))"
    }
    let first = sizes.dropLast().map { grouped($0) }.joined(separator: ", ")
    return " (sizes \(first) and \(grouped(last)))"
  }
}

extension Dominance {
  /// The kind in words.
  var words: String { self == .none ? "no dominance" : "\(rawValue) dominance" }
}
