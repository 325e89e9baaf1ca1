public import Randomness

/// Pulls a uniformly random arm each round: the baseline that learns nothing.
///
/// Draws one index.
public struct UniformRandom: Policy, ~Copyable {
  private let armCount: Int

  /// The policy over all arms of the setting.
  public init(setting: PolicySetting) { armCount = setting.armCount }

  /// A uniform arm.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    stream.nextIndex(below: armCount)
  }

  /// Learns nothing.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {}
}

/// Pulls an optimal arm each round: it knows the means.
///
/// Draws nothing; its regret is 0.
public struct OraclePolicy: Policy, ~Copyable {
  private let best: Int

  /// The policy that knows the setting's oracle.
  public init(setting: PolicySetting) { best = setting.oracle.arm }

  /// The oracle's arm.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { best }

  /// Learns nothing.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {}
}
