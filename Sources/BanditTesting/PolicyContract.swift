public import ClusterBandit
import Randomness

/// What everything else relies on in a policy, tried on sample problems.
///
/// In a test of one's own:
///
///     #expect(PolicyContract(MyPolicy.family).violations().isEmpty)
///
/// Every arguments are played on every sample problem that `PolicyFamily/allProblems(_:_:)` lets
/// them: one arm, one cluster, every arm a cluster, ties everywhere, 0/1 and Gaussian rewards, with
/// a prior and without, contexts. A trap ends the process, as it would end an experiment.
public struct PolicyContract: Sendable {
  /// What a policy promises.
  public enum Clause: String, CaseIterable, Sendable {
    /// Names are in kebab-case and unique, the summary is one line, every parameter has a meaning,
    /// and every default is a value of its parameter's type.
    case parameters
    /// What the family refuses it refuses with a message, a hint and the path of a parameter of its
    /// own; and it refuses what was said to be refused.
    case refusals
    /// With its defaults it plays at least one of the sample problems.
    case playable
    /// It chooses arms, numbers in 0 ..< N, also in batches.
    case range
    /// The same seed gives the same pulls, also when another replication was played in between: the
    /// policy draws from the stream that it is handed and shares nothing with other replications.
    case repeatable
    /// Another replication of the same experiment is another run.
    case replications
    /// The t-th reward is paid from the t-th draw of the reward stream: choices never draw from it,
    /// so that policies can be compared pull by pull.
    case commonRewards = "common-rewards"
    /// A batch of one pull is a pull: choosing and learning in batches of one pulls the same arms
    /// as `Policy/selectArm(round:using:)` and `Policy/update(arm:reward:)`.
    case batchOfOne = "batch-of-one"
    /// The length of the shared tables never shows: beyond them the same values are computed.
    case tables
    /// What it says of an arm is true: all pulls are counted, an observed mean is the mean of what
    /// was observed and absent before the first pull, nothing is infinite or NaN. A policy may say
    /// nothing, but then of no arm.
    case beliefs
    /// It pulls every arm sooner or later: within 1500 rounds, of seven arms of almost equal means.
    ///
    /// To be waived by a policy that stops exploring on purpose.
    case exploration
    /// Other names for the arms and the clusters change nothing in law: the first and the last of
    /// twelve choices are compared over 300 plays.
    ///
    /// To be waived by a policy that goes through the arms in their order.
    case relabelling
  }

  private let family: PolicyFamily
  private let arguments: [Arguments]
  private let refusing: [ExpectedRefusal]
  private let waived: Set<Clause>
  private let seed: UInt64

  /// The contract of a family.
  ///
  /// - Parameters:
  ///   - family: the kind that is checked.
  ///   - arguments: what is tried; by default ``SampleArguments/variations(of:)``. The first of
  ///     them are those that exploration and relabelling are looked at with.
  ///   - refusing: what must be refused on every problem.
  ///   - waived: clauses that this policy does not promise.
  ///   - seed: the root of the seed tree of all plays.
  public init(
    _ family: PolicyFamily, arguments: [Arguments]? = nil, refusing: [ExpectedRefusal] = [],
    waiving waived: Set<Clause> = [], seed: UInt64 = 1
  ) {
    self.family = family
    self.arguments = arguments ?? SampleArguments.variations(of: family.parameters)
    self.refusing = refusing
    self.waived = waived
    self.seed = seed
  }

  /// The clauses that do not hold, with the cases in which they do not; empty if all is well.
  public func violations() -> [ContractViolation] { report().violations }

  /// Looks at every clause in every case.
  public func report() -> ContractReport {
    var examination = Examination(waiving: waived, seed: seed)
    examination.check(.parameters, of: family.name) {
      ParameterChecks.complaint(
        name: family.name, summary: family.summary, family.parameters)
    }
    for refusal in refusing { check(refusal, &examination) }
    for (index, arguments) in arguments.enumerated() { check(arguments, index, &examination) }
    // Many replications tell nothing of a policy that does not even play one as it should.
    let plays = [Clause.range, .repeatable, .replications].allSatisfy(examination.holds)
    if plays, let first = arguments.first {
      PolicyLaws(family: family, arguments: first, seed: seed).check(&examination)
    }
    return examination.report
  }

  private func check(_ refusal: ExpectedRefusal, _ examination: inout Examination<Clause>) {
    let arguments = Arguments(refusal.values, defaultsOf: family.parameters)
    for problem in SampleProblem.all
    where (problem.shape.rewards.contextDimension > 0) == (family.context == .required) {
      examination.check(.refusals, of: subject(arguments, problem)) {
        refusal.complaint(family.allProblems(arguments, problem.shape))
      }
    }
  }

  private func subject(_ arguments: Arguments, _ problem: SampleProblem) -> String {
    "\(family.name)\(SampleArguments.describe(arguments)) on \(problem)"
  }

  private func check(
    _ arguments: Arguments, _ index: Int, _ examination: inout Examination<Clause>
  ) {
    var played = 0
    for problem in SampleProblem.all {
      let problems = family.allProblems(arguments, problem.shape)
      examination.check(.refusals, of: subject(arguments, problem)) {
        ParameterChecks.complaint(problems, family.parameters)
      }
      guard problems.isEmpty else { continue }
      played += 1
      PolicyPlays(
        policy: family.prepare(arguments, problem.instance.rewards), problem: problem,
        subject: subject(arguments, problem), seed: seed
      ).check(&examination)
    }
    if played == 0 {
      examination.report.refused.append(family.name + SampleArguments.describe(arguments))
    }
    guard index == 0 else { return }
    examination.check(.playable, of: family.name + SampleArguments.describe(arguments)) {
      played > 0 ? nil : "every sample problem is refused"
    }
  }
}
