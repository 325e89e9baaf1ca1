import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Thompson sampling over models of the clusters")
struct MixtureThompsonTests {
  private let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])

  // The logs −34.1555807, −38.7855961 and −36.1808503 of another program.
  @Test("Models weigh what the rewards leave of them")
  func weights() {
    let evidence = ClusterEvidence(setting(Clustering(sizes: [3, 3])))
    let first = evidence.weights
    for weight in [first.clustered, first.pooled, first.independent] { #expect(weight == 1.0 / 3) }
    for (arm, counts) in [(8, 2), (7, 3), (9, 1), (2, 8), (1, 9), (3, 7)].enumerated() {
      for _ in 0..<counts.0 { evidence.update(arm: arm, reward: 1) }
      for _ in 0..<counts.1 { evidence.update(arm: arm, reward: 0) }
    }
    let (clustered, pooled, independent) = evidence.weights
    #expect((clustered - 0.875877).magnitude < 1e-6)
    #expect((pooled - 0.008544).magnitude < 1e-6)
    #expect((independent - 0.115579).magnitude < 1e-6)
    // The parts' means and variances, averaged.
    let parts = [
      (clustered, evidence.clusters.posterior(of: 4)), (pooled, evidence.whole.posterior(of: 4)),
      (independent, MeanAndVariance(alpha: 2, beta: 10)),
    ]
    let mean = parts.reduce(0) { $0 + $1.0 * $1.1.mean }
    let square = parts.reduce(0) { $0 + $1.0 * ($1.1.variance + $1.1.mean * $1.1.mean) }
    let moments = evidence.posterior(of: 4)
    #expect((moments.mean - mean).magnitude < 1e-15)
    #expect((moments.variance - (square - mean * mean)).magnitude < 1e-15)
  }

  @Test("One word draws the model, which then draws as its own policy does")
  func decisions() {
    let clustering = instance.clustering
    let setting = setting(clustering)
    var policy = MixtureThompson(ties: .uniform, setting: setting)
    var clustered = ModelThompson(
      model: hierarchical(clustering.sizes), ties: .uniform, setting: setting)
    var pooled = ModelThompson(model: hierarchical([6]), ties: .uniform, setting: setting.pooled)
    var independent = ModelThompson(
      model: IndependentBetas(arguments: Arguments(), setting: setting), ties: .uniform,
      setting: setting)
    let evidence = ClusterEvidence(setting)
    var world = testStream(1)
    var stream = testStream(2)
    var uses = [0, 0, 0]
    for round in 1...200 {
      var reference = stream
      let place = reference.nextUnit()
      let weights = evidence.weights
      let model =
        place < weights.clustered ? 0 : place < weights.clustered + weights.pooled ? 1 : 2
      let expected =
        switch model {
        case 0: clustered.selectArm(round: round, using: &reference)
        case 1: pooled.selectArm(round: round, using: &reference)
        default: independent.selectArm(round: round, using: &reference)
        }
      let arm = policy.selectArm(round: round, using: &stream)
      #expect(arm == expected && stream == reference, "round \(round)")
      uses[model] += 1
      let reward: Double = world.nextUnit() < instance.means[arm] ? 1 : 0
      policy.update(arm: arm, reward: reward)
      clustered.update(arm: arm, reward: reward)
      pooled.update(arm: arm, reward: reward)
      independent.update(arm: arm, reward: reward)
      evidence.update(arm: arm, reward: reward)
    }
    #expect(uses.allSatisfy { $0 > 0 } && uses.reduce(0, +) == 200)
  }

  @Test("Rewards other than 0 and 1 are refused with a hint")
  func refusal() throws {
    let family = try #require(PolicyCatalogue.standard["mixture"])
    let normal = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
    let problems = family.allProblems(Arguments(defaultsOf: family.parameters), normal)
    #expect(problems.count == 1 && problems.first?.hint.contains("gaussian") == true)
  }
}
