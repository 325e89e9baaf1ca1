/// Why bytes are no text that is read here, and where.
package struct UndecodableText: Error {
  package let message: String
  /// How to mend it, to be followed by what the file should be.
  package let advice: String
  /// Whether it may be such a text once it is unpacked.
  package var isPacked: Bool { advice.hasPrefix("unpack") }
  package var line = 1
  package var column = 1
}

/// The text that bytes in UTF-8 spell.
package func decodedText(_ bytes: [UInt8]) throws(UndecodableText) -> String {
  if let format = ForeignFormat.binary(bytes) {
    throw UndecodableText(message: "the file is \(format.name)", advice: format.advice)
  }
  if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) { return text }
  throw oldEncoding(bytes) ?? UndecodableText(message: "the file is not text", advice: "give")
}

/// Why bytes are no UTF-8 that look like a text in an encoding of one byte a letter, as spreadsheets
/// on Windows write it: at the first byte that is not UTF-8 stands a letter, and others follow it.
private func oldEncoding(_ bytes: [UInt8]) -> UndecodableText? {
  let isText = bytes.allSatisfy { $0 >= 0x20 && $0 < 0xFE || (9...13).contains($0) }
  guard isText else { return nil }
  // Up to that byte a repaired text is the text.
  var (line, column, index) = (1, 1, 0)
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    let spelt = UTF8.encode(scalar).map(Array.init) ?? []
    guard bytes[index...].starts(with: spelt) else { break }
    index += spelt.count
    (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
  }
  guard bytes.count > 3, index < bytes.count, bytes[index] >= 0x80 else { return nil }
  let byte = String(bytes[index], radix: 16, uppercase: true)
  return UndecodableText(
    message: "the byte \(byte) here is not UTF-8, perhaps a letter as Windows or Latin-1 has it",
    advice: "save the file again as", line: line, column: column)
}
