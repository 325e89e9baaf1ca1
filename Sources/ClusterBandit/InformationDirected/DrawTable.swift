/// S draws of the means of all arms, the highest of each, and what they tell of regrets and gains.
///
/// Of equal means of a draw the first counts as the highest. Which cluster holds the highest of a
/// draw is followed: drawing one cluster anew asks of the others only where they were behind it.
///
/// 8 (S + min(S, N)) bytes an arm, 12 S a cluster, 8 S besides.
struct DrawTable: ~Copyable {
  private let clustering: Clustering
  private let drawCount: Int
  /// θ_i of draw s at s N + i.
  private var values: AlignedBuffer<Double>
  /// The highest arm of a cluster in draw s, and its mean, at s K + c.
  private var highest: AlignedBuffer<Int32>
  private var peaks: AlignedBuffer<Double>
  /// The first of the clusters that hold the highest mean of draw s.
  private var leaders: AlignedBuffer<Int32>
  /// Σ θ_i over the draws in which one arm is the highest, a row for each such arm.
  private var sums: AlignedBuffer<Double>
  /// How many draws a row sums up.
  private var counts: AlignedBuffer<Double>
  /// The row of an arm, and then where a row's draws stand, while rows are filled; else −1.
  private var rows: AlignedBuffer<Int32>
  /// The row of a draw, and the draws row by row.
  private var rowOfDraw: AlignedBuffer<Int32>
  private var order: AlignedBuffer<Int32>
  /// μ_i.
  private var means: AlignedBuffer<Double>

  /// S = `drawCount` draws in all of which all means are 0.
  init(drawCount: Int, clustering: Clustering) {
    self.clustering = clustering
    self.drawCount = drawCount
    let (n, k) = (clustering.armCount, clustering.clusterCount)
    values = AlignedBuffer(repeating: 0, count: drawCount * n)
    highest = AlignedBuffer(repeating: 0, count: drawCount * k)
    peaks = AlignedBuffer(repeating: 0, count: drawCount * k)
    leaders = AlignedBuffer(repeating: 0, count: drawCount)
    sums = AlignedBuffer(repeating: 0, count: min(drawCount, n) * n)
    counts = AlignedBuffer(repeating: 0, count: min(drawCount, n))
    rows = AlignedBuffer(repeating: -1, count: n)
    rowOfDraw = AlignedBuffer(repeating: 0, count: drawCount)
    order = AlignedBuffer(repeating: 0, count: drawCount)
    means = AlignedBuffer(repeating: 0, count: n)
  }

  /// Where θ_i of draw s is written to, at s N + i; ``settle(_:)`` is called when a cluster is
  /// complete.
  var memory: UnsafeMutablePointer<Double> { values.base }

  /// Finds the highest of each draw after a cluster's means changed.
  ///
  /// O(S |c|), and O(K) for each draw in which the cluster was in front and fell.
  mutating func settle(_ cluster: Int) {
    let range = clustering.arms(of: cluster)
    let (n, k) = (clustering.armCount, clustering.clusterCount)
    for number in 0..<drawCount {
      let draw = values.base + number &* n
      // Without a branch, which would be guessed wrong a few times in every draw.
      var (top, peak) = (range.lowerBound, draw[range.lowerBound])
      for arm in range.lowerBound &+ 1..<range.upperBound {
        let isHigher = draw[arm] > peak
        top = isHigher ? arm : top
        peak = isHigher ? draw[arm] : peak
      }
      let own = peaks.base + number &* k
      let before = own[cluster]
      own[cluster] = peak
      highest[number &* k &+ cluster] = Int32(truncatingIfNeeded: top)
      let leader = Int(leaders[number])
      if leader == cluster {
        if peak < before { leaders[number] = first(own) }
      } else if peak > own[leader] || (peak == own[leader] && cluster < leader) {
        leaders[number] = Int32(truncatingIfNeeded: cluster)
      }
    }
  }

