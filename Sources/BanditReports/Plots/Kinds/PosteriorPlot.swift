import BanditExperiments
import BanditFigures
import ClusterBandit
import Randomness

extension PlotKind {
  /// What a policy believes of the arms' means as a run goes on.
  public static let posterior = PlotKind(
    "posterior", "densities of the arms' posteriors in one run, colored by cluster, at some rounds",
    need: .problem
  ) { request in
    try PosteriorPlot(request).figure
  }
}

/// Densities of the posteriors of one policy, a panel for each round at which they are asked for.
struct PosteriorPlot {
  private static let mostArms = 30
  /// The most densities that are filled; more would hide one another.
  private static let mostFilled = 12
  /// The most arms of clusters that are named; more names would find no room.
  private static let mostNamed = 12

  let figure: Figure

  init(_ request: PlotRequest) throws {
    let environment = try PlayedEnvironment(request, kind: "posterior")
    let moments = try Self.moments(request, environment.rounds)
    let instance = environment.replication.instance
    let run = try Self.run(environment, moments, request)
    let shown = run.mostPulled(Self.mostArms)
    let densities = run.beliefs.map { moment in
      shown.map { arm in
        moment.arms[arm]?.posterior.flatMap {
          PosteriorDensity($0, isBinary: instance.rewards.isBinary)
        }
      }
    }
    let axis = ArmAxis(instance)
    let named = axis.hasClusters ? Set(run.mostPulled(Self.mostNamed)) : []
    let ends = PosteriorDensity.range(densities.joined().compactMap(\.self))
    let panels = zip(run.beliefs, densities).map { moment, densities in
      Panel(
        "after \(moment.round.grouped) \(moment.round == 1 ? "round" : "rounds")",
        x: Axis("mean of an arm", domain: ends), y: Axis("density", includesZero: true),
        marks: Self.marks(shown, densities, instance, axis, within: ends, named: named))
    }
    let isNormal = !instance.rewards.isBinary
    figure = Figure(
      "Posteriors of \(run.policy)",
      caption: environment.caption([
        "Ticks: the true means, colored by cluster.",
        "\(isNormal ? "Normal" : "Beta") densities of each posterior's mean and variance.",
        axis.hasClusters ? "Numbers beside curves: the arms." : nil,
        PlayedEnvironment.share(shown.count, of: instance.armCount, "arms, the most pulled ones"),
      ]), panels: panels, columns: request.columns, sharesY: false)
  }

  /// The rounds that are shown, by default four that are equally far apart in their logarithm.
  private static func moments(_ request: PlotRequest, _ rounds: Int) throws -> [Int] {
    if let late = request.moments.first(where: { $0 > rounds }) {
      throw PlotRefusal(
        "--at \(late) is after the last of \(rounds.grouped) rounds",
        "give a smaller one, or more --rounds")
    }
    guard request.moments.isEmpty else { return Set(request.moments).sorted() }
    let logarithm = Elementary.log(Double(rounds))
    return Set((1...4).map { Int(Elementary.exp(logarithm * Double($0) / 4).rounded()) }).sorted()
  }

  /// The run of the first wanted policy that has posteriors.
  private static func run(
    _ environment: PlayedEnvironment, _ moments: [Int], _ request: PlotRequest
  ) throws -> PlayedRun {
    let wanted = try environment.policies()
    for policy in wanted {
      let run = try environment.run(policy, asking: moments)
      if run.hasPosteriors { return run }
    }
    let labels = environment.problem.plan.policies.map(\.label)
    let others = try labels.indices.filter { policy in
      try !wanted.contains(policy) && environment.problem.policies[policy].isWatchable
        && PlayedRun(
          environment.problem, policy: policy, environment.replication,
          rounds: min(environment.clustering.armCount, environment.rounds),
          asking: [min(environment.clustering.armCount, environment.rounds)],
          control: request.control
        ).hasPosteriors
    }.map { "'\(labels[$0])'" }
    throw PlotRefusal(
      "\(wanted.map { "'\(labels[$0])'" }.joined(separator: ", ")) "
        + "\(wanted.count == 1 ? "keeps" : "keep") no posterior of single arms",
      others.isEmpty
        ? "policies that do are of the kinds thompson, bayes-ucb, tsc, ts-max and those on a model"
        : "\(others.joined(separator: ", ")) of this experiment "
          + "\(others.count == 1 ? "does" : "do")")
  }

  private static func marks(
    _ arms: [Int], _ densities: [PosteriorDensity?], _ instance: BanditInstance, _ axis: ArmAxis,
    within ends: ClosedRange<Double>, named: Set<Int>
  ) -> [Mark] {
    // Without clusters each arm has a color of its own.
    func series(_ arm: Int) -> Int {
      axis.hasClusters ? Int(instance.clustering.clusterOfArm[arm]) : arm
    }
    func name(_ arm: Int) -> String {
      axis.hasClusters ? "cluster \(axis.clusterName(series(arm)))" : "arm \(axis.name(arm))"
    }
    var areas: [Mark] = []
    var curves: [NamedCurve] = []
    for (arm, density) in zip(arms, densities) {
      guard let curve = density?.curve(within: ends) else { continue }
      let mark =
        arms.count > mostFilled
        ? Mark.curve(Curve(name(arm), x: curve.x, y: curve.y, series: series(arm)))
        : .area(Area(name(arm), x: curve.x, upper: curve.y, series: series(arm)))
      // Arms that were pulled alike are believed alike; one of them is seen, with all their names.
      let place = areas.firstIndex(of: mark) ?? areas.count
      if place == areas.count {
        areas.append(mark)
        curves.append(NamedCurve(x: curve.x, y: curve.y))
      }
      if named.contains(arm) { curves[place].names.append(axis.name(arm)) }
    }
    let names = NamedCurve.annotations(curves, within: ends).map(Mark.annotation)
    let truths = arms.map { arm in
      Mark.rug(Rug(positions: [instance.means[arm]], series: series(arm)))
    }
    return areas + truths + names
  }
}

extension PlayedRun {
  fileprivate var hasPosteriors: Bool {
    beliefs.contains { $0.arms.contains { $0?.posterior != nil } }
  }
}
