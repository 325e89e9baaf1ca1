import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Gittins's index policy")
struct GittinsTests {
  /// What the law of a policy earns on two arms of uniform means, and what the best one does, in
  /// `rounds` rounds with the discount factor.
  private final class TwoArms {
    let discount: Double
    let rounds: Int
    let table: GittinsTable
    private var known: [SIMD4<Int>: (own: Double, best: Double)] = [:]

    init(discount: Double, rounds: Int, index: Double? = nil) {
      (self.discount, self.rounds) = (discount, rounds)
      table = GittinsTable(discount: index ?? discount)
    }

    /// Whom the policy pulls in a state of successes and failures.
    private func choice(_ state: SIMD4<Int>) -> Int {
      let priors = [0, 2].map {
        BetaPrior(alpha: 1 + Double(state[$0]), beta: 1 + Double(state[$0 + 1]))
      }
      var policy = Gittins(priors: priors, ties: .first, table: table)
      var stream = testStream()
      return policy.selectArm(round: 1, using: &stream)
    }

    func values(_ state: SIMD4<Int> = SIMD4()) -> (own: Double, best: Double) {
      if state.wrappedSum() == rounds { return (0, 0) }
      if let values = known[state] { return values }
      let pulled = choice(state)
      var values = (own: 0.0, best: 0.0)
      for arm in 0..<2 {
        let (s, f) = (Double(state[2 * arm]), Double(state[2 * arm + 1]))
        let p = (1 + s) / (2 + s + f)
        var (won, lost) = (state, state)
        won[2 * arm] += 1
        lost[2 * arm + 1] += 1
        let (after, else_) = (self.values(won), self.values(lost))
        values.best = max(
          values.best, p * (1 + discount * after.best) + (1 - p) * discount * else_.best)
        if arm == pulled {
          values.own = p * (1 + discount * after.own) + (1 - p) * discount * else_.own
        }
      }
      known[state] = values
      return values
    }
  }

  // What is earned after 26 rounds counts .5^26/.5 = 3e-8 at most; backward induction to that end
  // knows it.
  @Test("On independent arms no policy earns more")
  func optimal() {
    let values = TwoArms(discount: 0.5, rounds: 26).values()
    #expect(values.best - values.own < 3e-8 && values.own <= values.best + 1e-14)
  }

  @Test("The indices of another discount factor earn less")
  func optimalCanFail() {
    let values = TwoArms(discount: 0.5, rounds: 16, index: 0.95).values()
    #expect(values.best - values.own > 1e-4)
  }

  @Test("Each decision is that of indices that are computed to the end", arguments: [0.5, 0.95])
  func decisions(discount: Double) {
    let instance = problem([[0.25, 0.5], [0.75, 0.6875]])
    let policy = prepared(
      "gittins", ["discount": .number(discount), "ties": .word("first")], for: instance)
    var compared = 0
    for number in 0..<4 as Range<UInt64> {
      let run = transcript(policy, on: instance, horizon: 60, number: number)
      var states = Array(repeating: SIMD2(1.0, 1.0), count: 4)
      for (arm, reward) in zip(run.arms, run.rewards) {
        let indices = states.map { GittinsBracketTests.index($0.x, $0.y, discount) }
        let best = states.indices.reduce(0) { indices[$1] > indices[$0] + 1e-7 ? $1 : $0 }
        #expect(arm == best || states[arm] == states[best])
        states[arm] += SIMD2(reward.rounded(), 1 - reward.rounded())
        compared += 1
      }
    }
    #expect(compared == 240)
  }

  @Test("Arms that are alike share their first pulls, and ties: first takes the first")
  func ties() {
    var stream = testStream()
    var counts = [0, 0, 0]
    let table = GittinsTable(discount: 0.9)
    for _ in 0..<300 {
      var policy = Gittins(
        priors: [.uniform, BetaPrior(alpha: 1, beta: 2), .uniform], ties: .uniform, table: table)
      counts[policy.selectArm(round: 1, using: &stream)] += 1
    }
    // Of 300 fair coins 100 to 200 come up heads but for 1e-8.
    #expect(counts[1] == 0 && counts[0] > 100 && counts[2] > 100)
    var first = Gittins(priors: [.uniform, .uniform], ties: .first, table: table)
    #expect(first.selectArm(round: 1, using: &stream) == 0)
  }

  @Test("Priors are those of the arms as the user numbers them")
  func listed() {
    let skewed = [BetaPrior(alpha: 9, beta: 1), BetaPrior(alpha: 1, beta: 9)]
    let instance = BanditInstance(
      means: [0.25, 0.75], clustering: Clustering(partition: [[1], [0]]), rewards: .bernoulli)
    let policy = prepared(
      "gittins", ["discount": .number(0.9), "prior": .priors(skewed)], for: instance)
    #expect(transcript(policy, on: instance, horizon: 1).arms == [1])
  }

  @Test("A belief is the posterior and the pulls that led to it")
  func belief() {
    var policy = Gittins(
      priors: [BetaPrior(alpha: 0.5, beta: 2)], ties: .first, table: GittinsTable(discount: 0.9))
    policy.update(arm: 0, reward: 1)
    policy.update(arm: 0, reward: 0)
    let belief = policy.belief(of: 0)
    #expect(belief?.pulls == 2 && belief?.mean == 1.5 / 4.5)
  }

  @Test("Gaussian rewards and a wrong number of priors are refused")
  func refusals() {
    let discount = ["discount": ParameterValue.number(0.9)]
    let two = ProblemShape(armCount: 2, clusterCount: 1, rewards: .bernoulli)
    let normal = ProblemShape(
      armCount: 2, clusterCount: 1, rewards: .gaussian(standardDeviation: 1))
    func messages(_ values: [String: ParameterValue], _ shape: ProblemShape) -> [String] {
      PolicyFamily.gittins.allProblems(
        Arguments(discount.merging(values) { $1 }, defaultsOf: PolicyFamily.gittins.parameters),
        shape
      ).map(\.message)
    }
    #expect(messages([:], two).isEmpty)
    #expect(messages([:], normal).count == 1)
    let three = Array(repeating: BetaPrior.uniform, count: 3)
    #expect(messages(["prior": .priors(three)], two) == ["3 priors for 2 arms"])
  }
}
