/// Rows of cells under columns that people and machines can name.
public struct Table: Sendable, Equatable {
  /// How the cells of a column stand.
  public enum Alignment: Sendable {
    /// As words do.
    case left
    /// As numbers do.
    case right
  }

  /// What happens where a table is wider than its space.
  public enum Overflow: Sendable {
    /// Columns are left out, the highest ``Column/priority`` first.
    case omitsColumns
    /// The table is cut into several, each with the columns of priority 0.
    case cuts
  }

  /// What stands in a row at one place.
  public struct Column: Sendable, Equatable {
    /// The name for machines and command lines, in snake_case.
    public let key: String
    /// The heading for people.
    public let title: String
    /// What is counted, if that is not plain from the title: "rounds".
    public let unit: String?
    /// How its cells stand.
    public let alignment: Alignment
    /// How long it stays where space is short: 0 always, then low numbers longest.
    ///
    /// Columns of one priority stay or go together.
    public let priority: Int
    /// Whether it says nothing that other columns do not, and so goes without being missed.
    public let isOrnament: Bool

    /// Creates a column; without a title its key is the heading.
    public init(
      _ key: String, _ title: String? = nil, _ alignment: Alignment = .right, priority: Int = 0,
      unit: String? = nil, isOrnament: Bool = false
    ) {
      self.key = key
      self.title = title ?? key
      self.alignment = alignment
      self.priority = priority
      self.isOrnament = isOrnament
      self.unit = unit
    }

    /// The title with the unit.
    var heading: String { unit.map { "\(title) (\($0))" } ?? title }
  }

  /// A column with what stands in it for an element: heading and cells cannot fall out of step.
  public struct Field<Element> {
    let column: Column
    let cell: (Element) -> Cell

    /// Creates a field; without a title its key is the heading.
    public init(
      _ key: String, _ title: String? = nil, _ alignment: Alignment = .right, priority: Int = 0,
      unit: String? = nil, isOrnament: Bool = false, cell: @escaping (Element) -> Cell
    ) {
      column = Column(
        key, title, alignment, priority: priority, unit: unit, isOrnament: isOrnament)
      self.cell = cell
    }
  }

  /// What stands above the table.
  public var title: String?
  /// The columns, keys distinct.
  public let columns: [Column]
  /// The rows, each with one cell for each column.
  public private(set) var rows: [[Cell]]
  /// What happens where it is too wide.
  public var overflow = Overflow.omitsColumns

  /// A table of rows that are there.
  public init(title: String? = nil, _ columns: [Column], rows: [[Cell]] = []) {
    precondition(Set(columns.map(\.key)).count == columns.count, "columns have distinct keys")
    self.title = title
    self.columns = columns
    self.rows = []
    for row in rows { append(row) }
  }

  /// A row for each element.
  public init<Element>(title: String? = nil, _ elements: [Element], _ fields: [Field<Element>]) {
    self.init(
      title: title, fields.map(\.column),
      rows: elements.map { element in fields.map { $0.cell(element) } })
  }

  /// Adds a row.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row has one cell for each column")
    rows.append(row)
  }

  /// The columns that name a row and those of these keys that the table has, in their order; a
  /// table that has none of the latter is left as it is.
  ///
  /// Rows are named by the words at the left that are never left out; if some of those are chosen,
  /// by the first and by the chosen ones.
  public func showing(_ keys: [String]) -> Table {
    let count = max(1, columns.prefix { $0.alignment == .left && $0.priority == 0 }.count)
    let names = columns[..<count].contains { keys.contains($0.key) } ? 1 : count
    let chosen = keys.compactMap { key in columns.firstIndex { $0.key == key } }
      .filter { $0 >= names }
    guard !chosen.isEmpty else { return self }
    return picking(Array(0..<names) + chosen)
  }

  private func picking(_ indices: [Int]) -> Table {
    var table = Table(
      title: title, indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
    table.overflow = overflow
    return table
  }

  /// The table with columns before its own that are the same in every row.
  func led(by leading: [(key: String, cell: Cell)]) -> Table {
    Table(
      title: title, leading.map { Column($0.key) } + columns,
      rows: rows.map { leading.map(\.cell) + $0 })
  }

  /// The table with a column of standard errors behind each column of estimates.
  var withErrors: Table {
    let isEstimate = columns.indices.map { index in
      rows.contains { if case .estimate = $0[index] { true } else { false } }
    }
    guard isEstimate.contains(true) else { return self }
    return Table(
      title: title,
      columns.indices.flatMap { index in
        isEstimate[index]
          ? [columns[index], Column(columns[index].key + "_standard_error")] : [columns[index]]
      },
      rows: rows.map { row in
        row.indices.flatMap { index in
          isEstimate[index] ? [row[index], .number(row[index].standardError)] : [row[index]]
        }
      })
  }

  /// The cells of a column as people read them: brackets of estimates open in one place.
  func texts(_ index: Int) -> [String] {
    let cells = rows.map { $0[index] }
    let texts = cells.map(\.text)
    let isBracketed = cells.allSatisfy { cell in
      switch cell {
      case .estimate, .shown(_, nil): true
      default: false
      }
    }
    return isBracketed ? alignedBrackets(texts) : texts
  }
}
