public import Randomness

/// The exact hierarchical Beta-Binomial model on a grid: arms of a cluster share centre and
/// cohesion.
///
/// θ_i | π, ν ~ Beta(πν, (1 − π)ν) with (π, ν) shared by a cluster and uniform on a grid: 32
/// centres π = (g − ½)/32 and 16 values of ν spaced evenly in ln ν over `cohesion`, by default from
/// 1 to 1000. Given (π, ν) the arms are independent with posteriors Beta(πν + s_i, (1 − π)ν + f_i).
/// The weights of the grid follow exactly, pull by pull: a success of an arm with counts n, s, f
/// multiplies the weight of (π, ν) by (πν + s)/(ν + n), a failure by ((1 − π)ν + f)/(ν + n).
///
/// Moments need no walk over the grid for each arm: at one ν everything is a polynomial of degree
/// at most two in π, so the sums Σ w, Σ wπ and Σ wπ² of the 16 rows suffice.
///
/// Source: the Beta-Binomial hierarchy of A. Gelman et al., "Bayesian Data Analysis" (2013),
/// section 5.3, with a grid for the hyperparameters.
///
/// An update is O(512) multiplications; the moments of an arm are O(16), those of the average
/// O(16 |c|). A shared draw takes one word, an arm's draw one Beta. 4.5 kB a cluster, 16 bytes an
/// arm. Weights below 10^−200 of the total are dropped.
public struct HierarchicalBetaBinomial: DependenceModel, ~Copyable {
  /// Centres in the grid.
  static let centres = 32
  /// Values of the cohesion in the grid.
  static let cohesions = 16
  /// What the model keeps of each cluster.
  public static let bytesPerCluster = (centres * cohesions + 3 * cohesions + 8) * 8

  /// `hierarchical` with the range of ν.
  public static let variant = Variant(
    "hierarchical", aliases: ["exact"],
    "hierarchical Beta-Binomial on a grid of 32 centres and 16 cohesions",
    [
      .defaulted(
        "cohesion", .numbers(.closed(1e-3, 1e9), count: 2), .numbers([1, 1000]),
        "0/1 rewards: the range [a, b], a ≤ b, of the grid's cohesions ν")
    ])

  /// The two ends of `cohesion` must stand in their order.
  public static func problems(
    with arguments: Arguments, shape: ProblemShape
  ) -> [ArgumentProblem] {
    let range = arguments.numbers("cohesion")
    guard range[0] > range[1] else { return [] }
    return [
      ArgumentProblem(
        ["cohesion"], "[\(range[0]), \(range[1])] is not a range",
        hint: "write the smaller number first")
    ]
  }

  /// One number for each of the grid's cohesions.
  typealias Rows = SIMD16<Double>
  /// One number for each of the lower or of the upper eight.
  typealias HalfRows = SIMD8<Double>

  let clustering: Clustering
  let tables: ZigguratTables
  /// The cohesions ν.
  let nu: Rows
  /// The centres π, and 1 − π without rounding.
  let pi: AlignedBuffer<SIMD2<Double>>
  /// By cluster, lower or upper half of the cohesions, centre.
  var weights: AlignedBuffer<HalfRows>
  /// Σ w, Σ wπ and Σ wπ² over the centres, by cluster.
  var sums: AlignedBuffer<Rows>
  var firstMoments: AlignedBuffer<Rows>
  var secondMoments: AlignedBuffer<Rows>
  /// Σ w over the whole grid, by cluster.
  var totals: AlignedBuffer<Double>
  /// ln of what the weights were divided by since they were uniform of sum 1, by cluster.
  private var logScales: AlignedBuffer<Double>
  /// Pulls since the weights were last scaled, by cluster.
  private var ages: AlignedBuffer<Int>
  var pullCounts: AlignedBuffer<Double>
  var successes: AlignedBuffer<Double>
  /// Memory for the maximum, once it has been asked for.
  var siblingMaximum: SiblingMaximum?
  /// The same where arms differ too much for that.
  var integral: ExpectedMaximum?
  /// Memory for the order of many draws, once they have been asked for.
  var order: AlignedBuffer<Int32>?
  /// Memory for draws whose logarithms are taken together.
  var siblings: SiblingBetas?
  /// πν and (1 − π)ν of the last shared draw.
  private(set) var drawn = SIMD2(1.0, 1.0)

  /// The maximum is an integral.
  public static var hasMaximum: Bool { true }

