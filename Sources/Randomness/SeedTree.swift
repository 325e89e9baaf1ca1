/// What a stream is drawn for; each role of a replication has a stream of its own.
///
/// The raw values are part of the streams' version: they are hashed, so they never change.
public enum StreamRole: UInt8, Sendable, CaseIterable {
  /// Draws the instance: the arms' means and the layout of the clusters.
  case instance = 0
  /// Deals arms to clusters of the same sizes, for the permuted control. It is apart from
  /// ``instance`` so that the control sees exactly the same means.
  case permutation = 1
  /// Draws the rewards: the t-th draw is the same for every policy (common random numbers).
  case reward = 2
  /// Draws what the policy decides by chance.
  case policy = 3
  /// Draws the contexts of the rounds: the t-th is the same for every policy.
  case context = 4
  /// Draws the sign patterns of permutation tests, in replication 0.
  case signFlips = 5
  /// Draws the replications of bootstrap resamples, in replication 0.
  case resampling = 6
}

/// The tree of seeds: root seed / replication / role.
///
/// A leaf is a ``RandomStream`` whose four state words are
///
///     s_j = SipHash-2-4( key = (root, "cluster-" ), message = j ‖ role ‖ replication )
///
/// with j in one byte, the role in one and the replication in eight (little endian). A leaf depends
/// on nothing else: adding a policy, an environment, a replication or a thread shifts no other
/// stream, and a name is a name.
///
/// Everything that has the same root shares its streams on purpose: the same replication of two
/// rows, or of two experiments, sees the same luck, so differences are paired.
public struct SeedTree: Sendable, Hashable {
  /// The root seed that the user chose.
  public let root: UInt64

  /// Creates the tree of a root seed.
  public init(root: UInt64) { self.root = root }

  /// The stream of one role in one replication.
  ///
  /// Draws nothing; O(1).
  public func stream(replication: UInt64, role: StreamRole) -> RandomStream {
    var message: [UInt8] = [0, role.rawValue]
    for byte in 0..<8 {
      message.append(UInt8(truncatingIfNeeded: replication >> UInt64(8 * byte)))
    }
    func word(_ index: UInt8) -> UInt64 {
      message[0] = index
      return SipHash.hash(message, key: (root, SeedTree.domain))
    }
    return RandomStream(state: (word(0), word(1), word(2), word(3)))
  }

  /// The second half of the hash key, "cluster-" in ASCII: it separates these streams from any
  /// other use of the same root seed.
  private static let domain: UInt64 = 0x2d72_6574_7375_6c63
}
