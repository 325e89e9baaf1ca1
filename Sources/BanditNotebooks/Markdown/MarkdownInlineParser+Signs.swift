extension MarkdownInlineParser {
  /// Whether a backslash before the scalar makes it plain.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && isSign(scalar)
  }

  /// Whether the scalar is punctuation or a symbol.
  static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}
