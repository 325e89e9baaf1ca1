import BanditExperiments
import ByteCoding

/// Bytes of a kind that end with their SHA-256: a flipped bit is found before they are used.
enum SealedBytes {
  /// What the bytes hold; the first byte says so, and with it the version of the coding.
  enum Kind: UInt8 {
    case block = 0x11
    case finals = 0x21
    case state = 0x31
  }

  /// The bytes that `body` writes.
  static func sealed(_ kind: Kind, _ body: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter()
    body(&writer)
    let bytes = [kind.rawValue] + writer.bytes
    return bytes + ContentHash.digest(bytes)
  }

  /// The kind of some bytes, and what is in them.
  static func opened(_ bytes: [UInt8]) throws(DamagedBytes) -> (kind: Kind, reader: ByteReader) {
    guard bytes.count > 32, let kind = Kind(rawValue: bytes[0]),
      ContentHash.digest(Array(bytes.dropLast(32))) == Array(bytes.suffix(32))
    else { throw DamagedBytes() }
    return (kind, ByteReader(Array(bytes[1..<bytes.count - 32])))
  }
}
