/// Names with samples in equal columns below the panels.
struct Legend {
  /// How many lines it has at most.
  static let mostRows = 12

  private let entries: [KeyEntry]
  private let names: [String]
  private let size: Double
  private let columns: Int
  private let columnWidth: Double
  /// How many names have no place.
  let omitted: Int

  init(_ all: [KeyEntry], width: Double, size: Double) {
    let sample = size * (KeyEntry.sampleWidth + 0.5)
    let gap = size * 1.2
    let widest = all.map { TextMetrics.width(TextMetrics.line($0.label), size: size) }.max() ?? 0
    // One very long name does not take the other columns' room.
    let fair = all.count > 3 ? max(width / 2, size * 14) - sample - gap : width - sample
    let room = max(size, min(widest, fair, width - sample))
    columnWidth = sample + room + gap
    columns = max(1, Int((width + gap) / columnWidth))
    self.size = size
    let shown = min(all.count, columns * Legend.mostRows)
    entries = Array(all.prefix(shown))
    omitted = all.count - shown
    names = entries.map { TextMetrics.shortened($0.label, to: room, size: size) }
  }

  var height: Double {
    Double((entries.count + columns - 1) / columns) * size * TextMetrics.lineHeight
  }

  /// The names from a corner on, column by column so that their order is read downwards.
  func shapes(left: Double, top: Double, theme: Theme) -> [PlacedShape] {
    let rows = (entries.count + columns - 1) / columns
    return entries.indices.flatMap { index -> [PlacedShape] in
      let x = left + Double(index / max(rows, 1)) * columnWidth
      let y = top + (Double(index % max(rows, 1)) + 0.5) * size * TextMetrics.lineHeight
      let entry = entries[index]
      let text = PlacedText(
        text: names[index], full: names[index] == entry.label ? nil : entry.label,
        origin: Point(x + size * (KeyEntry.sampleWidth + 0.5), y + size * TextMetrics.middle),
        size: size, anchor: .start, paint: .ink)
      return entry.shapes(at: Point(x, y), size: size, theme: theme) + [.text(text)]
    }
  }
}
