import Foundation

/// Why bytes are no text that is read here.
struct UndecodableText: Error {
  let message: String
  /// How to mend it, to be followed by what the file should be.
  let advice: String
}

/// The text that bytes in UTF-8 spell.
func decodedText(_ bytes: Data) throws(UndecodableText) -> String {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw UndecodableText(message: "the file is in UTF-16", advice: "save it as")
  }
  guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
    throw UndecodableText(message: "the file is not text", advice: "give")
  }
  return text
}

extension StringProtocol {
  /// Whether there is nothing but spaces.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
