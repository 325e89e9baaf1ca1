import ClusterBandit
public import Foundation

/// Which plausible mistakes a study's targets would notice.
///
/// A reproduction that a wrong program passes is no reproduction: every mutation of the plan is
/// played with the same seeds and held against the targets of the right one.
public struct PowerStudy: Sendable {
  /// The study.
  public let subject: ReportSubject
  /// Whether some check passes with the right plan: else nothing can notice anything.
  public let hasPassingChecks: Bool
  /// What became of each mutation, in the order in which they were made.
  public let outcomes: [Outcome]

  /// A mutation that was played.
  public struct Outcome: Sendable {
    /// What changed.
    public let text: String
    /// The check that passes for the right plan and not for this one, the clearest of them; nil if
    /// the mutation survives.
    public let noticed: Check?
    /// How many checks notice it.
    public let count: Int
    /// Whether every replication of every policy ended as with the right plan: there is nothing to
    /// notice.
    public let isHarmless: Bool
  }

  /// The mutations that something could notice and nothing did.
  public var survivors: [String] {
    outcomes.filter { $0.noticed == nil && !$0.isHarmless }.map(\.text)
  }

  /// Plays a study and its mutations; those that cannot be played, for want of a valid argument,
  /// are left out.
  ///
  /// - Parameters:
  ///   - experiment: with the replications that it is to be played with.
  ///   - folder: what the plan's data files are relative to.
  ///   - run: plays an experiment.
  ///   - hears: is told of every mutation before it is played.
  public init(
    _ experiment: Experiment, catalogues: Catalogues = .standard, folder: URL,
    run: (Experiment) throws -> ResultSet, hears: (String) -> Void = { _ in }
  ) throws {
    let right = try run(experiment)
    let passing = right.targetChecks.map { $0?.verdict.isPass ?? false }
    subject = right.subject
    hasPassingChecks = passing.contains(true)
    var outcomes: [Outcome] = []
    for mutation in Mutation.all(of: experiment, catalogues) {
      guard
        let wrong = try? Experiment(mutation.part, catalogues: catalogues, folder: folder)
      else { continue }
      hears(mutation.text)
      let played = try run(wrong)
      let checks = right.replacing(played.cells, plan: mutation.plan).targetChecks
      let failing = zip(checks, passing).compactMap { check, passed -> Check? in
        guard let check, passed, check.kind != .constant, !check.verdict.isPass else { return nil }
        return check
      }
      outcomes.append(
        Outcome(
          text: mutation.text,
          noticed: failing.max { ($0.z ?? 0).magnitude < ($1.z ?? 0).magnitude },
          count: failing.count,
          isHarmless: played.cells.allSatisfy { cell in
            right.cell(cell.environment, cell.policy)?.values == cell.values
          }))
    }
    self.outcomes = outcomes
  }
}

extension ResultSet {
  /// The result with some cells played otherwise.
  fileprivate func replacing(_ others: [Cell], plan: Plan) -> ResultSet {
    ResultSet(
      plan: plan, manifest: manifest,
      cells: cells.map { cell in
        others.first { $0.environment == cell.environment && $0.policy == cell.policy } ?? cell
      }, constants: constants, notes: [])
  }
}
