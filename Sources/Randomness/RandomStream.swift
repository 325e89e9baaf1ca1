/// A stream of pseudo-random 64-bit words: the generator xoshiro256++.
///
/// State: four words, not all zero. Period: 2^256 − 1. One call of ``next()`` is one step of
///
///     output = rotl(s0 + s3, 23) + s0
///
/// followed by the linear transition of the xoshiro256 family.
///
/// Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators",
/// ACM Transactions on Mathematical Software 47 (2021), and the authors' reference code, whose
/// output for the state (1, 2, 3, 4) is a test vector here.
///
/// The raw words are frozen: they belong to version ``StreamVersion/current`` of the streams.
/// Streams are made by ``SeedTree``; giving a state directly is for tests.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  @usableFromInline var s0: UInt64
  @usableFromInline var s1: UInt64
  @usableFromInline var s2: UInt64
  @usableFromInline var s3: UInt64

  /// Creates a stream from the generator's raw state.
  ///
  /// The all-zero state is the one fixed point of the generator; it is replaced by (1, 0, 0, 0)
  /// so that every argument gives a usable stream.
  @inlinable
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    let isFixedPoint = state.0 | state.1 | state.2 | state.3 == 0
    s0 = isFixedPoint ? 1 : state.0
    s1 = state.1
    s2 = state.2
    s3 = state.3
  }

  /// The next 64 random bits.
  ///
  /// O(1), about a nanosecond.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let output = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let shifted = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 &<< 45) | (s3 &>> 19)
    return output
  }
}

/// The version of the raw streams that every result names.
///
/// Two results with the same seed can be compared word for word only if their versions agree.
/// The version rises when the generator, the seed tree or the way a distribution consumes words
/// changes, and when a policy draws other words for the same law.
public enum StreamVersion {
  /// The version that this build draws.
  public static let current = 3
}
