public import Randomness

/// The exact hierarchical Beta-Binomial model on a grid: arms of a cluster share centre and
/// cohesion.
///
/// θ_i | π, ν ~ Beta(πν, (1 − π)ν) with (π, ν) shared by a cluster and uniform on a grid: 32
/// centres π = (g − ½)/32 and 16 values of ν spaced evenly in ln ν over `cohesion`, by default from 1
/// to 1000. Given (π, ν) the arms are independent with posteriors Beta(πν + s_i, (1 − π)ν + f_i).
/// The weights of the grid follow exactly, pull by pull: a success of an arm with counts n, s, f
/// multiplies the weight of (π, ν) by (πν + s)/(ν + n), a failure by ((1 − π)ν + f)/(ν + n).
///
/// Moments need no walk over the grid for each arm: at one ν everything is a polynomial of degree
/// at most two in π, so the sums Σ w, Σ wπ and Σ wπ² of the 16 rows suffice.
///
/// Source: the Beta-Binomial hierarchy of A. Gelman et al., "Bayesian Data Analysis" (2013), section
/// 5.3, with a grid for the hyperparameters.
///
/// An update is O(512) multiplications; the moments of an arm are O(16), those of the average
/// O(16 |c|). A shared draw takes one word, an arm's draw one Beta. 4.5 kB a cluster, 24 bytes an arm.
/// Weights below 10^−200 of the total are dropped.
public struct HierarchicalBetaBinomial: DependenceModel, ~Copyable {
  /// Centres in the grid.
  static let centres = 32
  /// Values of the cohesion in the grid.
  static let cohesions = 16
  /// What the model keeps of each cluster.
  static let bytesPerCluster = (centres * cohesions + 3 * cohesions + 8) * 8

  /// The range of ν.
  static let parameter = Parameter.defaulted(
    "cohesion", .numbers(.closed(1e-3, 1e9), count: 2), .numbers([1, 1000]),
    "0/1 rewards: the range [a, b], a ≤ b, of the grid's cohesions ν")

  /// Σ w, Σ wπ and Σ wπ² of one row of the grid.
  private struct Row: BitwiseCopyable {
    var weight = 0.0
    var centre = 0.0
    var square = 0.0
  }

  private let clustering: Clustering
  private let tables: ZigguratTables
  /// ν of every row.
  private let nu: AlignedBuffer<Double>
  /// π of every column.
  private let pi: AlignedBuffer<Double>
  /// By cluster, row, column.
  private var weights: AlignedBuffer<Double>
  /// By cluster, row.
  private var rows: AlignedBuffer<Row>
  /// Σ w by cluster.
  private var totals: AlignedBuffer<Double>
  private var pullCounts: AlignedBuffer<Double>
  private var successes: AlignedBuffer<Double>
  /// πν and (1 − π)ν of the last shared draw.
  private var drawn = SIMD2(1.0, 1.0)

  /// All strategies.
  public static var strategies: [ModelStrategy] { ModelStrategy.allCases }

