import ClusterBandit
import Randomness

/// The clauses of a policy's contract that speak of many rounds or many replications.
struct PolicyLaws {
  let family: PolicyFamily
  let arguments: Arguments
  let seed: UInt64

  private static let plays: UInt64 = 300
  private static let choices = 12

  func check(_ examination: inout Examination<PolicyContract.Clause>) {
    let subject = family.name + SampleArguments.describe(arguments)
    for sizes in [[7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 3]] {
      guard let problem = almostEqual(sizes) else { continue }
      examination.check(.exploration, of: "\(subject) on \(problem)") {
        let missing = Set(0..<7).subtracting(arms(problem.instance, horizon: 1500, number: 0))
        return missing.isEmpty ? nil : "never pulled: arms \(missing.sorted())"
      }
    }
    let problems = (0..<4).map { SampleProblem.relabelled($0) }
    guard let (original, relabelled) = problems.first(where: { plays($0.original) }) else { return }
    examination.check(.relabelling, of: "\(subject) on \(original)") {
      let (first, second) = (
        choices(original, from: 0), choices(relabelled, from: Self.plays)
      )
      for (index, (law, other)) in zip(first, second).enumerated()
      where law.distance(from: other) > ChoiceLaw.tolerance {
        return "\(index == 0 ? "first" : "last") choices by mean: \(law), relabelled \(other)"
      }
      return nil
    }
  }

  private func plays(_ problem: SampleProblem) -> Bool {
    family.allProblems(arguments, problem.shape).isEmpty
  }

  /// Seven arms of almost equal means in the first reward model that the policy accepts.
  private func almostEqual(_ sizes: [Int]) -> SampleProblem? {
    let means = [0.5, 0.4375, 0.5625, 0.46875, 0.53125, 0.453125, 0.484375]
    return SampleProblem.models(sizes, exchangeable: true).lazy
      .map { SampleProblem(means, sizes, $0) }.first { plays($0) }
  }

  private func arms(_ instance: BanditInstance, horizon: Int, number: UInt64) -> [Int] {
    let run = Replication(
      instance: instance, horizon: horizon, checkpoints: Array(1...horizon),
      seeds: SeedTree(root: seed), number: number,
      tables: .covering(horizon: horizon))
    let policy = family.prepare(arguments, instance.rewards)
    if let boxed = policy.boxed { return Transcript(boxed(run), in: run).arms }
    return Transcript(policy.play(run), on: instance).arms
  }

  /// The laws of the first and the last choice, arms in the order of their means.
  private func choices(_ problem: SampleProblem, from number: UInt64) -> [ChoiceLaw] {
    let means = problem.instance.means.array
    let rank = means.map { mean in means.count { $0 < mean } }
    var laws = [ChoiceLaw(candidates: means.count), ChoiceLaw(candidates: means.count)]
    for play in number..<(number + Self.plays) {
      let arms = arms(problem.instance, horizon: Self.choices, number: play)
      guard let first = arms.first, let last = arms.last else { continue }
      laws[0].add(rank[first])
      laws[1].add(rank[last])
    }
    return laws
  }
}
