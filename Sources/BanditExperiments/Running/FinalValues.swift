public import ClusterBandit

/// What every replication of an experiment ended with: all that a paired comparison needs.
///
/// It comes from a run or from a saved result; both give the same value.
public struct FinalValues: Sendable, Equatable {
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
  /// The version of the streams.
  public let streams: Int
  /// One for each environment and policy, environments in the order of the file.
  public let rows: [Row]

  /// One policy on one environment.
  public struct Row: Sendable, Equatable {
    /// The environment's label.
    public let environment: String
    /// The policy's label.
    public let policy: String
    /// T.
    public let horizon: Int
    /// Every metric at the horizon by replication.
    public let values: [Metric: [Double]]

    /// Creates a row.
    public init(environment: String, policy: String, horizon: Int, values: [Metric: [Double]]) {
      self.environment = environment
      self.policy = policy
      self.horizon = horizon
      self.values = values
    }
  }

  /// Creates the values of an experiment.
  public init(
    name: String, title: String, seed: UInt64, horizon: Int, replications: Int, streams: Int,
    rows: [Row]
  ) {
    self.name = name
    self.title = title
    self.seed = seed
    self.horizon = horizon
    self.replications = replications
    self.streams = streams
    self.rows = rows
  }

  /// The values of a result.
  public init(_ result: ExperimentResult) {
    self.init(
      name: result.name, title: result.title, seed: result.seed, horizon: result.horizon,
      replications: result.replications, streams: result.streams,
      rows: result.cells.map {
        Row(
          environment: $0.environment, policy: $0.policy, horizon: $0.horizon, values: $0.values)
      })
  }
}
