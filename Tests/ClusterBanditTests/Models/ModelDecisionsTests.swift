import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Decisions at two levels under a dependence model")
struct ModelDecisionsTests {
  private let clustered = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])

  /// A two-level policy under the exact model, spelled out.
  struct Combination: Sendable, CustomTestStringConvertible {
    let functional: PosteriorFunctional
    var outer = "ucb"
    var inner = "thompson"
    var counts = PullCounting.pulls
    var testDescription: String {
      "\(functional) \(outer) \(inner) \(counts)"
    }

    private static let best = PosteriorFunctional.bestArm(observedOnly: false)

    static let all = [
      Combination(functional: .average), Combination(functional: best),
      Combination(functional: .bestArm(observedOnly: true)),
      Combination(functional: .average, counts: .matched),
      Combination(functional: best, counts: .matched),
      Combination(functional: .average, outer: "thompson"),
      Combination(functional: best, outer: "thompson"),
      Combination(functional: .average, inner: "ucb"),
      Combination(functional: best, outer: "thompson", inner: "ucb"),
      Combination(functional: .average, inner: "epsilon-greedy", counts: .matched),
    ]

    /// The rule's arguments, ties first: UCB with c = ½, and ε-greedy with ε = 0.
    static func part(_ name: String) -> ParameterValue {
      switch name {
      case "ucb":
        RuleCase(UpperConfidenceBound.variant, ["c": .constant(0.5)], ties: .first).part
      case "epsilon-greedy":
        RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0)], ties: .first).part
      default: RuleCase(BetaThompson.variant, ties: .first).part
      }
    }

    var values: [String: ParameterValue] {
      let isAverage = functional == .average
      let isObserved = functional == .bestArm(observedOnly: true)
      return [
        "model": .part(ModelEntry.hierarchical.variant),
        "strategy": isAverage
          ? .part(MeanStrategy.variant)
          : .part(MaxStrategy.variant, ["observed-only": .flag(isObserved)]),
        "outer": Combination.part(outer), "inner": Combination.part(inner),
        "counts": .word(counts.rawValue),
      ]
    }
  }

  /// The choice of a rule among candidates known by moments and pulls.
  ///
  /// Values that are equal but for rounding can go either way: then the choice is `tied` if it is
  /// one of them.
  private func choice(
    _ rule: String, _ candidates: [(moments: MeanAndVariance, pulls: Double, count: Double)],
    clock: Int,
    tied: Int, using stream: inout RandomStream
  ) -> Int {
    func highest(_ values: [Double]) -> Int {
      let winner = firstHighest(values)
      return values.indices.contains(tied) && values[tied] > values[winner] - 1e-12 ? tied : winner
    }
    switch rule {
    case "thompson":
      return firstHighest(
        candidates.map { candidate in
          let (r, v) = (candidate.moments.mean, candidate.moments.variance)
          let nu = r * (1 - r) / v - 1
          return stream.nextBeta(BetaShape(alpha: r * nu, beta: (1 - r) * nu), .shared)
        })
    case "epsilon-greedy":
      _ = stream.next()
      return highest(candidates.map(\.moments.mean))
    default:
      if let unplayed = candidates.firstIndex(where: { $0.pulls == 0 }) { return unplayed }
      let root = (2 * Elementary.log(Double(clock))).squareRoot()
      return highest(candidates.map { $0.moments.mean + 0.5 * root / $0.count.squareRoot() })
    }
  }

  /// The moments that the definition of a strategy gives, and the arm's if it is one arm.
  private func representative(_ cluster: GridReference, _ plan: Combination) -> MeanAndVariance {
    guard case .bestArm(let observedOnly) = plan.functional else { return cluster.average }
    let allowed = cluster.arms.indices.filter { !observedOnly || cluster.arms[$0].n > 0 }
    let moments = (allowed.isEmpty ? [0] : allowed).map { ($0, cluster.posterior($0)) }
    let highest = moments.map(\.1.mean).max() ?? 0
    let best = moments.filter { $0.1.mean > highest - 1e-12 }.max {
      cluster.arms[$0.0].n < cluster.arms[$1.0].n
    }
    return best?.1 ?? MeanAndVariance(mean: .nan, variance: .nan)
  }

  @Test("Each decision is that of the definition, word for word", arguments: Combination.all)
  func decisions(plan: Combination) {
    let clustering = clustered.clustering
    let horizon = 80
    let played = transcript(
      prepared("two-level", plan.values, for: clustered), on: clustered, horizon: horizon)
    var counts = Array(repeating: ArmCounts(), count: 6)
    var clusters = references(counts, clustering)
    var known = clusters.map { representative($0, plan) }
    let seeds = SeedTree(test: #function, root: 1)
    var stream = seeds.stream(replication: 0, role: .policy)
    var rewards = seeds.stream(replication: 0, role: .reward)
    for round in 0..<horizon {
      func pulls(_ cluster: Int) -> Double {
        clusters[cluster].arms.reduce(0) { $0 + $1.n }
      }
      let cluster = choice(
        plan.outer,
        known.indices.map { c in
          let (r, v) = (known[c].mean, known[c].variance)
          return (known[c], pulls(c), plan.counts == .matched ? r * (1 - r) / v - 1 : pulls(c))
        }, clock: round, tied: Int(clustering.clusterOfArm[played.arms[round]]), using: &stream)
      let own = clusters[cluster]
      let position =
        plan.inner == "thompson"
        ? firstHighest(jointDraw(own, using: &stream))
        : choice(
          plan.inner, own.arms.indices.map { (own.posterior($0), own.arms[$0].n, own.arms[$0].n) },
          clock: Int(pulls(cluster)),
          tied: played.arms[round] - clustering.offsets[cluster], using: &stream)
      let arm = clustering.offsets[cluster] + position
      #expect(arm == played.arms[round], "round \(round + 1)")
      guard arm == played.arms[round] else { return }
      let reward: Double = rewards.nextUnit() < clustered.means[arm] ? 1 : 0
      #expect(reward == played.rewards[round])
      counts[arm].n += 1
      counts[arm].s += reward
      clusters[cluster] = GridReference(
        Array(counts[clustering.arms(of: cluster)]), by: .factorials)
      known[cluster] = representative(clusters[cluster], plan)
    }
  }

  @Test(
    "Gaussian rewards: each decision is that of the definition, word for word",
    arguments: ["thompson", "ucb"], [MeanStrategy.variant.name, MaxStrategy.variant.name])
  func gaussianDecisions(outer: String, strategy: String) {
    let isMean = strategy == MeanStrategy.variant.name
    let given = GaussianCase(priorMean: 0.5, priorDeviation: 1, armDeviation: 0.5, noise: 0.75)
    let instance = problem(
      [[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]],
      rewards: .gaussian(standardDeviation: given.noise))
    let clustering = instance.clustering
    let horizon = 150
    let played = transcript(
      prepared(
        "two-level",
        [
          "model": .part(ModelEntry.hierarchical.variant, ["prior-mean": .number(0.5)]),
          "strategy": .part(isMean ? MeanStrategy.variant : MaxStrategy.variant),
          "outer": Combination.part(outer), "inner": Combination.part("thompson"),
        ], for: instance), on: instance, horizon: horizon)
    var counts = Array(repeating: ArmCounts(), count: 6)
    let seeds = SeedTree(test: #function, root: 1)
    var stream = seeds.stream(replication: 0, role: .policy)
    for round in 0..<horizon {
      let clusters = (0..<3).map {
        NormalReference(Array(counts[clustering.arms(of: $0)]), given)
      }
      let known = clusters.map { cluster in
        if isMean { return cluster.average }
        return cluster.posterior(firstHighest(cluster.mean))
      }
      let pulls = (0..<3).map { c in clustering.arms(of: c).reduce(0) { $0 + counts[$1].n } }
      let cluster: Int
      if outer == "thompson" {
        cluster = firstHighest(
          known.map { $0.mean + $0.variance.squareRoot() * stream.nextNormal(.shared) })
      } else {
        cluster = choice(
          outer, known.indices.map { (known[$0], pulls[$0], pulls[$0]) }, clock: round,
          tied: -1, using: &stream)
      }
      // μ from its posterior, then the arms given μ, by the textbook's formulas.
      let range = clustering.arms(of: cluster)
      let (t2, s2) = (0.25, given.noise * given.noise)
      let arms = counts[range]
      let evidence = arms.filter { $0.n > 0 }.map { (1 / (t2 + s2 / $0.n), $0.s / $0.n) }
      let precision = 1 + evidence.reduce(0) { $0 + $1.0 }
      let centre = (0.5 + evidence.reduce(0) { $0 + $1.0 * $1.1 }) / precision
      let mu = centre + stream.nextNormal(.shared) / precision.squareRoot()
      let arm =
        range.lowerBound
        + firstHighest(
          arms.map {
            let p = 1 / t2 + $0.n / s2
            return (mu / t2 + $0.s / s2) / p + stream.nextNormal(.shared) / p.squareRoot()
          })
      #expect(arm == played.arms[round], "round \(round + 1)")
      guard arm == played.arms[round] else { return }
      counts[arm].n += 1
      counts[arm].s += played.rewards[round]
    }
  }
}
