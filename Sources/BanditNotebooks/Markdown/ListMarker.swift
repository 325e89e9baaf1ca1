/// The sign in front of an item of a list.
struct ListMarker: Equatable {
  /// A bullet, or what follows the number.
  let sign: Unicode.Scalar
  /// The number, or nothing for a bullet.
  let number: Int?
  /// The columns before the text of the item.
  let width: Int
  /// Whether the item has no text on this line.
  let isEmpty: Bool

  /// Reads the marker at the begin of a line.
  init?(_ line: MarkdownLine) {
    guard line.indentation < 4, !line.isRule else { return nil }
    let scalars = line.scalars
    let rest = scalars.dropFirst(line.indentation)
    let digits = rest.prefix { ("0"..."9").contains($0) }
    guard let sign = rest.dropFirst(digits.count).first,
      digits.isEmpty ? "-+*".unicodeScalars.contains(sign) : ".)".unicodeScalars.contains(sign),
      digits.count < 10
    else { return nil }
    let end = line.indentation + digits.count + 1
    let spaces = scalars[end...].prefix { $0 == " " || $0 == "\t" }.count
    isEmpty = end + spaces == scalars.count
    guard spaces > 0 || isEmpty else { return nil }
    // Five spaces or more begin code that is indented behind one.
    width = isEmpty || spaces > 4 ? end + 1 : end + spaces
    self.sign = sign
    number = digits.isEmpty ? nil : Int(String(String.UnicodeScalarView(digits)))
  }

  /// Whether an item with this marker goes on with the list of another one.
  func continues(_ other: ListMarker) -> Bool {
    sign == other.sign && (number == nil) == (other.number == nil)
  }
}
