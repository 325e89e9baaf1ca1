import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A model whose means are uniform words of the stream, and which notes what was drawn.
private struct UniformWords: DependenceModel, ~Copyable {
  static var variant: Variant { Variant("uniform-words", "words of the stream") }
  let log: CallLog<Int>
  init(_ log: CallLog<Int>) { self.log = log }
  init(arguments: Arguments, setting: PolicySetting) { log = CallLog() }
  mutating func update(arm: Int, cluster: Int, reward: Double) {}
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    log.note(cluster)
  }
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double { stream.nextUnit() }
  func pulls(of arm: Int) -> Double { 0 }
  func posterior(of arm: Int) -> MeanAndVariance { MeanAndVariance(mean: 0.5, variance: 1) }
  func average(of cluster: Int) -> MeanAndVariance { MeanAndVariance(mean: 0.5, variance: 1) }
  func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate { moments.betaCandidate(pulls: pulls, counts: counts) }
}

@Suite("Regret and information from draws")
struct DrawnInformationTests {
  /// Means of a draw, arm by arm.
  private typealias Draw = [Double]

  /// Regrets and gains in the plainest way.
  private func plain(
    _ draws: [Draw], _ measure: InformationMeasure
  ) -> (regrets: [Double], gains: [Double]) {
    let s = Double(draws.count)
    let arms = draws[0].indices
    let means = arms.map { arm in draws.reduce(0) { $0 + $1[arm] } / s }
    let peak = draws.reduce(0) { $0 + ($1.max() ?? 0) } / s
    let gains = arms.map { arm in
      arms.reduce(0.0) { sum, best in
        let own = draws.filter { $0[best] == $0.max() }
        guard !own.isEmpty else { return sum }
        let conditional = own.reduce(0) { $0 + $1[arm] } / Double(own.count)
        return sum + Double(own.count) / s * measure.term(conditional, means[arm])
      }
    }
    return (means.map { peak - $0 }, gains)
  }

  private func agrees(
    _ table: borrowing InformationTable, _ expected: (regrets: [Double], gains: [Double])
  ) -> Bool {
    zip(table.regrets.array + table.gains.array, expected.regrets + expected.gains)
      .allSatisfy { ($0 - $1).magnitude < 1e-14 }
  }

  @Test(
    "The sums are those of the definition, and only clusters that were pulled are drawn again",
    arguments: [InformationMeasure.entropy, .variance])
  func definition(measure: InformationMeasure) {
    let clustering = Clustering(sizes: [9, 1, 3])
    let log = CallLog<Int>()
    var source = DrawnInformation(
      UniformWords(log), measure: measure, drawCount: 20, clustering: clustering)
    var table = InformationTable(count: 13)
    var stream = testStream()
    var reference = stream
    var draws = Array(repeating: Array(repeating: 0.0, count: 13), count: 20)
    func redraw(_ cluster: Int) {
      for number in draws.indices {
        for arm in clustering.arms(of: cluster) { draws[number][arm] = reference.nextUnit() }
      }
    }
    source.fill(&table, using: &stream)
    for cluster in 0..<3 { redraw(cluster) }
    #expect(stream == reference && agrees(table, plain(draws, measure)))
    source.update(arm: 10, reward: 1)
    source.update(arm: 11, reward: 0)
    source.fill(&table, using: &stream)
    redraw(2)
    #expect(stream == reference && agrees(table, plain(draws, measure)))
    // A batch of both other clusters; they are drawn in their order.
    source.update(arms: [9, 0].span, rewards: [1, 1].span)
    source.fill(&table, using: &stream)
    for cluster in 0..<2 { redraw(cluster) }
    #expect(stream == reference && agrees(table, plain(draws, measure)))
    source.fill(&table, using: &stream)
    #expect(stream == reference && agrees(table, plain(draws, measure)))
    #expect(log.take().count == 20 * 6)
  }

  // Power: with 4000 draws the standard error of a probability is .008, of a conditional mean about
  // .005.
  @Test("Many draws of independent arms come near the integrals")
  func convergence() {
    let clustering = Clustering(sizes: [2, 1])
    var source = DrawnInformation(
      IndependentBetas(arguments: Arguments(), setting: setting(clustering)), measure: .entropy,
      drawCount: 4000, clustering: clustering)
    var exact = IntegratedInformation(armCount: 3, horizon: 20, measure: .entropy)
    for (arm, rewards) in [[1.0, 1, 0], [0, 0, 1], []].enumerated() {
      for reward in rewards {
        source.update(arm: arm, reward: reward)
        exact.update(arm: arm, reward: reward)
      }
    }
    var table = InformationTable(count: 3)
    var expected = InformationTable(count: 3)
    var stream = testStream()
    source.fill(&table, using: &stream)
    exact.fill(&expected, using: &stream)
    for arm in 0..<3 {
      #expect((table.regrets[arm] - expected.regrets[arm]).magnitude < 0.02)
      #expect((table.gains[arm] / expected.gains[arm] - 1).magnitude < 0.15)
    }
  }

  @Test("Where one arm is the highest of every draw it is pulled")
  func certain() {
    let clustering = Clustering(sizes: [2])
    var policy = InformationDirectedSampling(
      DrawnInformation(
        IndependentBetas(arguments: Arguments(), setting: setting(clustering)), measure: .variance,
        drawCount: 10, clustering: clustering), ties: .uniform, armCount: 2)
    for _ in 0..<60 {
      policy.update(arm: 0, reward: 0)
      policy.update(arm: 1, reward: 1)
    }
    var stream = testStream()
    let arms = (1...50).map { policy.selectArm(round: $0, using: &stream) }
    #expect(Set(arms) == [1])
  }
}
