import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Notes what it is shown; draws `waste` words a round for nothing, and pulls the arms in turn.
private struct Noting: ContextualPolicy, ~Copyable {
  final class Notes {
    var contexts: [[Double]] = []
    var rewards: [Double] = []
  }
  let notes: Notes
  let armCount: Int
  let waste: Int

  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    for _ in 0..<waste { _ = stream.next() }
    notes.contexts.append(context.indices.map { context[$0] })
    return round % armCount
  }

  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    notes.rewards.append(reward)
  }
}

@Suite("Replications with contexts")
struct ContextualReplicationTests: EnvironmentDriving {
  private func note(
    _ instance: BanditInstance, horizon: Int, waste: Int = 0, number: UInt64 = 0
  ) throws -> ([[Double]], [Double]) {
    let notes = Noting.Notes()
    var policy = Noting(notes: notes, armCount: instance.armCount, waste: waste)
    let model = try #require(instance.contextual)
    _ = replication(of: instance, horizon: horizon, number: number, test: "note")
      .play(&policy, on: model)
    return (notes.contexts, notes.rewards)
  }

  @Test("Permuted labels deal the same vectors to clusters of the same sizes, contexts kept")
  func permuted() throws {
    let instance = contextualProblem(sizes: [3, 2, 4], dimension: 2, contexts: [1, 2, 3, 4])
    var stream = testStream()
    let control = instance.permutingLabels(using: &stream)
    #expect(control.clustering.sizes == [3, 2, 4])
    #expect(control.contextual?.contexts.array == [1, 2, 3, 4])
    #expect(control.rewards == .contextual(dimension: 2))
    let (before, after) = (try vectors(instance), try vectors(control))
    #expect(Set(before.flatMap(\.self)) == Set(after.flatMap(\.self)))
    #expect(before != after)
    var indices = testStream()
    var order = Array(0..<9)
    indices.shuffle(&order)
    #expect(stream == indices)
  }

