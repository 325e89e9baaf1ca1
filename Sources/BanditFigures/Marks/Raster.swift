/// Cells in rows and columns, colored by value.
public struct Raster: Hashable, Sendable {
  /// What the colors mean, beside the scale of colors.
  public var title: String
  /// The values, the lowest row first; nil or NaN where a cell has none.
  public var cells: [[Double?]]
  /// Where columns begin and end, ascending.
  public var columnEdges: [Double]
  /// Where rows begin and end, ascending.
  public var rowEdges: [Double]
  /// The colors.
  public var colors: ColorMap
  /// The values of the first and the last color; nil for what the rasters of the figure hold.
  public var domain: ClosedRange<Double>?
  /// What a cell without a value means: "not pulled".
  public var missing: String
  /// What is written into the cells where it fits, rows as in ``cells``; lines part at "\n".
  public var texts: [[String]]

  /// Creates a raster of equal cells, columns between two places and rows about whole numbers.
  public init(
    _ title: String = "", cells: [[Double?]], columns: ClosedRange<Double>? = nil,
    colors: ColorMap = .viridis, domain: ClosedRange<Double>? = nil,
    missing: String = "no value", texts: [[String]] = []
  ) {
    let count = cells.map(\.count).max() ?? 0
    let span = columns ?? -0.5...Double(count) - 0.5
    let width = span.upperBound - span.lowerBound
    self.init(
      title, cells: cells,
      columnEdges: (0...count).map {
        span.lowerBound + width * (Double($0) / Double(max(count, 1)))
      },
      rowEdges: (0...cells.count).map { Double($0) - 0.5 }, colors: colors, domain: domain,
      missing: missing, texts: texts)
  }

  /// Creates a raster of cells between given edges.
  public init(
    _ title: String = "", cells: [[Double?]], columnEdges: [Double], rowEdges: [Double],
    colors: ColorMap = .viridis, domain: ClosedRange<Double>? = nil,
    missing: String = "no value", texts: [[String]] = []
  ) {
    self.title = title
    self.cells = cells
    self.columnEdges = columnEdges
    self.rowEdges = rowEdges
    self.colors = colors
    self.domain = domain
    self.missing = missing
    self.texts = texts
  }

  /// The value of a cell, if it has one.
  func value(row: Int, column: Int) -> Double? {
    guard cells.indices.contains(row), cells[row].indices.contains(column),
      let value = cells[row][column], value.isDrawable
    else { return nil }
    return value
  }
}
