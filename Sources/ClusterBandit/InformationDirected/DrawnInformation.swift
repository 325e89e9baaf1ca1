import Randomness

/// Regrets and gains from S draws of all means from a joint posterior.
///
/// α_a is the share of draws in which arm a is the highest, M_{i|a} the mean of θ_i over these
/// draws and μ_i that over all; Δ_i is the mean of the highest less μ_i. Where one arm is the
/// highest of every draw it has no regret and nothing is gained: it has the highest mean of the
/// draws, and is pulled.
///
/// Clusters are independent, so only those that were pulled since are drawn again, and the draws of
/// the others stay as they are: what one choice takes over from the one before it is noise of the
/// draws, not of rewards. Of equal means of a draw the first counts as the highest.
///
/// Source: Russo and Van Roy (2018), algorithm 6, with draws instead of a grid.
///
/// O(|c|) draws of the model for each of the S, O(S (K + N)) to sum them up and O(N) for each arm
/// that is the highest of some draw. The sums M are plain additions, one row for each draw: a
/// product of the draws with the matrix that says which arm is highest would multiply by zeros.
/// 8 (S + min(S, N)) bytes an arm, 16 S a cluster.
struct DrawnInformation<Model: DependenceModel & ~Copyable>: InformationSource, ~Copyable {
  private let clustering: Clustering
  private let measure: InformationMeasure
  private let drawCount: Int
  private var model: Model
  /// θ_i of draw s at s N + i.
  private var values: AlignedBuffer<Double>
  /// The highest arm of a cluster in draw s, and its mean, at s K + c.
  private var highest: AlignedBuffer<Int32>
  private var peaks: AlignedBuffer<Double>
  /// Whether a cluster was pulled since it was drawn.
  private var isStale: AlignedBuffer<Bool>
  /// Σ θ_i over the draws in which one arm is the highest, a row for each such arm.
  private var sums: AlignedBuffer<Double>
  /// How many draws a row sums up.
  private var counts: AlignedBuffer<Double>
  /// The row of an arm while rows are filled; else −1.
  private var rows: AlignedBuffer<Int32>
  /// μ_i.
  private var means: AlignedBuffer<Double>

  /// S = `drawCount` draws from a model none of whose arms was pulled.
  init(
    _ model: consuming Model, measure: InformationMeasure, drawCount: Int, clustering: Clustering
  ) {
    self.clustering = clustering
    self.measure = measure
    self.drawCount = drawCount
    self.model = model
    let (n, k) = (clustering.armCount, clustering.clusterCount)
    values = AlignedBuffer(repeating: 0, count: drawCount * n)
    highest = AlignedBuffer(repeating: 0, count: drawCount * k)
    peaks = AlignedBuffer(repeating: 0, count: drawCount * k)
    isStale = AlignedBuffer(repeating: true, count: k)
    sums = AlignedBuffer(repeating: 0, count: min(drawCount, n) * n)
    counts = AlignedBuffer(repeating: 0, count: min(drawCount, n))
    rows = AlignedBuffer(repeating: -1, count: n)
    means = AlignedBuffer(repeating: 0, count: n)
  }

  /// Draws what is stale, and sums up.
  mutating func fill(_ table: inout InformationTable, using stream: inout RandomStream) {
    for cluster in 0..<clustering.clusterCount where isStale[cluster] {
      draw(cluster, using: &stream)
      isStale[cluster] = false
    }
    let (rowCount, peak) = sumUp()
    let (n, share) = (clustering.armCount, 1 / Double(drawCount))
    for arm in 0..<n { means[arm] = 0 }
    for row in 0..<rowCount { accumulate(sums.base + row * n, into: means.base) }
    for arm in 0..<n {
      means[arm] *= share
      table.regrets[arm] = max(0, peak - means[arm])
      table.gains[arm] = 0
    }
    // One row: what rounding leaves of a regret and of gains is nothing.
    guard rowCount > 1 else {
      table.regrets[Int(highestArm(ofDraw: 0))] = 0
      return
    }
    for row in 0..<rowCount {
      add(row, weight: counts[row] * share, to: &table)
    }
    if measure == .entropy {
      for arm in 0..<n {
        table.gains[arm] = max(0, table.gains[arm] - InformationMeasure.negentropy(means[arm]))
      }
    }
  }

