import ClusterBandit
import Randomness

/// Uniform means in two clusters, sound but for the clause that it is told to break.
struct FlawedEnvironment: Environment {
  let flaw: String
  let shape: ProblemShape
  private let rewards: RewardDistribution

  var isFixed: Bool { flaw.hasPrefix("fixed") }

  init(flaw: String) {
    self.flaw = flaw
    let rewards: RewardDistribution =
      switch flaw {
      case "rewards": .gaussian(standardDeviation: -1)
      case "rewards, infinite": .gaussian(standardDeviation: .infinity)
      case "rewards, parameters": .contextual(dimension: 1)
      default: .bernoulli
      }
    self.rewards = rewards
    shape = ProblemShape(
      armCount: flaw == "shape" ? 6 : 5, clusterCount: flaw == "shape, clusters" ? 1 : 2,
      rewards: flaw == "shape, rewards" ? .gaussian(standardDeviation: 1) : rewards,
      hasGaussianPrior: flaw == "shape, prior")
  }

  func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    var means = flaw == "fixed, rightly" ? [0.1, 0.2, 0.3, 0.4, 0.5] : []
    if means.isEmpty { means = (0..<5).map { _ in stream.nextUnit() } }
    switch flaw {
    case "repeatable": means[0] /= Double(SharedCount.shared.next())
    case "rewards, parameters":
      return BanditInstance(
        contextual: ContextualModel(dimension: 1, parameters: [1, 2, .infinity, 4, 5]),
        clustering: Clustering(sizes: [2, 3]))
    default: break
    }
    let listed = flaw == "partition" ? [0, 1, 2, 3, 3] : nil
    return BanditInstance(
      laidOut: means, clustering: Clustering(sizes: [2, 3], listed: listed), rewards: rewards)
  }

  static let family = EnvironmentFamily(
    name: "flawed", summary: "breaks one clause", parameters: [.flaw],
    make: { arguments in
      switch arguments.flaw {
      case "refusals": .failure(ArgumentProblems([nonsense]))
      case "refusals, for no reason": .failure(ArgumentProblems([]))
      case "playable":
        .failure(
          ArgumentProblems([ArgumentProblem(["flaw"], "refused", hint: "give another flaw")]))
      default: .success(FlawedEnvironment(flaw: arguments.flaw))
      }
    })
}
