import BanditTesting
import Randomness
import Testing

@testable import ClusterBandit

@Suite("Pulls shown one by one")
struct PullTraceTests {
  /// The traced pulls of a policy, or nil if it cannot be traced.
  private func pulls(
    _ policy: PreparedPolicy, on instance: BanditInstance, horizon: Int, rounds: Int? = nil,
    test: String = "trace"
  ) -> [PullTrace]? {
    guard let trace = policy.trace else { return nil }
    var all: [PullTrace] = []
    trace(replication(of: instance, horizon: horizon, test: test), rounds ?? horizon) {
      all.append($0)
    }
    return all
  }

  /// Clusters of three, one and three arms, for either kind of rewards.
  static let clustered = SampleProblem.ordinary.filter {
    $0.instance.armCount == 7 && $0.instance.clustering.clusterCount == 3
  }

  /// Every policy with its parameters varied one by one, without the combinations of the parts of a
  /// two-level policy: they are of few types.
  static let cases = PolicyCase.all.filter { policyCase in
    let values = policyCase.arguments.values
    guard values["outer"] != nil, values["inner"] != nil else { return true }
    let defaults = ["outer": "thompson", "inner": "thompson", "strategy": "mean"]
    return defaults.count { policyCase.arguments.variant($0.key).name != $0.value } <= 1
  }

  @Test("What is shown is what is played, for every policy", arguments: cases)
  func sameAsPlayed(policyCase: PolicyCase) throws {
    var compared = 0
    for shape in PullTraceTests.clustered {
      guard let policy = policyCase.prepared(for: shape.instance) else { continue }
      let played = transcript(policy, on: shape.instance, horizon: 20, test: "trace")
      let shown = try #require(pulls(policy, on: shape.instance, horizon: 20))
      #expect(shown.map(\.round) == Array(1...20))
      #expect(shown.map(\.arm) == played.arms)
      // The transcript's rewards are differences of sums.
      let isSame = zip(shown, played.rewards).allSatisfy { ($0.reward - $1).magnitude < 1e-9 }
      #expect(isSame)
      var watched: [(round: Int, arm: Int, reward: Double, belief: Belief?)] = []
      policy.watch(
        replication(of: shape.instance, horizon: 20, test: "trace"), rounds: 20
      ) { watched.append(($0.round, $0.arm, $0.reward, $0.belief(of: 6))) }
      #expect(policy.isWatchable && watched.map(\.round) == Array(1...20))
      #expect(watched.map(\.arm) == played.arms)
      #expect(watched.map(\.reward) == shown.map(\.reward))
      #expect(watched.map(\.belief) == shown.map { $0.after[6] })
      let isSeamless = zip(shown, shown.dropFirst()).allSatisfy { $0.after == $1.before }
      #expect(isSeamless)
      compared += 1
    }
    #expect(compared > 0 || policyCase.needsPartner)
  }

  /// Policies that hold nothing of an arm.
  static let blind: Set<String> = ["random", "oracle"]

  /// The arms whose posteriors a pull of `arm` may move, or nil if the policy has none of single
  /// arms.
  private func reach(
    _ policyCase: PolicyCase, of arm: Int, in clustering: Clustering
  ) -> Range<Int>? {
    let name = policyCase.family.name
    let model =
      policyCase.arguments.values["model"] == nil
      ? nil : policyCase.arguments.variant("model").name
    if model == "pooled" || name == "mixture" { return 0..<clustering.armCount }
    let isGaussian = name == "gaussian-hierarchical-thompson" || name.hasPrefix("gaussian-cluster")
    if model.map({ $0 != ModelCatalogue.independent.name }) ?? isGaussian {
      return clustering.arms(of: Int(clustering.clusterOfArm[arm]))
    }
    let isOfOneArm = name.hasSuffix("ids") || ["gittins", "cluster-gittins"].contains(name)
    return isOfOneArm ? arm..<arm + 1 : nil
  }

  @Test(
    "A pull moves the pulled arm, under a model its siblings too, and no other cluster",
    arguments: cases)
  func whatMoves(policyCase: PolicyCase) throws {
    let checked = try PullTraceTests.clustered.count { try checkMoves(policyCase, $0.instance) }
    #expect(checked > 0 || policyCase.needsPartner)
  }

  @Test(
    "So it is with one cluster, with clusters of one arm and with one arm",
    arguments: PolicyCase.defaults)
  func whatMovesInExtremes(policyCase: PolicyCase) throws {
    let checked = try SampleProblem.ordinary.count { try checkMoves(policyCase, $0.instance) }
    #expect(checked > 0)
  }

