/// Which columns of a table are shown in a width, and how wide each is.
///
/// Titles are broken into lines before anything is lost; then labels are shortened until they take
/// about half of the width; then columns go, or the table is cut.
struct TableLayout {
  /// Columns side by side, with their widths.
  struct Part {
    var columns: [Int]
    var widths: [Int]
  }

  /// One part, or several of a table that is cut.
  private(set) var parts: [Part] = []
  /// What is shown nowhere.
  private(set) var omitted: [Table.Column] = []

  /// The gap between columns.
  static let gap = 2
  /// The width at which a table is cut that may be cut, where no other is known.
  static let readable = 100

  private let table: Table
  private var widths: [Int]

  /// The layout of a table whose columns have these texts.
  init(_ table: Table, texts: [[String]], width: Int?) {
    self.table = table
    let cells = texts.map { $0.map(\.displayWidth).max() ?? 0 }
    let headings = table.columns.map(\.heading.printable)
    let words = headings.map { $0.words.map(\.displayWidth).max() ?? 0 }
    let compact = zip(cells, words).map { max($0, $1, 2) }
    let mayCut = table.overflow == .cuts
    widths = mayCut ? compact : zip(cells, headings).map { max($0, $1.displayWidth, 2) }
    let all = Array(table.columns.indices)
    guard let limit = width ?? (mayCut ? TableLayout.readable : nil), total(all) > limit else {
      parts = [part(all)]
      return
    }
    widths = compact
    guard total(all) > limit else {
      parts = [part(all)]
      return
    }
    let always = all.filter { table.columns[$0].priority == 0 }
    let labels = always.filter { table.columns[$0].alignment == .left }
    let share = labels.count > 1 || mayCut ? limit / 2 / max(labels.count, 1) : 2 * limit / 5
    let most = max(12, share)
    for label in labels { widths[label] = min(compact[label], most) }
    let others = all.filter { !always.contains($0) }
    // Every part of a table that is cut has room for one column more.
    let room = mayCut ? others.map { widths[$0] + TableLayout.gap }.max() ?? 0 : 0
    shrink(labels, until: always, fit: limit - room)
    var groups = Dictionary(grouping: others) { table.columns[$0].priority }
      .sorted { $0.key < $1.key }.map(\.value)
    if mayCut {
      groups = groups.flatMap { group in
        total(always + group) <= limit ? [group] : group.map { [$0] }
      }
    }
    var chosen = [always]
    if mayCut {
      chosen = cut(always, groups, to: limit)
      // Parts of about equal widths: as narrow as their number allows.
      while true {
        let narrower = cut(always, groups, to: widest(chosen) - 1)
        guard narrower.count == chosen.count, widest(narrower) < widest(chosen) else { break }
        chosen = narrower
      }
    } else {
      // What is left out takes all of higher priority with it: they may be of no use without it.
      for group in groups {
        if omitted.isEmpty, total(chosen[0] + group) <= limit {
          chosen[0] += group
        } else {
          omitted += group.map { table.columns[$0] }
        }
      }
    }
    parts = chosen.map { columns in
      // What is left over goes back to the labels; parts of one table have equal ones.
      var part = part(columns.sorted())
      var spare = mayCut ? 0 : limit - total(columns)
      for (place, column) in part.columns.enumerated() where spare > 0 && labels.contains(column) {
        let more = min(spare, compact[column] - widths[column])
        part.widths[place] += more
        spare -= more
      }
      return part
    }
  }

  /// Groups one after the other in as few parts as they need, each with the columns of `always`.
  private func cut(_ always: [Int], _ groups: [[Int]], to limit: Int) -> [[Int]] {
    var parts: [[Int]] = []
    for group in groups {
      if let last = parts.last, total(last + group) <= limit {
        parts[parts.count - 1] += group
      } else {
        parts.append(always + group)
      }
    }
    return parts.isEmpty ? [always] : parts
  }

  private func widest(_ parts: [[Int]]) -> Int { parts.map(total).max() ?? 0 }

  private func part(_ columns: [Int]) -> Part {
    Part(columns: columns, widths: columns.map { widths[$0] })
  }

  private func total(_ columns: [Int]) -> Int {
    columns.reduce(0) { $0 + widths[$1] } + TableLayout.gap * max(0, columns.count - 1)
  }

  /// Takes from the widest label, cell by cell, as long as there is something to take.
  private mutating func shrink(_ labels: [Int], until columns: [Int], fit limit: Int) {
    while total(columns) > limit, let widest = labels.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 6
    {
      widths[widest] -= 1
    }
  }
}