  /// The first of the clusters with the highest peak.
  private func first(_ peaks: UnsafeMutablePointer<Double>) -> Int32 {
    var (place, peak) = (0, peaks[0])
    for other in 1..<max(1, clustering.clusterCount) {
      let isHigher = peaks[other] > peak
      place = isHigher ? other : place
      peak = isHigher ? peaks[other] : peak
    }
    return Int32(truncatingIfNeeded: place)
  }

  /// Regrets and gains.
  ///
  /// O(S N), and O(N) more for each arm that is the highest of some draw.
  mutating func sumUp(_ measure: InformationMeasure, into table: inout InformationTable) {
    let (rowCount, peak) = fillRows()
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
      table.regrets[highestArm(ofDraw: 0)] = 0
      return
    }
    for row in 0..<rowCount {
      add(row, measure, weight: counts[row] * share, to: &table)
    }
    if measure == .entropy {
      for arm in 0..<n {
        table.gains[arm] = max(0, table.gains[arm] - InformationMeasure.negentropy(means[arm]))
      }
    }
  }

  /// Adds α_a (M_{i|a} − μ_i)², or α_a times the negative entropy of M_{i|a}: the relative entropy
  /// is what the sum of these exceeds that of μ_i by.
  private func add(
    _ row: Int, _ measure: InformationMeasure, weight: Double, to table: inout InformationTable
  ) {
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

  /// The highest arm of a draw.
  @inline(__always)
  private func highestArm(ofDraw number: Int) -> Int {
    Int(highest[number &* clustering.clusterCount &+ Int(leaders[number])])
  }

  /// Sums the draws up by their highest arm; the number of rows, and the mean of the highest.
  private mutating func fillRows() -> (rowCount: Int, peak: Double) {
    let n = clustering.armCount
    var (rowCount, total) = (0, 0.0)
    for number in 0..<drawCount {
      let arm = highestArm(ofDraw: number)
      total += values[number &* n &+ arm]
      if rows[arm] < 0 {
        rows[arm] = Int32(truncatingIfNeeded: rowCount)
        counts[rowCount] = 0
        rowCount += 1
      }
      rowOfDraw[number] = rows[arm]
      counts[Int(rows[arm])] += 1
    }
    // Where the draws of a row end, and, once they are placed from the last on, where they begin.
    var end = 0.0
    for row in 0..<rowCount {
      end += counts[row]
      rows[row] = Int32(end)
    }
    for number in stride(from: drawCount - 1, through: 0, by: -1) {
      let row = Int(rowOfDraw[number])
      rows[row] &-= 1
      order[Int(rows[row])] = Int32(truncatingIfNeeded: number)
    }
    for row in 0..<rowCount { sum(row, from: Int(rows[row]), count: Int(counts[row])) }
    for arm in 0..<n { rows[arm] = -1 }
    return (rowCount, total / Double(drawCount))
  }

  /// Adds the draws of a row in their order: eight arms at a time, whose sums stay in registers.
  @inline(__always)
  private mutating func sum(_ row: Int, from start: Int, count: Int) {
    let n = clustering.armCount
    let (draws, sums) = (order.base + start, sums.base + row &* n)
    let octets = n - n % 8
    for first in stride(from: 0, to: octets, by: 8) {
      let column = UnsafeRawPointer(values.base + first)
      var sum = column.loadUnaligned(
        fromByteOffset: 8 &* n &* Int(draws[0]), as: SIMD8<Double>.self)
      for place in 1..<count {
        sum += column.loadUnaligned(
          fromByteOffset: 8 &* n &* Int(draws[place]), as: SIMD8<Double>.self)
      }
      UnsafeMutableRawPointer(sums + first).storeBytes(of: sum, as: SIMD8<Double>.self)
    }
    for arm in octets..<n {
      var sum = values[n &* Int(draws[0]) &+ arm]
      for place in 1..<count { sum += values[n &* Int(draws[place]) &+ arm] }
      sums[arm] = sum
    }
  }
}
