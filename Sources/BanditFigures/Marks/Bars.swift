/// Rectangles from 0 up to heights, or down where these are negative.
public struct Bars: Hashable, Sendable {
  /// What they are called; nil if they have no name.
  public var label: String?
  /// Where bars begin and end, one number more than there are bars, ascending.
  public var edges: [Double]
  /// The heights.
  public var heights: [Double]
  /// The index that gives the color.
  public var series: Int

  /// Creates adjoining bars.
  public init(_ label: String? = nil, edges: [Double], heights: [Double], series: Int = 0) {
    self.label = label
    self.edges = edges
    self.heights = heights
    self.series = series
  }

  /// How often values fall into bins of one round width.
  ///
  /// The width follows Freedman and Diaconis (1981), 2 IQR n^(−1/3), and is rounded to 1, 2 or 5
  /// times a power of ten; at least one bin and at most 200. Values that are not finite are left
  /// out. Several histograms are comparable with the `edges` of one of them given. A `width` takes
  /// the place of theirs.
  public static func histogram(
    _ label: String? = nil, of values: [Double], edges: [Double]? = nil, width: Double? = nil,
    series: Int = 0
  ) -> Bars {
    let sorted = values.filter { $0.isFinite && abs($0) < Extent.largest }.sorted()
    let edges = edges ?? Bars.edges(sorted, width)
    guard edges.count > 1 else { return Bars(label, edges: [], heights: [], series: series) }
    var heights = [Double](repeating: 0, count: edges.count - 1)
    for value in sorted {
      // The last bin holds its upper edge too.
      if let bin = edges.firstIndex(where: { $0 > value }) ?? edges.firstIndex(of: value),
        bin > 0
      {
        heights[bin - 1] += 1
      }
    }
    return Bars(label, edges: edges, heights: heights, series: series)
  }

  private static func edges(_ sorted: [Double], _ wished: Double?) -> [Double] {
    guard let first = sorted.first, let last = sorted.last else { return [] }
    let quarter = sorted[(sorted.count - 1) / 4]
    let spread = sorted[3 * (sorted.count - 1) / 4] - quarter
    var width = wished ?? 2 * spread / Double(sorted.count).raised(to: 1.0 / 3)
    if !(width > 0) { width = (last - first) / 10 }
    width = max(width, (last - first) / 150, abs(last) * 1e-9, abs(first) * 1e-9)
    guard width > Extent.smallest else { return [first - 0.5, first + 0.5] }
    let ten = width.decade
    let mantissa = width / Double.ten(ten)
    let digit = [1.0, 2, 5, 10].first { $0 >= mantissa * 0.999 } ?? 10
    let low = (first / (digit * Double.ten(ten))).rounded(.down)
    let count = max(1, (last / (digit * Double.ten(ten))).rounded(.down) - low + 1)
    return (0...Int(count)).map { Double.scaled((low + Double($0)) * digit, ten: ten) }
  }
}
