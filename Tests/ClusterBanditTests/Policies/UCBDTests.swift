import BanditTesting
import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCB-D")
struct UCBDTests {
  /// An instance of arms in clusters of these sizes, whose parameters are given.
  private func instance(
    _ shared: SharedParameter, sizes: [Int], parameters: [Double]
  ) -> BanditInstance {
    let clustering = Clustering(sizes: sizes)
    return BanditInstance(
      laidOut: (0..<clustering.armCount).map {
        shared.mean(of: $0, at: parameters[Int(clustering.clusterOfArm[$0])])
      }, clustering: clustering, rewards: .bernoulli, sharedParameter: shared)
  }

  private func policy(
    on instance: BanditInstance, c: Double = 0, ties: TieBreak = .first
  ) -> UCBD {
    UCBD(
      arguments: Arguments(["c": .number(c), "ties": .word(ties.rawValue)]),
      setting: PolicySetting(instance: instance, horizon: 1000, tables: .covering(horizon: 1000)))
  }

  /// g = (φ, 1 − φ) in one cluster, φ in another.
  private var mirrored: BanditInstance {
    instance(
      SharedParameter(
        intercepts: [0, 1, 0], slopes: [1, -1, 1], isLogistic: false, range: 0...1,
        law: .uniform), sizes: [2, 1], parameters: [0.25, 0.5])
  }

  private func told(
    _ policy: inout UCBD, round: Int
  ) -> (arm: Int, clusters: [Double], arms: [Double]) {
    var (stream, scores) = (testStream(), DecisionScores())
    let arm = policy.selectArm(round: round, using: &stream, telling: &scores)
    #expect(stream == testStream(), "ties that go to the first arm draw nothing")
    return (arm, scores.clusters?.values ?? [], scores.arms?.values ?? [])
  }

