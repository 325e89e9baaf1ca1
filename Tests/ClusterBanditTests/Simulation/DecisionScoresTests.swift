import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("What a decision compared")
struct DecisionScoresTests {
  @Test("UCB1 tells its indices as computed by hand, and pulls the arm of the highest")
  func indices() {
    // Rounds 1 and 2: each arm once. Arm 0 pays 0, arm 1 pays 1.
    // Round 3, t = 2: sqrt(2 ln 2) = 1.17741: 1.17741 against 2.17741; arm 1 pays 0.
    // Round 4, t = 3: 1.48230 against 0.5 + 1.48230/√2 = 1.54815; arm 1 pays 0.
    // Round 5, t = 4: 1.66511 against 1/3 + 1.66511/√3 = 1.29469; arm 0.
    var policy = FlatSelector<UpperConfidenceBound>(
      arguments: arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")]),
      setting: setting(.whole(2)))
    var stream = testStream()
    let rounds: [(arm: Int, reward: Double, values: [Double])] = [
      (0, 0, []), (1, 1, []), (1, 0, [1.17741, 2.17741]), (1, 0, [1.48230, 1.54815]),
      (0, 1, [1.66511, 1.29469]),
    ]
    for (index, round) in rounds.enumerated() {
      var scores = DecisionScores()
      let chosen = policy.selectArm(round: index + 1, using: &stream, telling: &scores)
      #expect(chosen == round.arm)
      #expect(scores.clusters == nil)
      #expect(scores.arms?.basis == (index < 2 ? .unpulled : .index))
      let told = scores.arms?.values ?? []
      #expect(told.count == round.values.count)
      for (value, own) in zip(told, round.values) { #expect((value - own).magnitude < 1e-5) }
      policy.update(arm: chosen, reward: round.reward)
    }
  }

  @Test("Thompson sampling tells the draws of its posteriors, and pulls the arm of the highest")
  func draws() {
    var policy = FlatSelector<BetaThompson>(
      arguments: arguments(BetaThompson.variant), setting: setting(.whole(3)))
    var stream = testStream()
    var known: [(s: Double, n: Double)] = [(0, 0), (0, 0), (0, 0)]
    for round in 1...4 {
      var copy = stream
      let own = known.map { one -> Double in
        copy.nextBeta(BetaShape(alpha: 1 + one.s, beta: 1 + one.n - one.s), .shared)
      }
      var scores = DecisionScores()
      let chosen = policy.selectArm(round: round, using: &stream, telling: &scores)
      let drawn = DecisionScores.Choice(.draw, 0..<3, score: { own[$0] })
      #expect(scores.arms == drawn)
      #expect(own[chosen] == own.max())
      #expect(stream == copy, "telling draws nothing")
      let reward = Double(round % 2)
      policy.update(arm: chosen, reward: reward)
      known[chosen].s += reward
      known[chosen].n += 1
    }
  }

  @Test(
    "Whatever is told, what was chosen has the highest score, for every policy",
    arguments: PullTraceTests.cases)
  func highest(policyCase: PolicyCase) {
    var wrong: [String] = []
    for shape in PullTraceTests.clustered {
      guard let policy = policyCase.prepared(for: shape.instance) else { continue }
      let clustering = shape.instance.clustering
      policy.watch(
        replication(of: shape.instance, horizon: 40, test: "scores"), rounds: 40
      ) { pull in
        let cluster = Int(clustering.clusterOfArm[pull.arm])
        let scores = pull.scores
        let isRight =
          DecisionScoresTests.isHighest(pull.arm, in: scores.arms)
          && DecisionScoresTests.isHighest(cluster, in: scores.clusters)
          && (scores.clusters == nil || scores.arms == nil
            || scores.arms?.first == clustering.offsets[cluster])
        if !isRight { wrong.append("round \(pull.round): \(pull.arm) of \(scores)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.first ?? "")")
  }

  private static func isHighest(_ candidate: Int, in choice: DecisionScores.Choice?) -> Bool {
    guard let choice, !choice.values.isEmpty else { return true }
    let place = candidate - choice.first
    return choice.values.indices.contains(place) && choice.values[place] == choice.values.max()
  }

  private struct Bases: Equatable {
    var clusters: Set<DecisionScores.Basis> = []
    var arms: Set<DecisionScores.Basis> = []
  }

  /// The bases that a policy tells over 60 rounds.
  private func bases(
    _ name: String, _ values: [String: ParameterValue] = [:], isBinary: Bool = true
  ) throws -> Bases {
    let family = try #require(PolicyCatalogue.standard[name])
    let shape = try #require(
      PullTraceTests.clustered.first { $0.instance.rewards.isBinary == isBinary })
    let policy = try #require(PolicyCase(family, values).prepared(for: shape.instance))
    var bases = Bases()
    policy.watch(replication(of: shape.instance, horizon: 60), rounds: 60) { pull in
      if let basis = pull.scores.clusters?.basis { bases.clusters.insert(basis) }
      if let basis = pull.scores.arms?.basis { bases.arms.insert(basis) }
    }
    return bases
  }

  @Test("Draws are told as draws, indices as indices, and chance as chance")
  func kinds() throws {
    #expect(try bases("tsc") == Bases(clusters: [.draw], arms: [.draw]))
    #expect(try bases("ts-max") == Bases(clusters: [.draw], arms: [.draw]))
    #expect(try bases("ucbc") == Bases(clusters: [.unpulled, .index], arms: [.unpulled, .index]))
    let hierarchical = try #require(
      ModelCatalogue.standard.variants.first { $0.name == "hierarchical" })
    let model = ["model": ParameterValue.defaultVariant(hierarchical)]
    #expect(try bases("two-level", model) == Bases(clusters: [.draw], arms: [.draw]))
    #expect(try bases("thompson") == Bases(arms: [.draw]))
    #expect(try bases("thompson", isBinary: false) == Bases(arms: [.unpulled, .draw]))
    #expect(try bases("ucb1-tuned") == Bases(arms: [.unpulled, .index]))
    #expect(try bases("ucb-as-printed") == Bases(arms: [.unpulled, .index]))
    let epsilon = ["epsilon": ParameterValue.constant(0.5)]
    #expect(try bases("epsilon-greedy", epsilon) == Bases(arms: [.mean, .chance]))
    #expect(try bases("random") == Bases(arms: [.chance]))
  }

  @Test("Of a batch of several pulls nothing is told")
  func batches() throws {
    let family = try #require(PolicyCatalogue.standard["tsc"])
    let shape = try #require(PullTraceTests.clustered.first { $0.instance.rewards.isBinary })
    let policy = try #require(PolicyCase(family, [:]).prepared(for: shape.instance))
    var count = 0
    policy.watch(replication(of: shape.instance, horizon: 20, batch: 5), rounds: 20) { pull in
      #expect(pull.scores == DecisionScores())
      count += 1
    }
    #expect(count == 20)
  }
}
