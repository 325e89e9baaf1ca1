public import ClusterBandit
import Randomness

/// What is to be run, as an inert value: it can be stored, compared, hashed and sent to another
/// machine.
///
/// A plan is resolved: sweeps are expanded, defaults filled in. It knows kinds and arguments by
/// name only; what is played is derived from it with catalogues, see ``Experiment``.
public struct Plan: Sendable, Hashable, Codable {
  /// The name, under which results are filed; it changes no number.
  public var name: String
  /// One line for tables.
  public var title: String
  /// The root seed.
  public var seed: UInt64
  /// The version of the streams that are drawn.
  public var streams = StreamVersion.current
  /// The number R of replications.
  public var replications: Int
  /// The replications of a quick look at the study.
  public var quickReplications: Int
  /// Which rounds of a replication are kept.
  public var checkpoints = Checkpoints()
  /// Whether the evidence for the clusters is kept, see `Metric/logBayesFactor`; nil is no.
  public var evidence: Bool?
  /// α of `Metric/discountedReward` and `Metric/discountedRegret`; nil where they are not kept.
  public var discount: Double?
  /// Whether `Metric/adjustedRegret` is kept; nil is no.
  public var controlVariates: Bool?
  /// Which arm is recommended at the checkpoints, see `Metric/simpleRegret`; nil is none.
  public var recommend: Recommendation?
  /// One problem for each environment and combination of swept values.
  public var problems: [Problem]
  /// What the results are compared with.
  public var targets: [Target] = []
  /// The data files that arguments name, with the hashes of what was read.
  public var files: [DataFile] = []

  /// An environment at a horizon with the policies that play it.
  public struct Problem: Sendable, Hashable, Codable {
    /// The environment's label; unique in the plan.
    public var label: String
    /// The environment.
    public var environment: Component
    /// Which labels are permuted: all of them in the control.
    public var permutation = LabelPermutation.none
    /// T.
    public var horizon: Int
    /// B, the pulls that are chosen from one state; 1 is sequential play.
    public var batch = 1
    /// The swept values that made this problem.
    public var swept: [SweptValue] = []
    /// The policies.
    public var policies: [Policy]

    private enum CodingKeys: String, CodingKey {
      case label, environment
      case permutation = "permute_labels"
      case horizon, batch, swept, policies
    }

    /// A problem; see the properties.
    public init(
      label: String, environment: Component, permutation: LabelPermutation = .none, horizon: Int,
      batch: Int = 1, swept: [SweptValue] = [], policies: [Policy]
    ) {
      self.label = label
      self.environment = environment
      self.permutation = permutation
      self.horizon = horizon
      self.batch = batch
      self.swept = swept
      self.policies = policies
    }
  }

  /// A policy of a problem.
  public struct Policy: Sendable, Hashable, Codable {
    /// The policy's label; unique in its problem.
    public var label: String
    /// The policy.
    public var component: Component
    /// The swept values that made this policy.
    public var swept: [SweptValue] = []

    private enum CodingKeys: String, CodingKey {
      case label
      case component = "policy"
      case swept
    }

    /// A policy; by default its label is its kind.
    public init(_ component: Component, label: String? = nil, swept: [SweptValue] = []) {
      self.label = label ?? component.kind
      self.component = component
      self.swept = swept
    }
  }

  /// A kind of policy or environment with its arguments.
  public struct Component: Sendable, Hashable {
    /// The name of the family.
    public var kind: String
    /// Arguments by the names of their parameters; what is absent has its default.
    public var arguments: [String: PlanValue]

    /// A kind with arguments.
    public init(_ kind: String, _ arguments: [String: PlanValue] = [:]) {
      self.kind = kind
      self.arguments = arguments
    }
  }

  /// A value that a sweep put somewhere.
  public struct SweptValue: Sendable, Hashable, Codable {
    /// The path as the file writes it, such as `environment.cohesion`: the name of a column.
    public var path: String
    /// The value.
    public var value: PlanValue

    /// A value of a path.
    public init(path: String, value: PlanValue) {
      self.path = path
      self.value = value
    }
  }

