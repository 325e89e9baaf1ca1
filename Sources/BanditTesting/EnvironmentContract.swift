public import ClusterBandit
import Randomness

/// What everything else relies on in an environment.
///
///     #expect(EnvironmentContract(MyEnvironment.family).violations().isEmpty)
///
/// Every arguments that the family accepts draw a few instances. Instances of more than 5000 arms
/// are not drawn.
public struct EnvironmentContract: Sendable {
  /// What an environment promises.
  public enum Clause: String, CaseIterable, Sendable {
    /// Names are in kebab-case and unique, the summary is one line, every parameter has a meaning,
    /// and every default is a value of its parameter's type.
    case parameters
    /// What the family refuses it refuses with a message, a hint and the path of a parameter of its
    /// own, and at least one problem; and it refuses what was said to be refused.
    case refusals
    /// With its defaults it makes an environment.
    case playable
    /// The same instance stream gives the same instance, also from another environment of the same
    /// arguments and after other instances: all that is drawn is drawn from the stream.
    case repeatable
    /// An environment that says that it `Environment/isFixed` has one instance in all replications.
    case fixed
    /// Instances have the arms, the rewards, the prior and the functions of a parameter that the
    /// shape promises, and at most as many clusters.
    case shape
    /// Rewards can be drawn: a standard deviation is finite and not negative, parameters of arms
    /// are finite where a context decides.
    ///
    /// A mean that is not finite, or not in [0, 1] where rewards are 0 or 1, stops the program as
    /// soon as the instance is made.
    case rewards
    /// The clusters partition the arms, and the numbers that a user gave them, where they are kept,
    /// are those of the arms, each once.
    case partition
  }

  private let family: EnvironmentFamily
  private let arguments: [Arguments]
  private let refusing: [ExpectedRefusal]
  private let waived: Set<Clause>
  private let seed: UInt64

  /// The contract of a family.
  ///
  /// - Parameters:
  ///   - family: the kind that is checked.
  ///   - arguments: what is tried; by default ``SampleArguments/variations(of:)``.
  ///   - refusing: what must be refused.
  ///   - waived: clauses that this environment does not promise.
  ///   - seed: the root of the seed tree of all instances.
  public init(
    _ family: EnvironmentFamily, arguments: [Arguments]? = nil, refusing: [ExpectedRefusal] = [],
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
    for refusal in refusing {
      let arguments = Arguments(refusal.values, defaultsOf: family.parameters)
      examination.check(.refusals, of: family.name + SampleArguments.describe(arguments)) {
        switch family.make(arguments) {
        case .success: refusal.complaint([])
        case .failure(let error): refusal.complaint(error.problems)
        }
      }
    }
    for (index, arguments) in arguments.enumerated() {
      check(arguments, isBase: index == 0, &examination)
    }
    return examination.report
  }

  private func check(
    _ arguments: Arguments, isBase: Bool, _ examination: inout Examination<Clause>
  ) {
    let subject = family.name + SampleArguments.describe(arguments)
    let made = family.make(arguments)
    if isBase {
      examination.check(.playable, of: subject) {
        guard case .failure(let error) = made else { return nil }
        return "refused: \(error.problems.map(\.message))"
      }
    }
    switch made {
    case .failure(let error):
      examination.report.refused.append(subject)
      examination.check(.refusals, of: subject) {
        error.problems.isEmpty
          ? "refused for no reason" : ParameterChecks.complaint(error.problems, family.parameters)
      }
    case .success(let environment):
      guard environment.shape.armCount <= 5000 else { return }
      check(environment, arguments, subject, &examination)
    }
  }

  private func check(
    _ environment: any Environment, _ arguments: Arguments, _ subject: String,
    _ examination: inout Examination<Clause>
  ) {
    for number in 0..<3 as Range<UInt64> {
      let subject = "\(subject), replication \(number)"
      let instance = draw(environment, number)
      examination.check(.repeatable, of: subject) {
        _ = draw(environment, number + 1)
        if !isSame(draw(environment, number), instance) { return "drawn again, it is another" }
        guard case .success(let other) = family.make(arguments) else { return "made only once" }
        return isSame(draw(other, number), instance) ? nil : "made again, it draws another"
      }
      // Another instance than the last may be one that cannot be drawn twice.
      if environment.isFixed, examination.holds(.repeatable) {
        examination.check(.fixed, of: subject) {
          isSame(draw(environment, number + 1), instance)
            ? nil : "another replication has another instance"
        }
      }
      examination.check(.shape, of: subject) { misshapen(instance, environment.shape) }
      examination.check(.rewards, of: subject) { improper(instance) }
      examination.check(.partition, of: subject) { unpartitioned(instance.clustering) }
    }
  }

  private func draw(_ environment: any Environment, _ number: UInt64) -> BanditInstance {
    var stream = SeedTree(root: seed).stream(
      replication: number, role: .instance)
    return environment.drawInstance(using: &stream)
  }

  /// Equality bit by bit, NaN being equal to itself.
  private func isSame(_ first: BanditInstance, _ second: BanditInstance) -> Bool {
    func bits(_ instance: BanditInstance) -> [UInt64] {
      (instance.means.array + (instance.contextual?.parameters.array ?? [])).map(\.bitPattern)
    }
    return bits(first) == bits(second) && first.clustering.sizes == second.clustering.sizes
      && first.clustering.listed == second.clustering.listed && first.rewards == second.rewards
  }

  private func misshapen(_ instance: BanditInstance, _ shape: ProblemShape) -> String? {
    if instance.armCount != shape.armCount {
      return "\(instance.armCount) arms instead of \(shape.armCount)"
    }
    if instance.clustering.clusterCount > shape.clusterCount {
      return "\(instance.clustering.clusterCount) clusters, at most \(shape.clusterCount) promised"
    }
    if instance.rewards != shape.rewards {
      return "rewards \(instance.rewards) instead of \(shape.rewards)"
    }
    if instance.sharedParameter != shape.sharedParameter {
      return "functions of a parameter that were not promised, or none where some were"
    }
    return (instance.prior != nil) == shape.hasGaussianPrior
      ? nil : "a prior that was not promised, or none where one was"
  }

  private func improper(_ instance: BanditInstance) -> String? {
    if case .gaussian(let deviation) = instance.rewards, !(deviation.isFinite && deviation >= 0) {
      return "a standard deviation of \(deviation)"
    }
    let parameters = instance.contextual?.parameters.array ?? []
    return parameters.allSatisfy(\.isFinite) ? nil : "an arm's parameters are not finite"
  }

  private func unpartitioned(_ clustering: Clustering) -> String? {
    let order = clustering.listed ?? Array(0..<clustering.armCount)
    let clusters = (0..<clustering.clusterCount).map { cluster in
      clustering.arms(of: cluster).filter(order.indices.contains).map { order[$0] }
    }
    let problems = Clustering.problems(in: clusters, armCount: clustering.armCount)
    return problems.first.map { "\($0)" }
  }
}
