extension Table {
  /// The table with standard errors in the brackets of what they belong to, and no columns of
  /// their own.
  ///
  /// A column of standard errors, whose key ends so, belongs to the column before it. Where a mean
  /// has none, as an exact number has not, it stays alone.
  var withBrackets: Table {
    func isError(_ index: Int) -> Bool {
      index > 0 && columns[index].key.hasSuffix("standard_error")
    }
    let shown = columns.indices.filter { !isError($0) }
    guard shown.count < columns.count else { return self }
    var table = Table(
      title: title, shown.map { columns[$0] },
      rows: rows.map { row in
        shown.map { index in
          columns.indices.contains(index + 1) && isError(index + 1)
            ? row[index].bracketing(row[index + 1]) : row[index]
        }
      })
    table.overflow = overflow
    return table
  }
}

extension Cell {
  /// The mean with that standard error in brackets.
  ///
  /// A number that is not shown with the decimals of its error gets them.
  fileprivate func bracketing(_ error: Cell) -> Cell {
    guard case .number(let error?, let decimals?) = error, error.isFinite else { return self }
    switch self {
    case .number(let mean?, _) where mean.isFinite:
      return .estimate(mean: mean, standardError: error, decimals: decimals)
    case .estimate(let mean, _, _, let isMarked):
      return .estimate(
        mean: mean, standardError: error, decimals: decimals, isMarked: isMarked)
    case .shown(_, let mean?) where mean.isFinite:
      return .estimate(mean: mean, standardError: error, decimals: decimals)
    default: return self
    }
  }
}
