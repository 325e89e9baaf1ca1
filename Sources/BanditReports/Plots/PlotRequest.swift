public import BanditExperiments
public import ClusterBandit

/// What is to be plotted, and how it was asked for; nil and empty leave it to the kind.
public struct PlotRequest: Sendable {
  /// The plan.
  public let plan: Plan
  /// What was measured; nil where nothing was run.
  public let result: ResultSet?
  /// What is played; nil for a result whose data files are not at hand.
  public let experiment: Experiment?
  /// Times; nil where a plan is plotted.
  public let benchmarks: BenchmarkRecords?

  /// What is shown.
  public var metric: Metric?
  /// The labels of the environments; none stands for all.
  public var environments: [String] = []
  /// The labels of the policies; none stands for all.
  public var policies: [String] = []
  /// The x axis: linear or log.
  public var xScale: PlotScale?
  /// The y axis.
  public var yScale: PlotScale?
  /// What is drawn about means.
  public var band: PlotBand?
  /// How many panels stand side by side.
  public var columns: Int?
  /// The confidence level of intervals, between 0 and 1.
  public var level = 0.95
  /// The replication that is played where single runs are shown, from 0.
  public var replication = 0
  /// How many rounds are played or shown; nil for all.
  public var rounds: Int?
  /// The rounds at which something is shown.
  public var moments: [Int] = []
  /// The numbers of arms for which bounds are drawn.
  public var armCounts: [Int] = []
  /// Gives up the runs that a figure plays: ``PlotKind/figure(_:)`` then throws `CancellationError`.
  public var control = RunControl()

  /// A request for a result, with what it played where that is at hand.
  public init(_ result: ResultSet, experiment: Experiment? = nil) {
    plan = result.plan
    self.result = result
    self.experiment = experiment
    benchmarks = nil
  }

  /// A request for an experiment of which nothing was run.
  public init(_ experiment: Experiment) {
    plan = experiment.plan
    result = nil
    self.experiment = experiment
    benchmarks = nil
  }

  /// A request for times, which have no plan.
  public init(_ benchmarks: BenchmarkRecords) {
    plan = Plan(name: "bench", problems: [])
    result = nil
    experiment = nil
    self.benchmarks = benchmarks
  }
}

extension PlotRequest {
  /// Whether an environment of that label is wanted.
  public func includes(environment: String) -> Bool {
    environments.isEmpty || environments.contains(environment)
  }

  /// Whether a policy of that label is wanted.
  public func includes(policy: String) -> Bool { policies.isEmpty || policies.contains(policy) }

  /// Makes sure that the kind has what it is made of.
  func checkSubject(of kind: PlotKind) throws(PlotRefusal) {
    if (kind.need == .benchmarks) != (benchmarks != nil) {
      throw PlotRefusal(
        benchmarks == nil
          ? "'\(kind.id)' shows times, and '\(plan.name)' has none"
          : "'\(kind.id)' shows no times, and the file holds nothing else",
        "'bench growth --format json' measures what --kind growth shows")
    }
    if kind.need == .result, result == nil {
      throw PlotRefusal(
        "'\(kind.id)' shows measured values, and nothing was run", "run the experiment first")
    }
    if kind.need == .problem, experiment == nil {
      throw PlotRefusal(
        "'\(kind.id)' plays the problem itself, and its data files are not at hand",
        "give the experiment's file")
    }
  }

  /// Makes sure that the environments and policies that are asked for exist.
  func checkLabels() throws(PlotRefusal) {
    let labels = plan.problems.map(\.label)
    for name in environments where !labels.contains(name) {
      throw PlotRefusal(
        "there is no environment '\(name)'", hint(for: name, among: labels, what: "environments"))
    }
    var known: [String] = []
    for policy in plan.problems.filter({ includes(environment: $0.label) }).flatMap(\.policies)
    where !known.contains(policy.label) {
      known.append(policy.label)
    }
    for name in policies where !known.contains(name) {
      throw PlotRefusal(
        "there is no policy '\(name)'", hint(for: name, among: known, what: "policies"))
    }
  }

  /// The wanted problems of the plan, with the wanted policies.
  var problems: [Plan.Problem] {
    plan.problems.filter { includes(environment: $0.label) }.map { problem in
      var wanted = problem
      wanted.policies = problem.policies.filter { includes(policy: $0.label) }
      return wanted
    }
  }

  /// The plan with the wanted environments alone, for a run that plays nothing in vain.
  ///
  /// Environments share no random numbers that another one could shift, so what is left out
  /// changes nothing.
  public func restricted(_ plan: Plan) -> Plan {
    var restricted = plan
    restricted.problems = plan.problems.filter { includes(environment: $0.label) }
    restricted.targets = plan.targets.filter {
      guard case .published(let value) = $0 else { return false }
      return includes(environment: value.environment)
    }
    return restricted
  }
}
