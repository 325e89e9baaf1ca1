/// Optimal k-means of points on a line.
///
/// The clusters of an optimum are blocks of the sorted points, so the least sum of squared
/// distances to the block's mean over all partitions into k blocks is found exactly, to rounding:
///
///     D_1(i) = cost(0, i),  D_c(i) = min over j < i of D_{c−1}(j) + cost(j, i)
///
/// The best j grows with i, which lets one layer be filled by bisection in O(n log n).
///
/// Source: H. Wang and M. Song, "Ckmeans.1d.dp: optimal k-means clustering in one dimension by
/// dynamic programming", The R Journal 3 (2011), with the bisection of X. Wu, "Optimal quantization
/// by matrix searching", Journal of Algorithms 12 (1991).
enum LineClustering {
  /// The blocks of indices, in order, that the clusters of ascending points are.
  ///
  /// O(k n log n) time, 4 k n bytes. None of the blocks is empty: there are min(`count`, n) of
  /// them, also where points coincide. Of equally good partitions the one whose last blocks are
  /// longest is returned.
  ///
  /// - Parameters:
  ///   - points: ascending, at least one.
  ///   - count: at least 1.
  static func blocks(of points: ArraySlice<Double>, count: Int) -> [Range<Int>] {
    let n = points.count
    let k = min(count, n)
    if k == n { return points.indices.map { $0..<$0 + 1 } }
    var search = Search(points)
    for layer in 1..<k { search.fill(layer: layer, of: k) }
    var ends = [n]
    for layer in stride(from: k - 1, to: 0, by: -1) {
      ends.append(Int(search.starts[(layer - 1) * (n + 1) + ends[ends.count - 1]]))
    }
    ends.append(0)
    let bounds = ends.reversed().map { points.startIndex + $0 }
    return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  }

  /// The layers of the recurrence.
  private struct Search {
    let n: Int
    /// Σ y and Σ y² of the first points, moved so that the middle one is 0: small numbers keep
    /// the differences exact enough.
    var sums = [0.0]
    var squares = [0.0]
    /// D of the layer before and of the current one, by the number of points.
    var before: [Double]
    var current: [Double]
    /// The start of the last block, by layer and number of points.
    var starts: [Int32] = []

    init(_ points: ArraySlice<Double>) {
      n = points.count
      let origin = points[points.startIndex + n / 2]
      for point in points {
        let y = point - origin
        sums.append(sums[sums.count - 1] + y)
        squares.append(squares[squares.count - 1] + y * y)
      }
      before = []
      current = []
      current = (0...n).map { $0 == 0 ? 0 : cost(0, $0) }
      before = current
    }

    /// Σ (y − mean)² of the points start ..< end.
    func cost(_ start: Int, _ end: Int) -> Double {
      let sum = sums[end] - sums[start]
      return squares[end] - squares[start] - sum * sum / Double(end - start)
    }

    /// Finds D for `layer` + 1 blocks, as far as k blocks need it.
    mutating func fill(layer: Int, of k: Int) {
      swap(&before, &current)
      starts += Array(repeating: 0, count: n + 1)
      fill(layer, points: layer + 1...n - (k - 1 - layer), starting: layer...n - 1)
    }

    private mutating func fill(
      _ layer: Int, points: ClosedRange<Int>, starting: ClosedRange<Int>
    ) {
      let middle = (points.lowerBound + points.upperBound) / 2
      var (best, least) = (starting.lowerBound, Double.infinity)
      for start in starting.lowerBound...min(starting.upperBound, middle - 1) {
        let value = before[start] + cost(start, middle)
        if value < least { (best, least) = (start, value) }
      }
      current[middle] = least
      starts[(layer - 1) * (n + 1) + middle] = Int32(best)
      if points.lowerBound < middle {
        fill(
          layer, points: points.lowerBound...middle - 1,
          starting: starting.lowerBound...best)
      }
      if middle < points.upperBound {
        fill(
          layer, points: middle + 1...points.upperBound,
          starting: best...starting.upperBound)
      }
    }
  }
}