  /// The model over arms none of which was pulled: the weights are uniform.
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    tables = .shared
    let range = arguments.numbers("cohesion")
    nu = Rows(HierarchicalBetaBinomial.cohesionGrid(range[0], range[1]))
    let width = Double(HierarchicalBetaBinomial.centres)
    pi = AlignedBuffer(
      (0..<HierarchicalBetaBinomial.centres).map {
        SIMD2((Double($0) + 0.5) / width, (width - Double($0) - 0.5) / width)
      })
    let k = clustering.clusterCount
    weights = AlignedBuffer(
      repeating: HalfRows(repeating: 1), count: k * 2 * HierarchicalBetaBinomial.centres)
    sums = AlignedBuffer(repeating: .zero, count: k)
    firstMoments = AlignedBuffer(repeating: .zero, count: k)
    secondMoments = AlignedBuffer(repeating: .zero, count: k)
    totals = AlignedBuffer(repeating: 0, count: k)
    logScales = AlignedBuffer(
      repeating: -Elementary.log(
        Double(HierarchicalBetaBinomial.centres * HierarchicalBetaBinomial.cohesions)), count: k)
    ages = AlignedBuffer(repeating: 0, count: k)
    pullCounts = AlignedBuffer(repeating: 0, count: setting.armCount)
    successes = AlignedBuffer(repeating: 0, count: setting.armCount)
    for cluster in 0..<k { multiply(cluster, Rows(repeating: 1), .zero, rising: true) }
  }

  /// 16 values from `lowest` to `highest`, evenly spaced in the logarithm.
  static func cohesionGrid(_ lowest: Double, _ highest: Double) -> [Double] {
    let (a, b) = (Elementary.log(lowest), Elementary.log(highest))
    return (0..<cohesions).map {
      Elementary.exp(a + (b - a) * Double($0) / Double(cohesions - 1))
    }
  }

  /// Σ over the rows, in one fixed order.
  @inline(__always)
  static func sum(_ rows: Rows) -> Double {
    let eight = rows.lowHalf + rows.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four.x + four.z) + (four.y + four.w)
  }

  /// Multiplies the weights of a cluster by constant + slope π, or by constant + slope (1 − π), and
  /// sums them up.
  ///
  /// Both are at least 0: nothing cancels, and a pull adds no more than a few units in the last
  /// place to the error of a weight.
  @inline(__always)
  private mutating func multiply(
    _ cluster: Int, _ constant: Rows, _ slope: Rows, rising: Bool
  ) {
    let low = multiplied(2 * cluster, constant.lowHalf, slope.lowHalf, rising: rising)
    let high = multiplied(2 * cluster + 1, constant.highHalf, slope.highHalf, rising: rising)
    let sum = Rows(lowHalf: low.sum, highHalf: high.sum)
    sums[cluster] = sum
    firstMoments[cluster] = Rows(lowHalf: low.first, highHalf: high.first)
    secondMoments[cluster] = Rows(lowHalf: low.second, highHalf: high.second)
    totals[cluster] = HierarchicalBetaBinomial.sum(sum)
  }

  /// The same for one half of the cohesions, whose sums fit in the processor's registers.
  @inline(__always)
  private mutating func multiplied(
    _ half: Int, _ constant: HalfRows, _ slope: HalfRows, rising: Bool
  ) -> (sum: HalfRows, first: HalfRows, second: HalfRows) {
    let start = half * HierarchicalBetaBinomial.centres
    var (sum, first, second) = (HalfRows.zero, HalfRows.zero, HalfRows.zero)
    for column in 0..<HierarchicalBetaBinomial.centres {
      let p = pi[column]
      let w = weights[start + column] * (constant + slope * (rising ? p.x : p.y))
      weights[start + column] = w
      sum += w
      let wp = w * p.x
      first += wp
      second += wp * p.x
    }
    return (sum, first, second)
  }

  /// Multiplies the weights of the cluster's grid by the probability of the reward, and counts it.
  public mutating func update(arm: Int, cluster: Int, reward: Double) {
    let n = pullCounts[arm]
    let s = successes[arm]
    let inverse = 1 / (nu + n)
    // (πν + s)/(ν + n) for a success, ((1 − π)ν + f)/(ν + n) for a failure.
    multiply(
      cluster, (reward == 1 ? s : n - s) * inverse, nu * inverse, rising: reward == 1)
    pullCounts[arm] = n + 1
    successes[arm] = s + reward
    ages[cluster] += 1
    if totals[cluster] < 1e-100 || ages[cluster] == 64 { rescale(cluster) }
  }

  /// Brings the total back to 1 before it leaves the range of numbers.
  ///
  /// Also every 64 pulls, where the total stays large: a weight that shrinks by up to 64 at a pull
  /// would otherwise reach the subnormal numbers, with which processors are slow.
  private mutating func rescale(_ cluster: Int) {
    ages[cluster] = 0
    logScales[cluster] += Elementary.log(totals[cluster])
    let factor = 1 / totals[cluster]
    let grid = 2 * HierarchicalBetaBinomial.centres
    for index in cluster * grid..<(cluster + 1) * grid {
      let w = weights[index] * factor
      weights[index] = w.replacing(with: 0, where: w .< 1e-200)
    }
    multiply(cluster, Rows(repeating: 1), .zero, rising: true)
  }

  /// The log marginal likelihood of the cluster's rewards: Σ ln of the probability that the model
  /// gave each before it was seen.
  ///
  /// One logarithm.
  func logEvidence(of cluster: Int) -> Double {
    Elementary.log(totals[cluster]) + logScales[cluster]
  }

  /// Draws (π, ν) from the grid: ν by the sums over the centres, then π.
  ///
  /// One word.
  public mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    let rows = sums[cluster]
    var left = stream.nextUnit() * totals[cluster]
    var row = 0
    while row < HierarchicalBetaBinomial.cohesions - 1, left >= rows[row] {
      left -= rows[row]
      row += 1
    }
    // Rounding can lead past the end, into rows or columns without weight: step back.
    while rows[row] == 0 { row -= 1 }
    let start = (2 * cluster + row / 8) * HierarchicalBetaBinomial.centres
    let lane = row % 8
    var column = 0
    while column < HierarchicalBetaBinomial.centres - 1, left >= weights[start + column][lane] {
      left -= weights[start + column][lane]
      column += 1
    }
    while weights[start + column][lane] == 0 { column -= 1 }
    drawn = pi[column] * nu[row]
  }

  /// Beta(πν + s_i, (1 − π)ν + f_i).
  public func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    let s = successes[arm]
    return stream.nextBeta(
      BetaShape(alpha: drawn.x + s, beta: drawn.y + (pullCounts[arm] - s)), tables)
  }

  /// n_i.
  public func pulls(of arm: Int) -> Double { pullCounts[arm] }

  /// The moments as a Beta distribution.
  public func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    moments.betaCandidate(pulls: pulls, counts: counts)
  }
}
