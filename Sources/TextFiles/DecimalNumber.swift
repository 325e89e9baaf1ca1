/// The number that a text spells in decimal notation, or nil.
///
/// Hexadecimal, infinity, NaN and separators are no numbers here.
package func decimalNumber(_ text: String) -> Double? {
  var text = text
  return text.withUTF8 { decimalNumber(bytes: $0) }
}

/// The number that some bytes spell, or nil.
func decimalNumber(bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard bytes.count <= 400 else { return nil }
  if let short = shortDecimal(bytes) { return short }
  var hasDigit = false
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"),
      UInt8(ascii: "e"):
      break
    default: return nil
    }
  }
  guard hasDigit, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
  else { return nil }
  return value
}

/// What at most fifteen digits spell, with a point among them or none.
///
/// The digits and the power of ten are exact, so their quotient is rounded once: the result is the
/// nearest number, as that of any correct reader.
private func shortDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard (1...16).contains(bytes.count) else { return nil }
  var digits = 0
  var count = 0
  var scale = 1.0
  var hasPoint = false
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      digits = 10 * digits + Int(byte - UInt8(ascii: "0"))
      count += 1
      if hasPoint { scale *= 10 }
    case UInt8(ascii: ".") where !hasPoint && count > 0: hasPoint = true
    default: return nil
    }
  }
  guard count <= 15, !hasPoint || scale > 1 else { return nil }
  return Double(digits) / scale
}
