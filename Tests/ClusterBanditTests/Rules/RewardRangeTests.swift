import Randomness
import Testing

@testable import ClusterBandit

@Suite("The range of rewards that a bonus is made for")
struct RewardRangeTests {
  private func arms(
    _ name: String, _ values: [String: ParameterValue], unit: Double
  ) -> [Int] {
    let instance = BanditInstance(
      means: [0.2, 0.5, 0.45, 0.1].map { unit * $0 }, clustering: .singletons(4),
      rewards: .gaussian(standardDeviation: unit / 4))
    return transcript(prepared(name, values, for: instance), on: instance, horizon: 600).arms
  }

  @Test(
    "With rewards and scale in another unit every choice stays",
    arguments: [
      ("ucb1", [:]), ("ucb1-tuned", [:]), ("ucb", ["c": .constant(0.7)]),
      ("ucb", ["c": .schedule("inverse-log")]),
      ("ucb1", ["search": .word("sublinear")]),
    ] as [(String, [String: ParameterValue])])
  func units(name: String, values: [String: ParameterValue]) {
    // A power of two moves no bit of a mantissa.
    let expected = arms(name, values, unit: 1)
    let scaled = values.merging(["scale": .number(16)]) { $1 }
    #expect(arms(name, scaled, unit: 16) == expected)
    #expect(arms(name, values, unit: 16) != expected, "without the scale they do not")
  }

  @Test("Only normal rewards to which no scale was fitted are remarked on")
  func remarks() throws {
    func remarks(
      _ name: String, _ values: [String: ParameterValue], _ rewards: RewardDistribution
    ) throws -> [String] {
      let family = try #require(PolicyCatalogue.standard[name])
      return family.remarks(
        Arguments(values, defaultsOf: family.parameters),
        ProblemShape(armCount: 3, clusterCount: 3, rewards: rewards))
    }
    let c = ["c": ParameterValue.constant(1)]
    let rules: [(kind: String, name: String, values: [String: ParameterValue])] = [
      ("ucb1", "UCB1", [:]), ("ucb1-tuned", "UCB1-tuned", [:]), ("ucb", "UCB", c),
    ]
    var count = 0
    for (kind, name, values) in rules {
      let wide = RewardDistribution.gaussian(standardDeviation: 5)
      #expect(
        try remarks(kind, values, wide) == [
          "\(name)'s bonus assumes rewards in [0, 1]: scale is the length of any other range, 2σ for normal ones"
        ])
      #expect(try remarks(kind, values, .bernoulli) == [])
      #expect(try remarks(kind, values.merging(["scale": .number(10)]) { $1 }, wide) == [])
      #expect(try remarks(kind, values, .gaussian(standardDeviation: 0.5)) == [])
      count += 1
    }
    #expect(count == 3)
    #expect(try remarks("thompson", [:], .gaussian(standardDeviation: 5)) == [])
    // UCBC is UCB1 at two levels and takes no scale: three arms in three clusters have a remark
    // more.
    let own = try remarks("ucbc", [:], .gaussian(standardDeviation: 5)).filter {
      $0.hasPrefix("ucbc's bonuses assume rewards in [0, 1], a scale of 1")
    }
    #expect(own.count == 1)
    for rewards in [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)] {
      #expect(try remarks("ucbc", [:], rewards).allSatisfy { !$0.contains("scale") })
    }
  }
}
