/// A sequence in which a wildcard stands for any number of elements.
///
/// It serves twice: for the lines of an output and for the letters of a line.
struct WildcardPattern<Element: Sendable>: Sendable {
  /// An element of the pattern, or nothing for a wildcard.
  let elements: [Element?]

  /// Whether all of `text` is what the pattern stands for.
  ///
  /// The last wildcard takes one more element whenever what follows it does not fit. O(nm).
  func matches<Other>(_ text: [Other], where fits: (Element, Other) -> Bool) -> Bool {
    var index = 0
    var position = 0
    var wildcard: (index: Int, position: Int)?
    while position < text.count {
      if index < elements.count {
        guard let element = elements[index] else {
          wildcard = (index, position)
          index += 1
          continue
        }
        if fits(element, text[position]) {
          index += 1
          position += 1
          continue
        }
      }
      guard let last = wildcard else { return false }
      wildcard = (last.index, last.position + 1)
      index = last.index + 1
      position = last.position + 1
    }
    return elements[index...].allSatisfy { $0 == nil }
  }
}