  @Test("By hand: a failure of an arm is good news of its mirror image")
  func byHand() {
    var ucbD = policy(on: mirrored)
    // Every cluster once; both arms of the first could pay 1.
    let first = told(&ucbD, round: 1).arm
    ucbD.update(arm: 0, reward: 0)
    let second = told(&ucbD, round: 2).arm
    #expect(first == 0 && second == 2)
    ucbD.update(arm: 2, reward: 0)
    // −ln(1 − φ) ≤ ln 2: φ ≤ ½ in both clusters, and the mirror image may pay 1.
    var seen = told(&ucbD, round: 3)
    #expect(seen.arm == 1 && seen.clusters[0] == 1 && abs(seen.clusters[1] - 0.5) < 1e-12)
    #expect(abs(seen.arms[0] - 0.5) < 1e-12 && seen.arms[1] == 1)
    ucbD.update(arm: 1, reward: 0)
    // −ln(1 − φ) − ln φ is least, ln 4, at ½, and at most ln 12 where φ(1 − φ) ≥ 1/12.
    seen = told(&ucbD, round: 4)
    let end = 0.5 + (1.0 / 6).squareRoot()
    #expect(seen.arm < 2)
    for value in seen.arms + [seen.clusters[0]] { #expect(abs(value - end) < 1e-12) }
    // −ln(1 − φ) ≤ ln 3 in the other.
    #expect(abs(seen.clusters[1] - 2.0 / 3) < 1e-12)
  }

  @Test(
    "One arm in each cluster with g = φ: KL-UCB, pull by pull",
    arguments: [TieBreak.first, .uniform], [0.0, 3])
  func klUCB(ties: TieBreak, c: Double) {
    let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]
    let shared = SharedParameter(
      intercepts: means.map { _ in 0 }, slopes: means.map { _ in 1 }, isLogistic: false,
      range: 0...1, law: .uniform)
    let instance = instance(shared, sizes: means.map { _ in 1 }, parameters: means)
    let values: [String: ParameterValue] = [
      "c": .number(c), "ties": .word(ties.rawValue),
    ]
    for number in 0..<4 as Range<UInt64> {
      #expect(
        transcript(
          prepared("ucb-d", values, for: instance), on: instance, horizon: 1500, number: number)
          == transcript(
            prepared("kl-ucb", values, for: instance), on: instance, horizon: 1500, number: number))
    }
  }

  /// The largest g in the ball by its definition, over a fine grid of parameters.
  private func indices(
    _ shared: SharedParameter, _ clustering: Clustering, _ counts: [SIMD2<Double>], clock: Int
  ) -> [Double] {
    let range = shared.range
    let places = (0...40_000).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 40_000
    }
    return (0..<clustering.clusterCount).flatMap { cluster -> [Double] in
      let arms = clustering.arms(of: cluster)
      let losses = places.map { phi in
        arms.reduce(0.0) { sum, arm in
          let (g, n) = (shared.mean(of: arm, at: phi), counts[arm].sum())
          return n == 0 ? sum : sum + n * BernoulliDivergence.kl(counts[arm].x / n, g)
        }
      }
      let level = (losses.min() ?? 0) + log(Double(clock))
      let ball = places.indices.filter { losses[$0] <= level }.map { places[$0] }
      return arms.map { arm in ball.map { shared.mean(of: arm, at: $0) }.max() ?? 0 }
    }
  }

  @Test("Each choice is that of the indices of all arms, whatever is passed over")
  func choices() {
    let shared = SharedParameter(
      intercepts: [0, -0.5, 0.5, 0, -1, 1], slopes: [1, 0.5, -1, 0.75, 2, -0.25],
      isLogistic: true, range: -2...2, law: .uniform)
    let instance = instance(shared, sizes: [3, 1, 2], parameters: [0.5, 0.25, -0.5])
    var ucbD = policy(on: instance)
    var (stream, world) = (testStream(), testStream(7))
    var counts = Array(repeating: SIMD2(0.0, 0.0), count: 6)
    var compared = 0
    for round in 1...160 {
      let arm = ucbD.selectArm(round: round, using: &stream)
      if round > 3, round % 8 == 0 {
        let all = indices(shared, instance.clustering, counts, clock: round - 1)
        // The grid leaves out less than a step of 1e-4 of every ball.
        #expect(all[arm] > (all.max() ?? 1) - 1e-4, "round \(round): \(all)")
        compared += 1
      }
      let reward = world.nextUnit() < instance.means[arm] ? 1.0 : 0
      counts[arm] += SIMD2(reward, 1 - reward)
      ucbD.update(arm: arm, reward: reward)
    }
    #expect(compared == 20)
    #expect(Set(counts.indices.filter { counts[$0] != .zero }).count > 3)
  }

  @Test("What is anticipated in a batch narrows the ball, and is forgotten when rewards come")
  func batches() {
    func started() -> UCBD {
      var ucbD = policy(on: mirrored)
      let first = told(&ucbD, round: 1).arm
      ucbD.update(arm: 0, reward: 0)
      let second = told(&ucbD, round: 2).arm
      #expect(first == 0 && second == 2)
      for (arm, reward) in [(2, 1.0), (1, 1.0), (0, 1.0)] { ucbD.update(arm: arm, reward: reward) }
      return ucbD
    }
    var batched = started()
    var plain = started()
    let before = told(&batched, round: 5)
    for _ in 0..<6 { batched.anticipate(arm: 0) }
    let pending = told(&batched, round: 11)
    var later = started()
    let now = told(&later, round: 11)
    #expect(pending.clusters[0] < now.clusters[0] && pending.clusters[1] == now.clusters[1])
    // φ̂ = 1/3 stays where it is, with 3 + 6 pulls: 9 kl(1/3, φ) ≤ ln 10 at the lower end.
    let bound = pending.clusters[0]
    #expect(abs(9 * BernoulliDivergence.kl(2.0 / 3, bound) - Elementary.log(10)) < 1e-9)
    let (arms, rewards) = ([Int32(0), 0, 1], [1.0, 0, 0])
    batched.update(arms: arms.span, rewards: rewards.span)
    for (arm, reward) in zip(arms, rewards) { plain.update(arm: Int(arm), reward: reward) }
    let (first, second) = (told(&batched, round: 8), told(&plain, round: 8))
    #expect(first.arm == second.arm && first.clusters == second.clusters)
    #expect(first.clusters != before.clusters)
    let (own, other) = (batched.belief(of: 0), plain.belief(of: 0))
    #expect(own == other && own?.pulls == 4)
  }

  /// Arms and clusters in another order, their functions with them.
  @Test("Other names change nothing: the same arms are pulled as often")
  func relabelling() {
    let lines = [(0.0, 1.0), (-0.5, 0.5), (0.5, -1), (0, 0.75)]
    func made(_ order: [Int], sizes: [Int], parameters: [Double]) -> BanditInstance {
      instance(
        SharedParameter(
          intercepts: order.map { lines[$0].0 }, slopes: order.map { lines[$0].1 },
          isLogistic: true, range: -2...2, law: .uniform), sizes: sizes, parameters: parameters)
    }
    let original = made([0, 1, 2, 3], sizes: [3, 1], parameters: [0.5, 0.25])
    let renamed = made([3, 2, 0, 1], sizes: [1, 3], parameters: [0.25, 0.5])
    func shares(_ instance: BanditInstance, _ order: [Int], from number: UInt64) -> [[Double]] {
      var shares = Array(repeating: [Double](), count: 4)
      for play in number..<(number + 400) {
        let arms = transcript(
          prepared("ucb-d", for: instance), on: instance, horizon: 60, number: play
        ).arms
        for (place, arm) in order.enumerated() {
          shares[arm].append(Double(arms.count { $0 == place }))
        }
      }
      return shares
    }
    let first = shares(original, [0, 1, 2, 3], from: 0)
    let second = shares(renamed, [3, 2, 0, 1], from: 400)
    var compared = 0
    func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
      let mean = values.reduce(0, +) / 400
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399)
    }
    for (own, other) in zip(first.map(moments), second.map(moments)) {
      let error = ((own.variance + other.variance) / 400).squareRoot()
      #expect(abs(own.mean - other.mean) <= 4.9 * error)
      compared += 1
    }
    #expect(compared == 4)
  }

  @Test("What it cannot stand on is refused: other rewards, other means, a function that turns")
  func refusals() throws {
    let family = try #require(PolicyCatalogue.standard["ucb-d"])
    let arguments = Arguments(defaultsOf: family.parameters)
    var shape = ProblemShape(armCount: 2, clusterCount: 1, rewards: .bernoulli)
    #expect(
      family.allProblems(arguments, shape).map(\.message)
        == ["ucb-d needs means that are known functions of a parameter, and these are none"])
    shape.sharedParameter = SharedParameter(
      values: [[0, 0.5, 1], [0.5, 0.75, 0.25]], grid: [0, 1, 2], law: .uniform)
    #expect(
      family.allProblems(arguments, shape).map(\.message)
        == ["ucb-d needs monotone functions, and that of arm 1 rises and falls"])
    shape.sharedParameter = SharedParameter(
      values: [[0, 0.5, 1], [0.5, 0.25, 0.25]], grid: [0, 1, 2], law: .uniform)
    #expect(family.allProblems(arguments, shape).isEmpty)
    let normal = ProblemShape(
      armCount: 2, clusterCount: 1, rewards: .gaussian(standardDeviation: 1))
    #expect(
      family.allProblems(arguments, normal).map(\.message)
        == ["ucb-d bounds Bernoulli means, and these rewards are Gaussian"])
  }
}
