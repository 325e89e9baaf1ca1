/// A word of a comment above a fence: a name, or a name with a value.
struct LabelWord: Sendable, Hashable {
  /// What stands before the equals sign.
  var name = ""
  /// What stands behind it, without quotation marks.
  var value: String?
  /// The line of the first letter, from 1.
  let line: Int
  /// The column of the first letter, from 1.
  let column: Int

  /// The words between the signs of a comment; a value in double quotes may hold spaces.
  ///
  /// - Parameters:
  ///   - lines: The lines of the comment.
  ///   - first: The number of the first of them.
  static func words(of lines: ArraySlice<TextLine>, from first: Int) -> [LabelWord] {
    var words: [LabelWord] = []
    for (offset, line) in lines.enumerated() {
      var word: LabelWord?
      var isQuoted = false
      for (column, scalar) in line.content.unicodeScalars.enumerated() {
        if scalar == "\"", word?.value != nil {
          isQuoted.toggle()
        } else if scalar.properties.isWhitespace, !isQuoted {
          if let ended = word { words.append(ended) }
          word = nil
        } else {
          var longer = word ?? LabelWord(line: first + offset, column: column + 1)
          longer.append(scalar)
          word = longer
        }
      }
      if let ended = word { words.append(ended) }
    }
    return words.compactMap(\.withoutSigns)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if value != nil {
      value?.unicodeScalars.append(scalar)
    } else if scalar == "=" {
      value = ""
    } else {
      name.unicodeScalars.append(scalar)
    }
  }

  /// The word without the signs of the comment, or nothing if it is no more than them.
  private var withoutSigns: LabelWord? {
    let opening = name.begins(with: "<!--") ? 4 : 0
    var word = LabelWord(name: name, value: value, line: line, column: column + opening)
    word.name = name.dropping(opening)
    if let value, value.hasSuffix("-->") { word.value = String(value.dropLast(3)) }
    if value == nil, word.name.hasSuffix("-->") { word.name = String(word.name.dropLast(3)) }
    return word.name.isEmpty && word.value == nil ? nil : word
  }
}