  /// False if the policy refuses the instance.
  private func checkMoves(_ policyCase: PolicyCase, _ instance: BanditInstance) throws -> Bool {
    guard let policy = policyCase.prepared(for: instance) else { return false }
    let shown = try #require(pulls(policy, on: instance, horizon: 20))
    #expect(shown.allSatisfy { $0.before.count == instance.armCount })
    #expect(shown.allSatisfy { $0.after.count == instance.armCount })
    if PullTraceTests.blind.contains(policyCase.family.name) {
      #expect(shown.allSatisfy { $0.after.allSatisfy { $0 == nil } })
      return true
    }
    var sums = Array(repeating: 0.0, count: instance.armCount)
    var counts = Array(repeating: 0.0, count: instance.armCount)
    var movedSiblings = 0
    var hasSiblings = false
    var wrong: [String] = []
    for pull in shown {
      sums[pull.arm] += pull.reward
      counts[pull.arm] += 1
      let reach = reach(policyCase, of: pull.arm, in: instance.clustering)
      if let reach, reach.count > 1 { hasSiblings = true }
      for arm in 0..<instance.armCount {
        guard let before = pull.before[arm], let after = pull.after[arm] else {
          wrong.append("round \(pull.round): nothing of arm \(arm)")
          continue
        }
        let isRight: Bool
        if let reach {
          if arm != pull.arm, before != after { movedSiblings += 1 }
          isRight =
            after.pulls == counts[arm] && after.mean != nil && (after.standardDeviation ?? 0) > 0
            && (before == after || reach.contains(arm))
        } else {
          let mean = counts[arm] == 0 ? nil : sums[arm] / counts[arm]
          isRight =
            after.pulls == counts[arm] && after.standardDeviation == nil
            && (after.mean == nil) == (mean == nil)
            && ((after.mean ?? 0) - (mean ?? 0)).magnitude < 1e-12
            && (before == after) == (arm != pull.arm)
        }
        if !isRight { wrong.append("round \(pull.round): arm \(arm) from \(before) to \(after)") }
      }
    }
    #expect(wrong.isEmpty)
    #expect((movedSiblings > 0) == hasSiblings)
    return true
  }

  @Test("At most the horizon is shown, and at least one pull")
  func rounds() {
    let instance = problem([[0.25, 0.5], [0.75]])
    let policy = prepared("thompson", for: instance)
    for (rounds, shown) in [(0, 1), (1, 1), (7, 7), (9, 9), (10, 9), (1000, 9)] {
      #expect(pulls(policy, on: instance, horizon: 9, rounds: rounds)?.count == shown)
    }
  }

  @Test("Before its first pull an arm has no observed mean")
  func beforeTheFirstPull() throws {
    let instance = problem([[1, 0]])
    for name in ["ucb1", "hts", "clus-ucb", "tsc"] {
      let width: [String: ParameterValue] = name == "clus-ucb" ? ["spread": .number(0.5)] : [:]
      let first = try #require(
        pulls(prepared(name, width, for: instance), on: instance, horizon: 1)?.first)
      // What a rule holds beside the observed mean: the Beta(1, 1) that Thompson sampling begins
      // with.
      let prior =
        ["hts", "tsc"].contains(name) ? MeanAndVariance(mean: 0.5, variance: 1.0 / 12) : nil
      let nothing = Belief(pulls: 0, mean: nil, standardDeviation: nil, posterior: prior)
      #expect(first.before == [nothing, nothing])
      let learned = first.after[first.arm]
      #expect(learned?.pulls == 1 && learned?.mean == instance.means[first.arm])
      #expect(learned?.standardDeviation == nil && (learned?.posterior == nil) == (prior == nil))
      #expect(first.after[1 - first.arm] == nothing)
    }
  }

  /// Under the exact model π is uniform on the grid (g − ½)/32 at first.
  ///
  /// One success weighs π_g by
  /// itself, so a sibling's mean goes to Σπ²/Σπ = 2/3 − 1/6144, and one failure takes it to
  /// 1/3 + 1/6144, whatever the cohesions.
  @Test("The first pull moves a sibling that was never pulled by as much as was worked out by hand")
  func firstPullUnderTheExactModel() throws {
    let instance = problem([[0.5, 0.5, 0.5], [0.5, 0.5]])
    let policy = prepared("hierarchical-thompson", for: instance)
    var seen: Set<Double> = []
    for number in 0..<12 {
      let first = try #require(
        pulls(policy, on: instance, horizon: 1, test: "first \(number)")?.first)
      seen.insert(first.reward)
      let expected = first.reward == 1 ? 2.0 / 3 - 1.0 / 6144 : 1.0 / 3 + 1.0 / 6144
      let cluster = instance.clustering.arms(of: first.arm < 3 ? 0 : 1)
      for arm in 0..<5 {
        let (before, after) = (try #require(first.before[arm]), try #require(first.after[arm]))
        #expect(((before.mean ?? 0) - 0.5).magnitude < 1e-12)
        let isSibling = cluster.contains(arm) && arm != first.arm
        if isSibling { #expect(((after.mean ?? 0) - expected).magnitude < 1e-12) }
        if !cluster.contains(arm) { #expect(after == before) }
      }
      // The pulled arm moves farther than its siblings, to the same side.
      let pulled = try #require(first.after[first.arm]?.mean)
      #expect((pulled - 0.5).magnitude > (expected - 0.5).magnitude)
      #expect((pulled > 0.5) == (first.reward == 1))
    }
    #expect(seen == [0, 1])
  }

  @Test("Policies for rounds with contexts hold no mean of an arm and cannot be shown")
  func contexts() {
    var checked: Set<String> = []
    for policyCase in PolicyCase.contextual {
      let rewards = RewardDistribution.contextual(dimension: 2)
      let shape = ProblemShape(armCount: 3, clusterCount: 2, rewards: rewards)
      guard policyCase.family.allProblems(policyCase.arguments, shape).isEmpty else { continue }
      #expect(policyCase.family.prepare(policyCase.arguments, rewards).trace == nil)
      checked.insert(policyCase.family.name)
    }
    #expect(checked.count >= 4)
  }
}
