import Randomness

/// The gamma samplers of the arms of a cluster on one side, successes or failures: one for each
/// number of them, for a prior's parameter is common to all.
///
/// 36 bytes an arm of the largest cluster.
struct SiblingGammas: ~Copyable {
  /// A count, and what a draw with the parameter count + prior is prepared with.
  struct Sampler: BitwiseCopyable, Sendable {
    var count = 0.0
    /// The parameter of the Beta distribution.
    var shape = 1.0
    /// The constants of the gamma sampler, of one more where the parameter is below 1.
    var gamma = GammaShape(shape: 1)
  }

  /// How many samplers are looked at to find one of equal count.
  private static let mostCompared = 16

  private var samplers: AlignedBuffer<Sampler>
  private var samplerCount = 0
  /// The place of an arm's sampler.
  private var places: AlignedBuffer<Int32>

  /// Room for clusters of up to `capacity` arms.
  init(capacity: Int) {
    samplers = AlignedBuffer(repeating: Sampler(), count: capacity)
    places = AlignedBuffer(repeating: 0, count: capacity)
  }

  /// Begins with no arm.
  mutating func begin() { samplerCount = 0 }

  /// Takes the next arm of the cluster, and its count.
  mutating func enter(_ arm: Int, _ count: Double) {
    var place = max(0, samplerCount - Self.mostCompared)
    while place < samplerCount, samplers[place].count != count { place += 1 }
    if place == samplerCount {
      samplers[place].count = count
      samplerCount += 1
    }
    places[arm] = Int32(truncatingIfNeeded: place)
  }

  /// Works out all samplers under a prior's parameter.
  @inline(__always)
  mutating func prepare(_ prior: Double) {
    for place in 0..<samplerCount {
      let shape = prior + samplers[place].count
      samplers[place].shape = shape
      samplers[place].gamma = GammaShape(shape: shape + (shape < 1 ? 1 : 0))
    }
  }

  /// The sampler of an arm.
  @inline(__always)
  func sampler(_ arm: Int) -> Sampler { samplers[Int(places[arm])] }
}
