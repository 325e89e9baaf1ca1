import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A call of a model that notes what it is asked and told.
private enum ModelCall: Equatable, Sendable {
  case update(arm: Int, cluster: Int, reward: Double)
  case shared(Int)
  case draw(Int)
  case candidate(MeanAndVariance, pulls: Double, PullCounting)

  /// The log of the current test.
  @TaskLocal static var log = CallLog<ModelCall>()
}

/// A model whose posteriors are a table, moved by 1 for each pull of the cluster, and which notes
/// all calls.
private struct ProbeModel: DependenceModel, ~Copyable {
  static let variant = Variant("probe", "a table of means")

  private let log = ModelCall.log
  private let clustering: Clustering
  /// The posterior means before the first pull.
  private let means: [Double]
  private let hasMaximum: Bool
  private var counts: [Double]
  private var clusterPulls: [Double]

  init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    means = arguments.numbers("means")
    counts = Array(repeating: 0, count: setting.armCount)
    clusterPulls = Array(repeating: 0, count: setting.clustering.clusterCount)
    hasMaximum = arguments.flag("has-maximum")
  }

  mutating func update(arm: Int, cluster: Int, reward: Double) {
    log.note(.update(arm: arm, cluster: cluster, reward: reward))
    counts[arm] += 1
    clusterPulls[cluster] += 1
  }
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    log.note(.shared(cluster))
  }
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    log.note(.draw(arm))
    return means[arm]
  }
  func pulls(of arm: Int) -> Double { counts[arm] }
  func posterior(of arm: Int) -> MeanAndVariance {
    MeanAndVariance(
      mean: means[arm] + clusterPulls[Int(clustering.clusterOfArm[arm])],
      variance: 0.01 * Double(arm))
  }
  func average(of cluster: Int) -> MeanAndVariance {
    MeanAndVariance(mean: Double(-cluster), variance: 1)
  }
  func maximum(of cluster: Int) -> MeanAndVariance? {
    hasMaximum ? MeanAndVariance(mean: Double(-10 * cluster), variance: 2) : nil
  }
  func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    log.note(.candidate(moments, pulls: pulls, counts))
    return CandidateEstimate(pulls: pulls, mean: moments.mean, variance: 0, alpha: 1, beta: 1)
  }
}

