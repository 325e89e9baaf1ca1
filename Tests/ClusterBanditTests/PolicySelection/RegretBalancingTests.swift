import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Regret balancing")
struct RegretBalancingTests {
  /// A balance of two with c = .1, δ = .05 that was told of some pulls.
  private func balance(
    _ form: RegretBalancing.Form, minimum: Double, _ pulls: [(Int, Double)]
  ) -> RegretBalancing {
    var policy = RegretBalancing(
      form,
      arguments: Arguments(
        ["c": .number(0.1), "minimum": .number(minimum)],
        defaultsOf: RegretBalancing.parameters), setting: setting(.whole(7)).flat(count: 2))
    for (arm, reward) in pulls { policy.update(arm: arm, reward: reward) }
    return policy
  }

  // W = .1·sqrt(ln 40 / n): .192065, .135810, and with ln ln 3 = ln 1.0986 .112298 for n = 3. One
  // pull of the first policy paid 1, so B = .807935. The second one's 0 + 1/√n + W is 1.192,
  // .842917 and .689648: only the third pull shows that it lags.
  @Test("D3RB doubles the coefficient of a policy that lags")
  func doubling() {
    let pulls = [(0, 1.0), (1, 0.0), (1, 0), (1, 0)]
    #expect(balance(.doubling, minimum: 1, Array(pulls.prefix(3))).coefficients == [1, 1])
    var lagging = balance(.doubling, minimum: 1, pulls)
    #expect(lagging.coefficients == [1, 2])
    // 1·√1 against 2·√3; the first policy is played until its n passes 12.
    var stream = testStream(1)
    for round in 1...11 {
      #expect(lagging.selectArm(round: round, using: &stream) == 0)
      lagging.update(arm: 0, reward: 1)
    }
    #expect(stream == testStream(1))
    lagging.update(arm: 0, reward: 1)
    #expect(lagging.selectArm(round: 13, using: &stream) == 1)
  }

  // .807935 − .192065 = .615871; then √2 (.807935 − .135810) = .950529, whose loss 1.344251 is more
  // than twice .615871.
  @Test("ED2RB estimates it, and no loss falls or more than doubles")
  func estimating() {
    let one = balance(.estimating, minimum: 0.5, [(0, 1), (1, 0)])
    #expect((one.coefficients[1] - 0.6158709).magnitude < 1e-6)
    let two = balance(.estimating, minimum: 0.5, [(0, 1), (1, 0), (1, 0)])
    #expect((two.coefficients[1] - 2 * 0.6158709 / 2.0.squareRoot()).magnitude < 1e-6)
    // A policy that catches up keeps its loss: d falls as 1/√n.
    let caught = balance(.estimating, minimum: 0.5, [(0, 1), (1, 0), (1, 0), (1, 1), (1, 1)])
    #expect((caught.coefficients[1] - 2 * 0.6158709 / 4.0.squareRoot()).magnitude < 1e-6)
  }

  @Test("Equal losses are drawn between, pending pulls count and are forgotten")
  func pending() {
    var policy = balance(.doubling, minimum: 1, [(0, 1), (1, 1)])
    var stream = testStream(3)
    var chosen: Set<Int> = []
    for round in 1...40 { chosen.insert(policy.selectArm(round: round, using: &stream)) }
    #expect(chosen == [0, 1])
    policy.anticipate(arm: 0)
    for round in 1...40 { #expect(policy.selectArm(round: round, using: &stream) == 1) }
    let (arms, rewards): ([Int32], [Double]) = ([0], [1])
    policy.update(arms: arms.span, rewards: rewards.span)
    policy.update(arm: 1, reward: 1)
    chosen = []
    for round in 1...40 { chosen.insert(policy.selectArm(round: round, using: &stream)) }
    #expect(chosen == [0, 1])
  }
}
