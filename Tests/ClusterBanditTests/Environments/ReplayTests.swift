import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Replay of a log")
struct ReplayTests: EnvironmentDriving {
  /// Four arms and 40 rows of zeros and ones, drawn with different probabilities.
  private static let log: RewardLog = {
    var stream = SeedTree(root: 9).stream(replication: 0, role: .instance)
    return RewardLog(
      names: ["a", "b", "c", "d"],
      values: (0..<160).map { stream.nextUnit() < [0.2, 0.5, 0.9, 0.35][$0 % 4] ? 1 : 0 })
  }()

  private func cell(_ row: Int, _ column: Int) -> Double { Self.log.values[4 * row + column] }

  private func instance(
    _ values: [String: ParameterValue] = [:], horizon: Int = 40, number: UInt64 = 0
  ) throws -> BanditInstance {
    var stream = SeedTree(root: 1).stream(replication: number, role: .instance)
    return try environment("replay", values.merging(["file": .log(Self.log)]) { $1 })
      .drawInstance(horizon: horizon, using: &stream)
  }

  private func logged(_ instance: BanditInstance) throws -> LoggedRewards {
    guard case .logged(let logged)? = instance.ownRewards else {
      throw ArgumentProblem([], "no log", hint: "")
    }
    return logged
  }

  @Test("As logged, round t pays the chosen arm what row t holds", arguments: [1, 7])
  func rowByRow(batch: Int) throws {
    let instance = try instance(["orders": .word("as-logged")])
    #expect(Set(instance.means.array).count == 4, "arms are told by their means")
    var count = 0
    for name in ["random", "ucb1", "thompson", "kl-ucb"] {
      let played = transcript(
        prepared(name, for: instance), on: instance, horizon: 40, batch: batch)
      for (row, (arm, reward)) in zip(played.arms, played.rewards).enumerated() {
        #expect(abs(reward - cell(row, arm)) < 1e-9, "\(name), row \(row)")
        count += 1
      }
    }
    #expect(count == 160)
  }

  @Test("A trace shows the same pulls")
  func traced() throws {
    let instance = try instance(["orders": .word("as-logged")])
    let run = replication(of: instance, horizon: 40)
    var count = 0
    prepared("ucb1", for: instance).trace?(run, 40) { pull in
      #expect(pull.reward == cell(pull.round - 1, pull.arm))
      count += 1
    }
    #expect(count == 40)
  }

  @Test("Regret is against the column with the largest total over the rows that are played")
  func bestColumn() throws {
    for horizon in [3, 25, 40] {
      let instance = try instance(["orders": .word("as-logged")], horizon: horizon)
      let totals = (0..<4).map { column in (0..<horizon).reduce(0) { $0 + cell($1, column) } }
      #expect(instance.means.array == totals.map { $0 / Double(horizon) })
      let trajectory = prepared("random", for: instance).play(
        replication(of: instance, horizon: horizon))
      let most = try #require(totals.max())
      let lost = most - trajectory.final(.reward)
      #expect(abs(trajectory.final(.realisedRegret) - lost) < 1e-9)
      let oracle = prepared("oracle", for: instance).play(
        replication(of: instance, horizon: horizon))
      #expect(oracle.final(.reward) == most)
    }
  }

  @Test("Shuffled, a replication plays every row once, in an order of its own")
  func shuffled() throws {
    var orders: Set<[Int32]> = []
    for number in 0..<20 as Range<UInt64> {
      let rows = try logged(try instance(number: number)).rows
      #expect(rows.sorted() == Array(0..<40))
      orders.insert(rows)
      #expect(try logged(try instance(horizon: 15, number: number)).rows == Array(rows.prefix(15)))
    }
    #expect(orders.count == 20)
    let fixed = try environment(
      "replay", ["file": .log(Self.log), "orders": .word("as-logged")])
    #expect(fixed.isFixed && fixed.longestHorizon == 40 && fixed.remarks.count == 1)
    let shuffled = try environment("replay", ["file": .log(Self.log)])
    #expect(!shuffled.isFixed && shuffled.remarks.isEmpty)
  }

  @Test("Columns follow their arms into clusters and through permuted labels")
  func clusters() throws {
    let values: [String: ParameterValue] = [
      "orders": .word("as-logged"), "clusters": .partition([[3, 1], [0, 2]]),
    ]
    let instance = try instance(values)
    let columns = [3, 1, 0, 2]
    #expect(instance.clustering.sizes == [2, 2])
    #expect(try logged(instance).columns == columns)
    var stream = testStream()
    let permuted = instance.permutingLabels(using: &stream)
    let order = try logged(permuted).columns
    #expect(order != columns && order.sorted() == [0, 1, 2, 3])
    #expect(
      permuted.means.array
        == order.map { column in
          (0..<40).reduce(0) { $0 + cell($1, column) } / 40
        })
    #expect(
      try paths(
        "replay", ["file": .log(Self.log), "clusters": .partition([[0, 1], [2]])]) == [["clusters"]]
    )
  }

  @Test("Rewards that are not 0 or 1 count as normal, with the deviation about columns' means")
  func normalRewards() throws {
    let log = RewardLog(names: ["x", "y"], values: [1, 10, 3, 14, 5, 18])
    // About 3 and 14: 4 + 0 + 4 + 16 + 0 + 16 = 40 over 6 rewards.
    #expect(log.rewards == .gaussian(standardDeviation: (40.0 / 6).squareRoot()))
    var stream = testStream()
    let instance = try environment("replay", ["file": .log(log), "orders": .word("as-logged")])
      .drawInstance(horizon: 3, using: &stream)
    #expect(
      transcript(prepared("thompson", for: instance), on: instance, horizon: 3).rewards.allSatisfy {
        [1, 10, 3, 14, 5, 18].contains($0.rounded())
      })
    #expect(
      !ruleProblems(
        "kl-ucb", arguments(KLUCB.variant), level: .arms, shape: shape(of: instance)
      ).isEmpty)
  }
}
