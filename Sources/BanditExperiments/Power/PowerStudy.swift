import ClusterBandit
public import Foundation

/// Which plausible mistakes a study's targets would notice.
///
/// A reproduction that a wrong program passes is no reproduction: every mutation of the plan is
/// played with the same seeds and held against the targets of the right one. It is played only
/// until it is noticed: first with the few replications of a quick look, and the cells that it
/// changes one after the other, those of the fewest rounds times arms first; then, if nothing has
/// noticed it, with all replications. A claim counts when every cell of it that the mutation
/// changes has been played.
///
/// A check counts with the replications with which it passes for the right plan: whether it does
/// with all of them is for ``JointCheck`` and the study itself to say.
///
/// One that moves no value of any replication of a quick look is taken to change no result.
public struct PowerStudy: Sendable {
  /// The study.
  public let subject: ReportSubject
  /// Whether some check of a cell that a mutation changes passes with the right plan: else nothing
  /// can notice anything.
  public let hasPassingChecks: Bool
  /// The numbers of replications that mutations were played with, ascending.
  public let sizes: [Int]
  /// All mutations by their texts, those among them that were not drawn or cannot be played.
  public let mistakes: Set<String>
  /// What became of each mutation, in the order in which they were made.
  public let outcomes: [Outcome]

  /// A mutation that was played.
  public struct Outcome: Sendable {
    /// What changed.
    public let text: String
    /// What kind of mistake it is.
    public let kind: Mutation.Kind
    /// Whether a check that passes for the right plan does not pass for this one.
    public let isNoticed: Bool
    /// The clearest of the checks that notice it; nil if there is none.
    ///
    /// Of one that survives, the clearest of those that pass for the right plan.
    public let clearest: Check?
    /// How many checks of the cells that were played notice it.
    public let count: Int
    /// With how many replications this was found.
    public let replications: Int
    /// Whether every replication of every policy ended as with the right plan: there is nothing to
    /// notice.
    public let isHarmless: Bool

    /// Whether something could notice it and nothing did.
    public var survives: Bool { !isNoticed && !isHarmless }
  }

  /// The mutations that something could notice and nothing did.
  public var survivors: [String] { outcomes.filter(\.survives).map(\.text) }

  /// Plays a study and its mutations.
  ///
  /// Those that cannot be played, for want of a valid argument, are left out. Results do not depend
  /// on the number of workers.
  ///
  /// - Parameters:
  ///   - experiment: with the replications that it is to be played with.
  ///   - catalogues: the kinds that may stand in for another.
  ///   - folder: what the plan's data files are relative to.
  ///   - draw: which mutations are tried.
  ///   - workers: how many are played at once.
  ///   - run: plays an experiment, on one thread.
  ///   - hears: is told of every mutation before it is played, from any thread.
  public init(
    _ experiment: Experiment, catalogues: Catalogues = .standard, folder: URL,
    draw: PowerDraw = PowerDraw(), workers: Int = 1,
    run: @escaping @Sendable (Experiment) throws -> ResultSet,
    hears: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    let plan = experiment.plan
    subject = ReportSubject(plan)
    sizes = Set([plan.quickReplications, plan.replications]).sorted()
    let all = Mutation.all(of: experiment, catalogues)
    mistakes = Set(all.map(\.text))
    let board = PowerBoard(experiment, catalogues: catalogues, folder: folder, run: run)
    var open = all.enumerated().filter { draw.includes($0.element.text, of: plan.name) }.map {
      (number: $0.offset, mutation: $0.element)
    }
    var found: [Int: Outcome] = [:]
    var hasPassing = false
    for size in sizes {
      let right = try board.right(
        for: open.map(\.mutation), replications: size, workers: workers)
      hasPassing = hasPassing || right.hasPassingChecks
      let isLast = size == sizes.last
      let played = try ParallelMap.values(of: open, workers: workers) { number, mutation in
        hears(mutation.text)
        return try board.outcome(of: mutation, against: right, isLast: isLast)
      }
      var left: [(number: Int, mutation: Mutation)] = []
      for (one, outcome) in zip(open, played) {
        guard let outcome else { continue }
        found[one.number] = outcome
        if outcome.survives { left.append(one) }
      }
      open = left
      if open.isEmpty { break }
    }
    hasPassingChecks = hasPassing
    outcomes = found.sorted { $0.key < $1.key }.map(\.value)
  }
}
