/// SipHash-2-4, the keyed 64-bit hash behind the seed tree.
///
/// It is a pseudo-random function of its message for every key, so streams whose paths differ in
/// one bit share nothing, whatever small integers a user picks as seeds.
///
/// Source: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF",
/// INDOCRYPT 2012; the 64-bit test vectors of its reference code are tests here.
struct SipHash {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  private init(key: (UInt64, UInt64)) {
    // The four initial constants spell "somepseudorandomlygeneratedbytes".
    v0 = key.0 ^ 0x736f_6d65_7073_6575
    v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    v2 = key.0 ^ 0x6c79_6765_6e65_7261
    v3 = key.1 ^ 0x7465_6462_7974_6573
  }

  /// The hash of `message` under `key`.
  ///
  /// O(length).
  static func hash(_ message: [UInt8], key: (UInt64, UInt64)) -> UInt64 {
    var state = SipHash(key: key)
    var word: UInt64 = 0
    for (position, byte) in message.enumerated() {
      word |= UInt64(byte) << UInt64(8 * (position % 8))
      if position % 8 == 7 {
        state.absorb(word)
        word = 0
      }
    }
    // The last word carries the length modulo 256 in its top byte.
    state.absorb(word | UInt64(message.count % 256) << 56)
    return state.finish()
  }

  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func finish() -> UInt64 {
    v2 ^= 0xff
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func round() {
    v0 &+= v1
    v1 = rotate(v1, 13) ^ v0
    v0 = rotate(v0, 32)
    v2 &+= v3
    v3 = rotate(v3, 16) ^ v2
    v0 &+= v3
    v3 = rotate(v3, 21) ^ v0
    v2 &+= v1
    v1 = rotate(v1, 17) ^ v2
    v2 = rotate(v2, 32)
  }

  private func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word << bits | word >> (64 - bits)
  }
}
