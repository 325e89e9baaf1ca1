import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Backward induction over two arms")
struct BayesOptimalTests {
  private let uniform = [BetaPrior.uniform, .uniform]

  private func law(_ plan: TwoArmPlan) -> ExactPlay.Law {
    { counts in
      let choice = plan.choice(
        pulls: Int(counts[0].n), successes: Int(counts[0].s), pulls: Int(counts[1].n),
        successes: Int(counts[1].s))
      return switch choice {
      case .first: [1, 0]
      case .second: [0, 1]
      case .either: [0.5, 0.5]
      }
    }
  }

  // The value for 60 pulls is printed by another program's manual with these digits; the others are
  // two further programs'.
  @Test(
    "The best expected number of successes under uniform priors",
    arguments: [
      (1, 0.5), (2, 1.0833333333), (3, 1.6666666667), (4, 2.2777777778), (5, 2.8888888889),
      (10, 6.0217857143), (20, 12.4312649059), (50, 31.9967118817), (60, 38.562343246635564),
    ] as [(Int, Double)])
  func value(horizon: Int, successes: Double) {
    let value = TwoArmPlan(priors: uniform, horizon: horizon).value
    #expect((value - successes).magnitude <= (horizon == 60 ? 1e-13 : 0.6e-10), "\(value)")
  }

  @Test("Playing the plan earns its value, and on given arms what other programs found")
  func played() {
    let plan = TwoArmPlan(priors: uniform, horizon: 10)
    let own = ExactPlay(uniform: 2).outcome(rounds: 10, law(plan))
    #expect((own.successes - plan.value).magnitude < 1e-12)
    let longer = TwoArmPlan(priors: uniform, horizon: 20)
    let given = ExactPlay([0.4, 0.6]).outcome(rounds: 20, law(longer))
    #expect((given.successes - 10.8034408461).magnitude <= 0.6e-10)
    #expect((given.variance - 6.4029424163).magnitude <= 0.6e-9)
  }

  // With α = 1, β = 2 and α = 2, β = 4: the means are equal, and the first arm is worth a look. By
  // hand for two pulls: 1/3 + (1/3 · 1/2 + 2/3 · 1/3) = .7222 against 1/3 + (1/3 · 3/7 + 2/3 · 1/3)
  // = .6984.
  @Test("Priors of their own: of equal means the vaguer is pulled first")
  func priors() {
    let vague = BetaPrior(alpha: 1, beta: 2)
    let plan = TwoArmPlan(priors: [BetaPrior(alpha: 2, beta: 4), vague], horizon: 2)
    #expect(plan.choice(pulls: 0, successes: 0, pulls: 0, successes: 0) == .second)
    #expect((plan.value - (1.0 / 3 + 1.0 / 6 + 2.0 / 9)).magnitude < 1e-15)
    let mirrored = TwoArmPlan(priors: [vague, BetaPrior(alpha: 2, beta: 4)], horizon: 2)
    #expect(mirrored.choice(pulls: 0, successes: 0, pulls: 0, successes: 0) == .first)
    #expect(mirrored.value == plan.value)
  }

  @Test("The policy follows its plan pull by pull, with ties first and uniform")
  func decisions() {
    let instance = problem([[0.25, 0.75]])
    let plan = TwoArmPlan(priors: uniform, horizon: 30)
    var compared = 0
    for ties in TieBreak.allCases {
      let policy = prepared("bayes-optimal", ["ties": .word(ties.rawValue)], for: instance)
      for number in 0..<10 as Range<UInt64> {
        let run = transcript(policy, on: instance, horizon: 30, number: number)
        var counts = [ArmCounts(), ArmCounts()]
        for (arm, reward) in zip(run.arms, run.rewards) {
          let share = law(plan)(counts)
          #expect(share[arm] > 0)
          if ties == .first, share[0] > 0 { #expect(arm == 0) }
          counts[arm].n += 1
          counts[arm].s += reward.rounded()
          compared += 1
        }
      }
    }
    #expect(compared == 600)
  }

  @Test("Clusters that list the arms in another order take their priors along")
  func listed() {
    let skewed = [BetaPrior(alpha: 9, beta: 1), BetaPrior(alpha: 1, beta: 9)]
    let instance = BanditInstance(
      means: [0.25, 0.75], clustering: Clustering(partition: [[1], [0]]), rewards: .bernoulli)
    let first = prepared("bayes-optimal", ["prior": .priors(skewed)], for: instance)
    let run = transcript(first, on: instance, horizon: 1)
    // The user's arm 0 stands second, and its prior is the better one.
    #expect(instance.clustering.listed == [1, 0] && run.arms == [1])
  }

  @Test("It keeps the contract of policies on a single arm, which is all that the samples offer it")
  func contract() {
    let waived: Set<PolicyContract.Clause> = [.exploration, .relabelling]
    let report = PolicyContract(.bayesOptimal, waiving: waived).report()
    #expect(report.violations.isEmpty)
    #expect((report.cases["repeatable"] ?? 0) >= 5)
  }

  @Test("Three arms, a horizon of 101 rounds and Gaussian rewards are refused with a hint")
  func refusals() {
    func problems(_ arms: Int, _ horizon: Int?, _ rewards: RewardDistribution) -> [String] {
      var shape = ProblemShape(armCount: arms, clusterCount: 1, rewards: rewards)
      shape.horizon = horizon
      return PolicyFamily.bayesOptimal.allProblems(Arguments(["ties": .word("first")]), shape)
        .map(\.message)
    }
    #expect(problems(2, 100, .bernoulli).isEmpty && problems(2, nil, .bernoulli).isEmpty)
    #expect(problems(1, 1_000, .bernoulli).isEmpty)
    #expect(
      problems(3, 10, .bernoulli) == ["bayes-optimal plans for two arms, and this problem has 3"])
    #expect(
      problems(2, 101, .bernoulli)
        == ["bayes-optimal plans at most 100 rounds, and this problem has 101"])
    #expect(problems(2, 10, .gaussian(standardDeviation: 1)).count == 1)
  }
}