@Suite("Two levels under a dependence model")
struct ModelTwoLevelTests {
  /// A two-level policy over the probe.
  private func probe(
    _ sizes: [Int], _ means: [Double], _ functional: PosteriorFunctional,
    inner: RuleCase? = nil, counts: PullCounting = .pulls, hasMaximum: Bool = true
  ) -> ModelTwoLevel<ProbeModel> {
    let clustering = Clustering(sizes: sizes)
    let setting = setting(clustering)
    // The highest mean, first of equal ones.
    let greedy = RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0)], ties: .first)
    return ModelTwoLevel(
      model: ProbeModel(
        arguments: Arguments(["means": .numbers(means), "has-maximum": .flag(hasMaximum)]),
        setting: setting),
      functional: functional,
      outer: ErasedRule(
        greedy.catalogued, groups: .whole(sizes.count), level: .clusters, setting: setting),
      inner: inner.map {
        ErasedRule($0.catalogued, groups: clustering, level: .clusters, setting: setting)
      },
      counts: counts, ties: .first, setting: setting)
  }

  @Test("A step draws one cluster's arms jointly and tells the outer rule of that cluster alone")
  func calls() {
    ModelCall.$log.withValue(CallLog()) {
      let log = ModelCall.log
      var policy = probe([2, 3], [0.1, 0.2, 0.5, 0.7, 0.3], .average)
      #expect(
        log.take() == [
          .candidate(MeanAndVariance(mean: 0, variance: 1), pulls: 0, .pulls),
          .candidate(MeanAndVariance(mean: -1, variance: 1), pulls: 0, .pulls),
        ])
      var stream = testStream()
      for round in 1...2 {
        let arm = policy.selectArm(round: round, using: &stream)
        #expect(arm == 1)
        #expect(log.take() == [.shared(0), .draw(0), .draw(1)])
        policy.update(arm: arm, reward: 1)
        #expect(
          log.take() == [
            .update(arm: 1, cluster: 0, reward: 1),
            .candidate(MeanAndVariance(mean: 0, variance: 1), pulls: Double(round), .pulls),
          ])
      }
      policy.update(arm: 4, reward: 0)
      #expect(
        log.take() == [
          .update(arm: 4, cluster: 1, reward: 0),
          .candidate(MeanAndVariance(mean: -1, variance: 1), pulls: 1, .pulls),
        ])
    }
  }

  /// The moments that represent cluster 0 to the outer rule after these pulls.
  private func representative(
    _ functional: PosteriorFunctional, means: [Double], pulls: [Int], hasMaximum: Bool = true
  ) -> MeanAndVariance? {
    ModelCall.$log.withValue(CallLog()) {
      var policy = probe([means.count], means, functional, hasMaximum: hasMaximum)
      for arm in pulls { policy.update(arm: arm, reward: 1) }
      guard case .candidate(let moments, _, _) = ModelCall.log.take().last else { return nil }
      return moments
    }
  }

  @Test("MAX is the arm of highest posterior mean, of equal ones the most pulled")
  func maxRepresentative() {
    // The posterior of arm i: mean plus one for each pull of the cluster, variance i/100.
    func winner(_ means: [Double], _ pulls: [Int], observedOnly: Bool = false) -> Int? {
      representative(.bestArm(observedOnly: observedOnly), means: means, pulls: pulls).map {
        Int(($0.variance * 100).rounded())
      }
    }
    let rising = [0.125, 0.25, 0.5]
    #expect(winner(rising, []) == 2)
    #expect(winner(rising, [0, 0]) == 2, "pulls do not outweigh a mean")
    #expect(winner([0.5, 0.25, 0.125], [2]) == 0)
    #expect(winner([0.5, 0.5, 0.5], [1]) == 1, "the most pulled of equal ones")
    #expect(winner([0.5, 0.5, 0.5], [1, 2, 2]) == 2)
    #expect(winner([0.5, 0.5, 0.5], [0, 1]) == 0, "alike in all")
    #expect(winner([0.5, 0.5, 0.25], [2, 2, 1]) == 1)
    let roundedUp = 0.5 + 0x1p-50
    #expect(winner([0.5, roundedUp, roundedUp], [0]) == 0, "rounding does not decide")
    #expect(winner([roundedUp, 0.5, 0.5], [2, 2, 1]) == 2)
    #expect(winner([0.5, 0.5 + 1e-9, 0.25], [0]) == 1, "a billionth does")
    for means in [rising, [0.5, 0.25, 0.125]] {
      #expect(winner(means, [], observedOnly: true) == 0, "the first while none was pulled")
      #expect(winner(means, [1], observedOnly: true) == 1)
      #expect(winner(means, [1, 2], observedOnly: true) == (means[1] > means[2] ? 1 : 2))
      #expect(winner(means, [0, 1], observedOnly: true) == (means[1] > means[0] ? 1 : 0))
    }
  }

  @Test("MEAN is the average, PMAX the maximum, or the average where a model has none")
  func otherRepresentatives() {
    let average = MeanAndVariance(mean: 0, variance: 1)
    #expect(representative(.average, means: [0.5, 0.25], pulls: [1]) == average)
    #expect(
      representative(.maximum, means: [0.5, 0.25], pulls: [1])
        == MeanAndVariance(mean: 0, variance: 2))
    #expect(representative(.maximum, means: [0.5, 0.25], pulls: [1], hasMaximum: false) == average)
  }

  @Test("An inner rule is told of every sibling's posterior; the count rule is the outer rule's")
  func innerRule() {
    ModelCall.$log.withValue(CallLog()) {
      let log = ModelCall.log
      let greedy = RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0)], ties: .first)
      var policy = probe(
        [2, 3], [0.125, 0.25, 0.5, 0.75, 0.375], .average, inner: greedy, counts: .matched)
      _ = log.take()
      policy.update(arm: 4, reward: 0)
      #expect(
        log.take() == [
          .update(arm: 4, cluster: 1, reward: 0),
          .candidate(MeanAndVariance(mean: 1.5, variance: 0.02), pulls: 0, .pulls),
          .candidate(MeanAndVariance(mean: 1.75, variance: 0.03), pulls: 0, .pulls),
          .candidate(MeanAndVariance(mean: 1.375, variance: 0.04), pulls: 1, .pulls),
          .candidate(MeanAndVariance(mean: -1, variance: 1), pulls: 1, .matched),
        ])
      // Cluster 0 has the higher average; inside, arm 1 is ahead by its posterior though unpulled.
      var stream = testStream()
      let arm = policy.selectArm(round: 2, using: &stream)
      #expect(arm == 1 && log.take().isEmpty)
    }
  }

  @Test("The inner clock is the cluster's pulls, the outer clock all pulls")
  func clocks() {
    // An arm of mean 0 pulled once and one of mean 0.7312 pulled three times: with L = sqrt(2 ln t)
    // the indices L and 0.7312 + L/√3 cross at L = 1.7301, between t = 4 (1.6651) and t = 5
    // (1.7941). Cluster 1 is pulled in between.
    let ucb = RuleCase(UpperConfidenceBound.variant, ["c": .constant(1)], ties: .first)
    ModelCall.$log.withValue(CallLog()) {
      var policy = probe([2, 1], [0, 0.7312, 0], .average, inner: ucb)
      var stream = testStream()
      for (round, expected) in [0, 1].enumerated() {
        let arm = policy.selectArm(round: round + 1, using: &stream)
        #expect(arm == expected)
      }
      for arm in [0, 1, 2, 2, 1, 1] { policy.update(arm: arm, reward: 1) }
      let fourth = policy.selectArm(round: 7, using: &stream)
      #expect(fourth == 1)
      policy.update(arm: 2, reward: 0)
      let same = policy.selectArm(round: 8, using: &stream)
      #expect(same == 1)
    }
    // The same of two clusters, each represented by its only arm.
    ModelCall.$log.withValue(CallLog()) {
      let setting = setting(Clustering(sizes: [1, 1]))
      var policy = ModelTwoLevel(
        model: ProbeModel(
          arguments: Arguments(["means": .numbers([3, 1.7312]), "has-maximum": .flag(false)]),
          setting: setting),
        functional: .bestArm(observedOnly: false),
        outer: ErasedRule(
          ucb.catalogued, groups: .whole(2), level: .clusters, setting: setting),
        inner: nil, counts: .pulls, ties: .first, setting: setting)
      var stream = testStream()
      for round in 1...2 {
        let arm = policy.selectArm(round: round, using: &stream)
        #expect(arm == round - 1)
      }
      // Means 3 + 1 and 1.7312 + 3.
      for arm in [0, 1, 1, 1] { policy.update(arm: arm, reward: 1) }
      let fifth = policy.selectArm(round: 5, using: &stream)
      #expect(fifth == 1, "t = 4")
      let sixth = policy.selectArm(round: 6, using: &stream)
      #expect(sixth == 0, "t = 5")
    }
  }

  @Test("A belief is the posterior's mean and standard deviation")
  func belief() {
    var policy = probe([3], [0.5, 0.25, 0.125], .bestArm(observedOnly: false))
    policy.update(arm: 1, reward: 1)
    let belief = policy.belief(of: 1)
    #expect(belief == Belief(pulls: 1, mean: 1.25, standardDeviation: 0.1))
    var flat = ModelThompson(
      model: GaussianCase().model([2, 1]), ties: .first,
      setting: setting(Clustering(sizes: [2, 1]), rewards: .gaussian(standardDeviation: 1)))
    flat.update(arm: 0, reward: 3)
    let (mean, variance) = (4.0 / 3, 29.0 / 36)
    let sibling = flat.belief(of: 1)
    #expect(sibling?.pulls == 0 && abs((sibling?.mean ?? 0) - mean) < 1e-14)
    #expect(abs((sibling?.standardDeviation ?? 0) - variance.squareRoot()) < 1e-14)
  }
}