  /// A file that was read.
  public struct DataFile: Sendable, Hashable, Codable {
    /// The name as the arguments give it.
    public var name: String
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public var sha256: String

    /// A file.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, title, seed, streams, replications
    case quickReplications = "quick_replications"
    case checkpoints, evidence, discount
    case controlVariates = "control_variates"
    case recommend, problems, targets, files
  }

  /// A plan; see the properties.
  ///
  /// - Parameters:
  ///   - name: what tables and files call it.
  ///   - title: the heading of its tables.
  ///   - seed: the root seed.
  ///   - replications: how often each problem is played.
  ///   - quickReplications: by default a tenth of the replications, at least 10 or all.
  ///   - checkpoints: which rounds the curves have.
  ///   - problems: what is played.
  ///   - targets: what results are compared with.
  ///   - files: the data files, by the names that the plan has for them.
  public init(
    name: String, title: String? = nil, seed: UInt64 = 0, replications: Int = 100,
    quickReplications: Int? = nil, checkpoints: Checkpoints = Checkpoints(),
    problems: [Problem], targets: [Target] = [], files: [DataFile] = []
  ) {
    self.name = name
    self.title = title ?? name
    self.seed = seed
    self.replications = replications
    self.quickReplications = min(
      replications, quickReplications ?? Plan.usualQuickReplications(of: replications))
    self.checkpoints = checkpoints
    self.problems = problems
    self.targets = targets
    self.files = files
  }
}

extension Plan {
  /// The rounds of a problem's curves, ascending and ending with its horizon: the checkpoints, and
  /// the rounds of targets.
  public func rounds(of problem: Problem) -> [Int] {
    checkpoints.rounds(
      horizon: problem.horizon,
      extra: targets.compactMap {
        $0.mean.flatMap { $0.environment == problem.label ? $0.round : nil }
      })
  }

  /// The paths of all sweeps in the order in which rows show them: of problems, then of policies.
  public var sweptPaths: [String] {
    var seen: Set<String> = []
    return (problems.flatMap(\.swept) + problems.flatMap(\.policies).flatMap(\.swept))
      .map(\.path).filter { seen.insert($0).inserted }
  }

  /// The paths of all sweeps of several plans, each once.
  public static func sweptPaths(of plans: [Plan]) -> [String] {
    var seen: Set<String> = []
    return plans.flatMap(\.sweptPaths).filter { seen.insert($0).inserted }
  }

  /// True if some of its checks need standard errors, which two replications are the least to have.
  public var needsSpread: Bool { targets.contains { $0.kind != .constant } }

  /// True if there is something to compare with.
  public var isStudy: Bool { !targets.isEmpty }

  /// The replications of a quick look where a file does not say: a tenth, at least 10 or all.
  static func usualQuickReplications(of replications: Int) -> Int {
    min(replications, max(10, replications / 10))
  }

  /// The pulls of all replications.
  public var pulls: Double {
    problems.reduce(0.0) { $0 + Double($1.horizon) * Double($1.policies.count) }
      * Double(replications)
  }

  /// The horizon, or the smallest and largest where problems differ; as people write it.
  var horizonText: String {
    let horizons = problems.map(\.horizon)
    guard let least = horizons.min(), let most = horizons.max() else { return "0" }
    return least == most ? grouped(most) : "\(grouped(least)) to \(grouped(most))"
  }

  /// The batch of all problems, or nil where they differ.
  var commonBatch: Int? {
    let batches = Set(problems.map(\.batch))
    return batches.count == 1 ? batches.first : nil
  }
}

/// Values that a command line puts in place of a file's.
public struct PlanOverrides: Sendable {
  /// The number of replications.
  public var replications: Int?
  /// The horizon of every problem.
  public var horizon: Int?
  /// The root seed.
  public var seed: UInt64?

  /// No overrides, or the given ones.
  public init(replications: Int? = nil, horizon: Int? = nil, seed: UInt64? = nil) {
    self.replications = replications
    self.horizon = horizon
    self.seed = seed
  }
}