  /// Adds α_a (M_{i|a} − μ_i)², or α_a times the negative entropy of M_{i|a}: the relative entropy
  /// is what the sum of these exceeds that of μ_i by.
  private func add(_ row: Int, weight: Double, to table: inout InformationTable) {
    let n = clustering.armCount
    let inverse = 1 / counts[row]
    let (totals, means, gains) = (sums.base + row * n, means.base, table.gains.base)
    switch measure {
    case .variance:
      for arm in 0..<n {
        let deviation = totals[arm] * inverse - means[arm]
        gains[arm] += weight * (deviation * deviation)
      }
    case .entropy:
      let octets = n - n % 8
      for first in stride(from: 0, to: octets, by: 8) {
        var conditional = SIMD8<Double>.zero
        for lane in 0..<8 { conditional[lane] = totals[first + lane] * inverse }
        let terms = weight * InformationMeasure.negentropy(conditional)
        for lane in 0..<8 { gains[first + lane] += terms[lane] }
      }
      for arm in octets..<n {
        gains[arm] += weight * InformationMeasure.negentropy(totals[arm] * inverse)
      }
    }
  }

  /// Adds a number for each arm to another.
  ///
  /// Through pointers: several lanes at a time, for nothing else can change under it.
  @inline(__always)
  private func accumulate(
    _ values: UnsafeMutablePointer<Double>, into sums: UnsafeMutablePointer<Double>
  ) {
    for arm in 0..<clustering.armCount { sums[arm] += values[arm] }
  }

  /// Draws a cluster's means, and finds the highest of each draw.
  private mutating func draw(_ cluster: Int, using stream: inout RandomStream) {
    let range = clustering.arms(of: cluster)
    let (n, k) = (clustering.armCount, clustering.clusterCount)
    let base = values.base
    model.drawMeans(of: cluster, arms: range, count: drawCount, using: &stream) {
      base[$0 &* n &+ $1] = $2
    }
    for number in 0..<drawCount {
      var (top, peak) = (range.lowerBound, -Double.infinity)
      for arm in range where values[number * n + arm] > peak {
        (top, peak) = (arm, values[number * n + arm])
      }
      highest[number * k + cluster] = Int32(truncatingIfNeeded: top)
      peaks[number * k + cluster] = peak
    }
  }

  /// The highest arm of a draw.
  private func highestArm(ofDraw number: Int) -> Int32 {
    let first = number * clustering.clusterCount
    var place = first
    for other in first..<first + clustering.clusterCount where peaks[other] > peaks[place] {
      place = other
    }
    return highest[place]
  }

  /// Sums the draws up by their highest arm; the number of rows, and the mean of the highest.
  private mutating func sumUp() -> (rowCount: Int, peak: Double) {
    let n = clustering.armCount
    var (rowCount, total) = (0, 0.0)
    for number in 0..<drawCount {
      let arm = Int(highestArm(ofDraw: number))
      total += values[number * n + arm]
      if rows[arm] < 0 {
        rows[arm] = Int32(truncatingIfNeeded: rowCount)
        counts[rowCount] = 0
        for place in rowCount * n..<(rowCount + 1) * n { sums[place] = 0 }
        rowCount += 1
      }
      let row = Int(rows[arm])
      counts[row] += 1
      accumulate(values.base + number * n, into: sums.base + row * n)
    }
    for arm in 0..<n { rows[arm] = -1 }
    return (rowCount, total / Double(drawCount))
  }

  /// Tells the model.
  mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    model.update(arm: arm, cluster: cluster, reward: reward)
    isStale[cluster] = true
  }

  /// Tells the model of a batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    model.update(arms: arms, rewards: rewards, clustering: clustering)
    for place in arms.indices { isStale[Int(clustering.clusterOfArm[Int(arms[place])])] = true }
  }

  /// The arm's posterior under the model, draws aside.
  func belief(of arm: Int) -> Belief { model.belief(of: arm) }

  /// The numerical difficulties of the model's factorizations.
  var numericalNotes: NumericalNotes { model.numericalNotes }
}
