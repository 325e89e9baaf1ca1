public import ClusterBandit

/// Policies on a problem, without a file: the experiment of a script.
///
///     let instance = BanditInstance(
///       means: [0.9, 0.1, 0.8, 0.2], clusters: [[0, 2], [1, 3]], rewards: .bernoulli)
///     let result = try Simulation(
///       instance, policies: [.ucb(c: 0.5), .tsc(), .custom("mine") { MyPolicy($0) }],
///       horizon: 5_000, replications: 1_000, seed: 1).run()
///     print(result.regret("mine").mean, result.compare("mine", with: "tsc").interval)
///
/// Its numbers are those of an experiment file with the same seed, problem and policies; ``plan``
/// is what such a file would stand for.
public struct Simulation: Sendable {
  /// What is run.
  public private(set) var plan: Plan
  private let catalogues: Catalogues
  /// Kinds that stand for two policies: one's own and another.
  private let ambiguousKinds: [String]

  /// A simulation on a fixed instance.
  public init(
    _ instance: BanditInstance, policies: [Policy], horizon: Int, replications: Int = 100,
    seed: UInt64 = 0, batch: Int = 1, checkpoints: Checkpoints = Checkpoints(),
    name: String = "simulation"
  ) {
    self.init(
      .instance(instance), policies: policies, horizon: horizon, replications: replications,
      seed: seed, batch: batch, checkpoints: checkpoints, name: name)
  }

  /// A simulation in an environment that draws an instance for every replication.
  ///
  /// - Parameters:
  ///   - environment: draws the instances.
  ///   - policies: their labels must differ.
  ///   - horizon: T, the rounds of a replication.
  ///   - replications: how many instances are played.
  ///   - seed: the root seed.
  ///   - batch: B, the pulls that are chosen from one state.
  ///   - checkpoints: which rounds the curves have.
  ///   - name: what tables and files call it.
  public init(
    _ environment: Environment, policies: [Policy], horizon: Int, replications: Int = 100,
    seed: UInt64 = 0, batch: Int = 1, checkpoints: Checkpoints = Checkpoints(),
    name: String = "simulation"
  ) {
    plan = Plan(
      name: name, seed: seed, replications: replications, checkpoints: checkpoints,
      problems: [
        Plan.Problem(
          label: environment.label, environment: environment.component,
          permutation: environment.permutation, horizon: horizon, batch: batch,
          policies: policies.map { Plan.Policy($0.component, label: $0.label) })
      ])
    let own = policies.compactMap(\.family?.name)
    let others = policies.filter { $0.family == nil }.map(\.component.kind)
    ambiguousKinds = own.enumerated().filter { place, name in
      own[..<place].contains(name) || others.contains(name)
    }.map(\.element)
    catalogues = Catalogues.standard.adding(
      policies: policies.compactMap(\.family), environments: [environment.family].compactMap(\.self)
    )
  }

  /// The simulation that keeps the simple regret and the error of the arm that is recommended.
  public func recommending(_ recommendation: Recommendation) -> Simulation {
    var simulation = self
    simulation.plan.recommend = recommendation
    return simulation
  }

  /// The simulation that keeps the adjusted regret: the mean of the pseudo-regret with a smaller
  /// standard error; see `Metric/adjustedRegret`.
  public func withControlVariates() -> Simulation {
    var simulation = self
    simulation.plan.controlVariates = true
    return simulation
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - jobs: workers, by default one for each core; results do not depend on it.
  ///   - control: watches and cancels the run, whose result is then partial.
  /// - Throws: ``InvalidInput`` with all that is wrong with arguments, labels and numbers, or
  ///   ``InsufficientMemory``.
  public func run(jobs: Int? = nil, control: RunControl = RunControl()) throws -> ResultSet {
    try experiment().run(jobs: jobs, control: control)
  }

  /// What is played.
  public func experiment() throws(InvalidInput) -> Experiment {
    try plan.checkShape()
    if let kind = ambiguousKinds.first {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: plan.name, line: 1, column: 1),
          "two policies are of the kind \(kind.quoted), and one of them is your own",
          at: "policies",
          hint: "give .custom another name; .labeled(\"…\") says what tables call it")
      ])
    }
    return try Experiment(plan, catalogues: catalogues)
  }
}

extension Simulation {
  /// An environment of a simulation.
  public struct Environment: Sendable {
    let label: String
    let component: Plan.Component
    var permutation = LabelPermutation.none
    var family: EnvironmentFamily?

    /// A kind of a catalogue with arguments as in an experiment file.
    public static func kind(
      _ kind: String, _ arguments: [String: PlanValue] = [:], label: String? = nil
    ) -> Environment {
      Environment(label: label ?? kind, component: Plan.Component(kind, arguments))
    }

    /// 0/1 arms with given probabilities, by arm number, in clusters of arm numbers; without
    /// clusters arms are independent.
    public static func bernoulli(means: [Double], clusters: [[Int]]? = nil) -> Environment {
      kind("bernoulli", fixed(means, clusters))
    }

    /// Normal arms with given means and one standard deviation.
    public static func gaussian(
      means: [Double], standardDeviation: Double, clusters: [[Int]]? = nil
    ) -> Environment {
      kind(
        "gaussian",
        fixed(means, clusters).merging(["standard-deviation": .number(standardDeviation)]) { $1 })
    }

    /// A fixed instance.
    ///
    /// It stands in the plan as `bernoulli` or `gaussian` where one of these says all of it; an
    /// instance with a tree, contexts, a prior or functions of a parameter is played as it is, in a
    /// kind of its own that other programs do not know.
    public static func instance(_ instance: BanditInstance, label: String? = nil) -> Environment {
      let clustering = instance.clustering
      let listed = clustering.listed ?? Array(0..<clustering.armCount)
      var means = Array(repeating: 0.0, count: clustering.armCount)
      for (place, arm) in listed.enumerated() { means[arm] = instance.means[place] }
      let clusters = (0..<clustering.clusterCount).map { cluster in
        clustering.arms(of: cluster).map { listed[$0] }
      }
      let isPlain =
        instance.hierarchy == nil && instance.contextual == nil && instance.prior == nil
        && instance.sharedParameter == nil && !instance.hasOwnRewards && !instance.hasMortalArms
      var environment: Environment
      switch instance.rewards {
      case .bernoulli where isPlain:
        environment = bernoulli(means: means, clusters: clusters)
      case .gaussian(let deviation) where isPlain:
        environment = gaussian(
          means: means, standardDeviation: deviation, clusters: clusters)
      default:
        return custom(label ?? "instance", FixedArms(instance))
      }
      if let label {
        environment = .kind(
          environment.component.kind, environment.component.arguments, label: label)
      }
      return environment
    }

    /// An environment of one's own.
    public static func custom(
      _ label: String, _ environment: any ClusterBandit.Environment
    ) -> Environment {
      Environment(
        label: label, component: Plan.Component(label),
        family: EnvironmentFamily(
          name: label, summary: "an environment of a script", parameters: []
        ) {
          _ in .success(environment)
        })
    }

    /// The same environment with labels permuted: the control in which clusters say nothing.
    public var permuted: Environment {
      var control = Environment(label: label + ", permuted", component: component, family: family)
      control.permutation = .all
      return control
    }

    private static func fixed(_ means: [Double], _ clusters: [[Int]]?) -> [String: PlanValue] {
      var arguments: [String: PlanValue] = ["means": .list(means.map { .number($0) })]
      if let clusters {
        arguments["clusters"] = .list(clusters.map { .list($0.map { .number(Double($0)) }) })
      }
      return arguments
    }
  }
}
