import Randomness

/// One run of Lloyd's k-means on a line from random points: a local optimum, as most published
/// experiments use it.
///
/// Centres start at k distinct points. Every point goes to its nearest centre (the lower one at a
/// tie), every centre to the mean of its points, until nothing changes. On a line the clusters are
/// blocks of the sorted points, cut at the midpoints between neighbouring centres; a block that
/// would be left without points keeps the one next to its cut.
///
/// Source: S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information
/// Theory 28 (1982); the random start is E. Forgy's, Biometrics 21 (1965).
enum LloydClustering {
  /// The most rounds; a line settles in a few dozen.
  private static let mostRounds = 10_000

  /// The blocks of indices, in order, that the clusters of ascending points are.
  ///
  /// Draws min(`count`, n) indices. O(k log n) a round and O(n) once. None of the blocks is empty:
  /// there are min(`count`, n) of them.
  ///
  /// - Parameters:
  ///   - points: ascending, at least one.
  ///   - count: at least 1.
  static func blocks(
    of points: ArraySlice<Double>, count: Int, using stream: inout RandomStream
  ) -> [Range<Int>] {
    let n = points.count
    let k = min(count, n)
    // Sums from the first point on keep differences exact enough.
    let origin = points[points.startIndex]
    var sums = [0.0]
    sums.reserveCapacity(n + 1)
    for point in points { sums.append(sums[sums.count - 1] + (point - origin)) }
    var centres = start(points, k, using: &stream)
    var bounds = cut(points, centres)
    for _ in 0..<mostRounds {
      for c in 0..<k {
        centres[c] =
          origin + (sums[bounds[c + 1]] - sums[bounds[c]]) / Double(bounds[c + 1] - bounds[c])
      }
      let next = cut(points, centres)
      if next == bounds { break }
      bounds = next
    }
    return zip(bounds, bounds.dropFirst()).map {
      points.startIndex + $0..<points.startIndex + $1
    }
  }

  /// k distinct points, ascending: the first k of a shuffle.
  private static func start(
    _ points: ArraySlice<Double>, _ k: Int, using stream: inout RandomStream
  ) -> [Double] {
    var indices = Array(points.indices)
    for position in 0..<k {
      indices.swapAt(position, position + stream.nextIndex(below: indices.count - position))
    }
    return indices.prefix(k).sorted().map { points[$0] }
  }

  /// Where the blocks of ascending centres begin, and n at the end.
  private static func cut(_ points: ArraySlice<Double>, _ centres: [Double]) -> [Int] {
    let (n, k) = (points.count, centres.count)
    var bounds = [0]
    for c in 1..<max(k, 1) {
      let middle = centres[c - 1] + (centres[c] - centres[c - 1]) / 2
      // The first point beyond the midpoint.
      var (low, high) = (0, n)
      while low < high {
        let between = (low + high) / 2
        if points[points.startIndex + between] <= middle {
          low = between + 1
        } else {
          high = between
        }
      }
      // At least one point for every block before and behind.
      bounds.append(min(max(low, bounds[c - 1] + 1), n - (k - c)))
    }
    return bounds + [n]
  }
}
