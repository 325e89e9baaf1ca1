import CCrypto

/// Hashes of contents: the one place that sees the system's libcrypto.
public enum ContentHash {
  /// The SHA-256 of some bytes, in 64 hexadecimal digits.
  ///
  /// Source: FIPS 180-4. O(n).
  public static func sha256(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest(Array(bytes)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
  }

  /// The SHA-256 of some bytes: 32 bytes.
  package static func digest(_ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256(message, message.count, &digest)
    return digest
  }
}