  /// The model over arms none of which was pulled: the weights are uniform.
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    tables = .shared
    let range = arguments.numbers("cohesion")
    nu = AlignedBuffer(HierarchicalBetaBinomial.cohesionGrid(range[0], range[1]))
    pi = AlignedBuffer(
      (0..<HierarchicalBetaBinomial.centres).map {
        (Double($0) + 0.5) / Double(HierarchicalBetaBinomial.centres)
      })
    let (k, grid) = (
      clustering.clusterCount,
      HierarchicalBetaBinomial.centres * HierarchicalBetaBinomial.cohesions
    )
    weights = AlignedBuffer(repeating: 1, count: k * grid)
    rows = AlignedBuffer(repeating: Row(), count: k * HierarchicalBetaBinomial.cohesions)
    totals = AlignedBuffer(repeating: 0, count: k)
    pullCounts = AlignedBuffer(repeating: 0, count: setting.armCount)
    successes = AlignedBuffer(repeating: 0, count: setting.armCount)
    for cluster in 0..<k { sumUp(cluster) }
  }

  /// 16 values from `lowest` to `highest`, evenly spaced in the logarithm.
  static func cohesionGrid(_ lowest: Double, _ highest: Double) -> [Double] {
    let (a, b) = (Elementary.log(lowest), Elementary.log(highest))
    return (0..<cohesions).map {
      Elementary.exp(a + (b - a) * Double($0) / Double(cohesions - 1))
    }
  }

  /// The sums over the rows of a cluster.
  private mutating func sumUp(_ cluster: Int) {
    let (width, height) = (HierarchicalBetaBinomial.centres, HierarchicalBetaBinomial.cohesions)
    var total = 0.0
    for row in 0..<height {
      let start = (cluster * height + row) * width
      var sums = Row()
      for column in 0..<width {
        let w = weights[start + column]
        let p = pi[column]
        sums.weight += w
        sums.centre += w * p
        sums.square += w * p * p
      }
      rows[cluster * height + row] = sums
      total += sums.weight
    }
    totals[cluster] = total
  }

  /// Multiplies the weights of the cluster's grid by the probability of the reward, and counts it.
  public mutating func update(arm: Int, cluster: Int, reward: Double) {
    let (width, height) = (HierarchicalBetaBinomial.centres, HierarchicalBetaBinomial.cohesions)
    let n = pullCounts[arm]
    let s = successes[arm]
    var total = 0.0
    for row in 0..<height {
      let start = (cluster * height + row) * width
      let inverse = 1 / (nu[row] + n)
      // (πν + s)/(ν + n) for a success, ((1 − π)ν + f)/(ν + n) for a failure: linear in π.
      let slope = (reward == 1 ? nu[row] : -nu[row]) * inverse
      let offset = (reward == 1 ? s : nu[row] + (n - s)) * inverse
      var sums = Row()
      for column in 0..<width {
        let p = pi[column]
        let w = weights[start + column] * (offset + slope * p)
        weights[start + column] = w
        sums.weight += w
        sums.centre += w * p
        sums.square += w * p * p
      }
      rows[cluster * height + row] = sums
      total += sums.weight
    }
    totals[cluster] = total
    pullCounts[arm] = n + 1
    successes[arm] = s + reward
    if total < 1e-100 { rescale(cluster) }
  }

  /// Brings the total back to 1 before it leaves the range of numbers.
  private mutating func rescale(_ cluster: Int) {
    let grid = HierarchicalBetaBinomial.centres * HierarchicalBetaBinomial.cohesions
    let factor = 1 / totals[cluster]
    for index in cluster * grid..<(cluster + 1) * grid {
      let w = weights[index] * factor
      weights[index] = w < 1e-200 ? 0 : w
    }
    sumUp(cluster)
  }

  /// Draws (π, ν) from the grid: a row by the rows' sums, then a column.
  ///
  /// One word.
  public mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    let (width, height) = (HierarchicalBetaBinomial.centres, HierarchicalBetaBinomial.cohesions)
    var left = stream.nextUnit() * totals[cluster]
    var row = 0
    while row < height - 1, left >= rows[cluster * height + row].weight {
      left -= rows[cluster * height + row].weight
      row += 1
    }
    // Rounding can lead past the end, into rows or columns without weight: step back.
    while rows[cluster * height + row].weight == 0 { row -= 1 }
    let start = (cluster * height + row) * width
    var column = 0
    while column < width - 1, left >= weights[start + column] {
      left -= weights[start + column]
      column += 1
    }
    while weights[start + column] == 0 { column -= 1 }
    let a = pi[column] * nu[row]
    drawn = SIMD2(a, nu[row] - a)
  }

  /// Beta(πν + s_i, (1 − π)ν + f_i).
  public func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    let s = successes[arm]
    return stream.nextBeta(
      BetaShape(alpha: drawn.x + s, beta: drawn.y + (pullCounts[arm] - s)), tables)
  }

  /// n_i.
  public func pulls(of arm: Int) -> Double { pullCounts[arm] }

  /// E[θ_i] = Σ w (πν + s)/(ν + n) and, by way of the second moment, the variance.
  public func posterior(of arm: Int) -> Moments2 {
    let cluster = Int(clustering.clusterOfArm[arm])
    let height = HierarchicalBetaBinomial.cohesions
    let scale = 1 / totals[cluster]
    let n = pullCounts[arm]
    let s = successes[arm]
    var mean = 0.0
    for row in 0..<height {
      let sums = rows[cluster * height + row]
      mean += (nu[row] * sums.centre + s * sums.weight) / (nu[row] + n)
    }
    mean *= scale
    // The variance given (π, ν) plus that of the mean given (π, ν), taken about the mean so that
    // nothing cancels.
    var variance = 0.0
    for row in 0..<height {
      let sums = rows[cluster * height + row]
      let (offset, slope) = (s / (nu[row] + n), nu[row] / (nu[row] + n))
      variance += conditional(sums, offset, slope, weight: nu[row] + n)
      variance += spread(sums, offset - mean, slope)
    }
    return Moments2(mean: mean, variance: max(0, variance * scale))
  }

  /// Σ w μ(1 − μ)/(ν + n + 1) over a row, with μ = offset + slope π.
  @inline(__always)
  private func conditional(
    _ sums: Row, _ offset: Double, _ slope: Double, weight: Double
  ) -> Double {
    let first = offset * sums.weight + slope * sums.centre
    let second =
      offset * offset * sums.weight + 2 * offset * slope * sums.centre + slope * slope * sums.square
    return (first - second) / (weight + 1)
  }

  /// Σ w (offset + slope π)² over a row.
  @inline(__always)
  private func spread(_ sums: Row, _ offset: Double, _ slope: Double) -> Double {
    offset * offset * sums.weight + 2 * offset * slope * sums.centre + slope * slope * sums.square
  }

  /// The average's mean, and its variance: that of the arms given (π, ν), which are independent then,
  /// plus that of their average mean.
  public func average(of cluster: Int) -> Moments2 {
    let height = HierarchicalBetaBinomial.cohesions
    let range = clustering.arms(of: cluster)
    let m = Double(range.count)
    let scale = 1 / totals[cluster]
    var (mean, within, between) = (0.0, 0.0, 0.0)
    for row in 0..<height {
      let sums = rows[cluster * height + row]
      var (offset, slope) = (0.0, 0.0)
      for arm in range {
        let inverse = 1 / (nu[row] + pullCounts[arm])
        offset += successes[arm] * inverse
        slope += nu[row] * inverse
      }
      mean += offset / m * sums.weight + slope / m * sums.centre
    }
    mean *= scale
    for row in 0..<height {
      let sums = rows[cluster * height + row]
      var (offset, slope) = (0.0, 0.0)
      for arm in range {
        let total = nu[row] + pullCounts[arm]
        let (own, ownSlope) = (successes[arm] / total, nu[row] / total)
        offset += own
        slope += ownSlope
        within += conditional(sums, own, ownSlope, weight: total)
      }
      between += spread(sums, offset / m - mean, slope / m)
    }
    return Moments2(
      mean: mean, variance: max(0, (within / (m * m) + between) * scale))
  }

  /// To come.
  public func maximum(of cluster: Int) -> Moments2? { nil }

  /// The moments as a Beta distribution.
  public func candidate(
    _ moments: Moments2, pulls: Double, counts: CountRule
  ) -> CandidateEstimate {
    moments.betaCandidate(pulls: pulls, counts: counts)
  }
}
