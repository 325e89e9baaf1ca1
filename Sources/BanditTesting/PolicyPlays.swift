import ClusterBandit
import Randomness

/// The plays of one policy on one problem that the clauses of its contract are about.
struct PolicyPlays {
  let policy: PreparedPolicy
  let problem: SampleProblem
  let subject: String
  let seed: UInt64

  private static let horizon = 70

  private func run(
    number: UInt64 = 0, batch: Int = 1, tables: ClockTables? = nil
  ) -> Replication {
    let horizon = Self.horizon
    return Replication(
      instance: problem.instance, horizon: horizon, checkpoints: Array(1...horizon),
      seeds: SeedTree(root: seed), number: number,
      tables: tables ?? .covering(horizon: horizon), batch: batch)
  }

  func check(_ examination: inout Examination<PolicyContract.Clause>) {
    // A policy that chooses what is no arm would stop the engine.
    guard checkChoices(&examination) else { return }
    let first = policy.play(run())
    let second = policy.play(run(number: 1))
    examination.check(.repeatable, of: subject) {
      policy.play(run()) == first ? nil : "two plays of the engine from one seed differ"
    }
    // What follows compares plays.
    guard examination.holds(.repeatable) else { return }
    examination.check(.tables, of: subject) {
      policy.play(run(tables: ClockTables(count: 5))) == first
        ? nil : "short tables change the play"
    }
    // The reward of a single arm without noise is no luck.
    if problem.hasDistinctMeans {
      examination.check(.replications, of: subject) {
        first == second ? "replications 0 and 1 are the same run" : nil
      }
    }
    guard problem.hasDistinctMeans, problem.shape.rewards.contextDimension == 0 else { return }
    let played = Transcript(first, on: problem.instance)
    examination.check(.commonRewards, of: subject) { unpaid(played, number: 0) }
    if first != second {
      examination.check(.commonRewards, of: subject) {
        unpaid(Transcript(second, on: problem.instance), number: 1)
      }
    }
    guard let boxed = policy.boxed else { return }
    examination.check(.batchOfOne, of: subject) {
      let inBatches = Transcript(boxed(run()), in: run())
      for (index, (arm, other)) in zip(inBatches.arms, played.arms).enumerated()
      where arm != other {
        return "round \(index + 1): arm \(arm) in a batch of one, arm \(other) without"
      }
      return nil
    }
  }

  /// Plays apart from the engine; whether every choice was an arm.
  private func checkChoices(_ examination: inout Examination<PolicyContract.Clause>) -> Bool {
    guard let boxed = policy.boxed else { return true }
    var isInRange = true
    for batch in [1, 2, 7, 50] {
      let run = run(batch: batch)
      var untruth: String?
      let first = Transcript(boxed(run), in: run) { policy, past in
        guard untruth == nil, [0, 1, 7, 50].contains(past.arms.count) || batch > 1 else { return }
        untruth = self.untruth(of: policy, past)
      }
      let subject = "\(subject), batches of \(batch)"
      examination.check(.range, of: subject) {
        first.stray.map {
          "round \($0.round): \($0.arm) is none of \(problem.instance.armCount) arms"
        }
      }
      if first.stray != nil {
        isInRange = false
        continue
      }
      let between = self.run(number: 1, batch: batch)
      _ = Transcript(boxed(between), in: between)
      examination.check(.repeatable, of: subject) {
        Transcript(boxed(run), in: run).difference(from: first)
      }
      examination.check(.beliefs, of: subject) { untruth }
    }
    return isInRange
  }

  /// Where a reward is not what the reward stream says, or nil.
  private func unpaid(_ played: Transcript, number: UInt64) -> String? {
    var stream = run().seeds.stream(replication: number, role: .reward)
    for (index, (arm, reward)) in zip(played.arms, played.rewards).enumerated() {
      let due = Transcript.pay(
        problem.instance.means[arm], problem.instance.rewards, using: &stream)
      if !((reward - due).magnitude < 1e-9) {
        return "round \(index + 1): arm \(arm) paid \(reward), the stream says \(due)"
      }
    }
    return nil
  }

  /// What is wrong with what the policy says of its arms, or nil.
  private func untruth(of policy: any ErasedPolicy, _ past: Transcript) -> String? {
    let armCount = problem.instance.armCount
    var pulls = Array(repeating: 0.0, count: armCount)
    var sums = pulls
    for (arm, reward) in zip(past.arms, past.rewards) {
      pulls[arm] += 1
      sums[arm] += reward
    }
    let beliefs = (0..<armCount).map { policy.belief(of: $0) }
    if beliefs.allSatisfy({ $0 == nil }) { return nil }
    for arm in 0..<armCount {
      let place = "after \(past.arms.count) pulls, arm \(arm): "
      guard let belief = beliefs[arm] else { return place + "nothing" }
      if belief.pulls != pulls[arm] {
        return place + "\(belief.pulls) pulls instead of \(pulls[arm])"
      }
      if let mean = belief.mean, !mean.isFinite { return place + "a mean of \(mean)" }
      if let deviation = belief.standardDeviation {
        if !(deviation.isFinite && deviation >= 0 && belief.mean != nil) {
          return place + "\(belief)"
        }
      } else {
        let observed = pulls[arm] == 0 ? nil : sums[arm] / pulls[arm]
        let isTrue =
          (observed == nil) == (belief.mean == nil)
          && ((observed ?? 0) - (belief.mean ?? 0)).magnitude < 1e-9
        if !isTrue {
          return place + "\(belief), observed \(observed.map { "\($0)" } ?? "nothing")"
        }
      }
    }
    return nil
  }
}
