/// Names by which links find headings: letters, digits and dashes, each name once.
struct HeadingIdentifiers {
  private var taken: Set<String> = []

  /// The name of the next heading of a document.
  mutating func next(for heading: [MarkdownInline]) -> String {
    var name = ""
    for scalar in heading.map(\.plainText).joined().lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        name += "-"
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar == "-" || scalar == "_"
      {
        name.unicodeScalars.append(scalar)
      }
    }
    var unique = name.isEmpty ? "section" : name
    var number = 0
    while !taken.insert(unique).inserted {
      number += 1
      unique = "\(name.isEmpty ? "section" : name)-\(number)"
    }
    return unique
  }
}
