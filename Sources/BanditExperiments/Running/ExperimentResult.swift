public import ClusterBandit

/// What an experiment measured.
public struct ExperimentResult: Sendable, Equatable {
  /// The experiment's name.
  public let name: String
  /// The experiment's title.
  public let title: String
  /// The root seed.
  public let seed: UInt64
  /// The horizon of the file or command line.
  public let horizon: Int
  /// The number of replications.
  public let replications: Int
  /// The pulls of a batch as the file says; 1 is sequential play.
  public var batch = 1
  /// The version of the streams.
  public let streams: Int
  /// One for each environment and policy, environments in the order of the file.
  public let cells: [Cell]
  /// Measured beside published means.
  public let comparisons: [Comparison]
  /// What the measurements say of claims.
  public var claims: [ClaimOutcome] = []
  /// Exact constants beside published ones.
  public var constants: [ConstantComparison] = []
  /// What factorisations met; empty where nothing is to be told.
  public var notes: [ResultNote] = []
  /// What the bits depend on besides the experiment and its seed.
  public var manifest = Manifest()

  /// One policy on one environment.
  public struct Cell: Sendable, Equatable {
    /// The environment's label.
    public let environment: String
    /// The policy's label.
    public let policy: String
    /// T.
    public let horizon: Int
    /// The rounds of the curves; the last one is T.
    public let rounds: [Int]
    /// Every metric at the horizon.
    public let final: [Metric: Summary]
    /// Every metric of ``Metric/curves`` at every round.
    public let curves: [Metric: [Moments]]
    /// Every metric at the horizon by replication.
    public let values: [Metric: [Double]]
  }
}