  @Test("Given contexts are used in turn, drawn ones are standard normal and belong to the round")
  func contexts() throws {
    let given = contextualProblem(sizes: [2], dimension: 2, contexts: [1, 2, 3, 4, 5, 6])
    #expect(
      try note(given, horizon: 7).0
        == [[1, 2], [3, 4], [5, 6], [1, 2], [3, 4], [5, 6], [1, 2]])
    let drawn = try note(contextualProblem(sizes: [2], dimension: 4), horizon: 1000).0
    let verdict = Verdict.kolmogorovSmirnov(drawn.flatMap(\.self), follow: .normal())
    #expect(verdict.holds, "\(verdict)")
    var stream = SeedTree(test: "note", root: 1).stream(replication: 0, role: .context)
    #expect(drawn == (0..<1000).map { _ in stream.normals(4) })
  }

  @Test("A policy that draws more words shifts neither contexts nor rewards")
  func waste() throws {
    let instance = contextualProblem(sizes: [3, 2], dimension: 3)
    let (contexts, rewards) = try note(instance, horizon: 100)
    let (others, paid) = try note(instance, horizon: 100, waste: 3)
    #expect(contexts == others && rewards == paid)
    #expect(try note(instance, horizon: 100, number: 1).0 != contexts)
  }

  @Test("A reward is uniform between 0 and twice the mean xᵀθ, whatever its sign")
  func rewards() throws {
    for sign in [1.0, -1] {
      let instance = BanditInstance(
        contextual: ContextualModel(dimension: 2, parameters: [2, 1], contexts: [sign, sign * 2]),
        clustering: .whole(1))
      let rewards = try note(instance, horizon: 5000).1
      let verdict = Verdict.kolmogorovSmirnov(rewards.map { $0 / (8 * sign) }, follow: .uniform)
      #expect(verdict.holds, "\(verdict)")
      #expect(rewards.allSatisfy { $0 * sign >= 0 })
    }
  }

  @Test("Every metric is the sum over the rounds that defines it")
  func metrics() throws {
    let instance = contextualProblem(sizes: [3, 1, 2], dimension: 3)
    let all = try vectors(instance).flatMap(\.self)
    let run = replication(of: instance, horizon: 80, checkpoints: [1, 7, 80])
    let arguments = LinearCase().arguments
    var policy = FlatLinearSelector<LinUCB>(arguments: arguments, setting: run.setting)
    var stream = run.seeds.stream(replication: 0, role: .policy)
    let played = transcript(&policy, in: run, &stream)
    let trajectory = prepared("lin-ucb", for: instance).play(run)
    var (pseudo, realised, reward, arms, clusters) = (0.0, 0.0, 0.0, 0, 0)
    var checkpoint = 0
    for round in 0..<80 {
      let means = all.map { dot($0, played.contexts[round]) }
      let best = try #require(means.indices.max { means[$0] < means[$1] })
      let arm = played.arms[round]
      pseudo += means[best] - means[arm]
      realised += means[best] - played.rewards[round]
      reward += played.rewards[round]
      arms += arm == best ? 1 : 0
      clusters +=
        instance.clustering.clusterOfArm[arm] == instance.clustering.clusterOfArm[best] ? 1 : 0
      guard [1, 7, 80].contains(round + 1) else { continue }
      let share = Double(round + 1)
      for (metric, expected) in [
        (Metric.pseudoRegret, pseudo), (.realisedRegret, realised), (.reward, reward),
        (.bestArmShare, Double(arms) / share), (.bestClusterShare, Double(clusters) / share),
      ] {
        #expect(
          abs(trajectory.value(metric, checkpoint: checkpoint) - expected) < 1e-10, "\(metric)")
      }
      checkpoint += 1
    }
    #expect(arms < clusters && clusters < 80 && arms > 0)
    #expect(trajectory.final(.stuckFraction) == 0)
  }

  @Test("The oracle has no regret, and what it earns does not depend on who plays")
  func oracle() {
    let instance = contextualProblem(sizes: [3, 1, 2], dimension: 3)
    let run = replication(of: instance, horizon: 200)
    let oracle = prepared("oracle", for: instance).play(run)
    #expect(oracle.final(.pseudoRegret) == 0)
    #expect(oracle.final(.bestArmShare) == 1 && oracle.final(.bestClusterShare) == 1)
    let random = prepared("random", for: instance).play(run)
    #expect(random.final(.pseudoRegret) > 0 && random.final(.bestArmShare) < 0.5)
    for played in [oracle, random] {
      let earned = played.final(.reward) + played.final(.realisedRegret)
      #expect(abs(earned - (random.final(.reward) + random.final(.realisedRegret))) < 1e-9)
    }
  }

  @Test("The random policy draws its arms as it does without contexts")
  func random() {
    let instance = contextualProblem(sizes: [6], dimension: 2)
    let run = replication(of: instance, horizon: 300)
    var policy = ContextBlind(PolicyBox(UniformRandom(setting: run.setting)))
    var stream = run.seeds.stream(replication: 0, role: .policy)
    let arms = transcript(&policy, in: run, &stream).arms
    var draws = run.seeds.stream(replication: 0, role: .policy)
    #expect(arms == (0..<300).map { _ in draws.nextIndex(below: 6) })
  }

  @Test(
    "It repeats itself from a seed, and another replication is another run",
    arguments: PolicyCase.contextual)
  func repeats(policyCase: PolicyCase) throws {
    for sizes in [[7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 3], [1]] {
      let instance = contextualProblem(sizes: sizes, dimension: 2)
      let policy = try #require(policyCase.prepared(for: instance))
      let checkpoints = [1, 10, 40]
      let first = policy.play(replication(of: instance, horizon: 40, checkpoints: checkpoints))
      #expect(
        policy.play(replication(of: instance, horizon: 40, checkpoints: checkpoints)) == first)
      #expect(
        policy.play(
          replication(of: instance, horizon: 40, checkpoints: checkpoints, number: 1)) != first)
      #expect(first.values.allSatisfy { $0.isFinite })
    }
  }

  @Test(
    "It plays every arm sooner or later", arguments: ["lin-ts", "lin-tsc", "lin-ucb", "lin-ucbc"])
  func everyArm(name: String) throws {
    let instance = contextualProblem(sizes: [2, 1, 2], dimension: 2)
    let run = replication(of: instance, horizon: 400)
    let setting = run.setting
    let arguments = LinearCase(scale: 2).arguments
    var stream = testStream()
    func arms<P: ContextualPolicy & ~Copyable>(_ policy: consuming P) -> Set<Int> {
      var policy = policy
      return Set(transcript(&policy, in: run, &stream).arms)
    }
    let played =
      switch name {
      case "lin-ts": arms(FlatLinearSelector<LinTS>(arguments: arguments, setting: setting))
      case "lin-tsc": arms(TwoLevelLinearSelector<LinTS>(arguments: arguments, setting: setting))
      case "lin-ucb": arms(FlatLinearSelector<LinUCB>(arguments: arguments, setting: setting))
      default: arms(TwoLevelLinearSelector<LinUCB>(arguments: arguments, setting: setting))
      }
    #expect(played.count == 5)
  }

  @Test("Policies with and without contexts refuse each other's problems, the baselines neither")
  func refusals() {
    let contextual = contextualProblem(sizes: [2, 1], dimension: 2)
    // Backward induction is for two arms, UCB-D for arms whose means are known functions.
    for family in PolicyCatalogue.standard.families
    where !["bayes-optimal", "ucb-d"].contains(family.name) {
      let arguments = Arguments(defaultsOf: family.parameters)
      for (instance, refusing) in [
        (contextual, ContextUse.none), (problem([[0.5, 0.25], [0.75]]), .required),
      ] {
        let problems = family.allProblems(arguments, shape(of: instance))
        guard family.context == refusing else {
          // A policy for normal rewards, or for arms with a prior, has reasons of its own against
          // 0 and 1.
          let normal = shape(of: PriorCase(sizes: [1, 1]).instance([0.5, 0.75]))
          #expect(
            problems.isEmpty || family.allProblems(arguments, normal).isEmpty, "\(family.name)")
          continue
        }
        #expect(problems.count == 1 && problems[0].path.isEmpty, "\(family.name)")
        #expect(problems[0].message.hasPrefix("'\(family.name)' needs"), "\(family.name)")
      }
    }
    let uses = Dictionary(
      uniqueKeysWithValues: PolicyCatalogue.standard.families.map { ($0.name, $0.context) })
    #expect(uses["random"] == .any && uses["oracle"] == .any && uses["tsc"] == ContextUse.none)
    #expect(uses["lin-ts"] == .required && uses["lin-ucbc"] == .required)
  }
}
