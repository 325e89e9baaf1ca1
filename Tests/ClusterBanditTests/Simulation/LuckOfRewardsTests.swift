import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The luck of rewards")
struct LuckOfRewardsTests: MortalDriving {
  @Test("By hand: an optimal arm, another one, and the weight of a loss")
  func hand() {
    var luck = LuckOfRewards()
    luck.add(reward: 1, mean: 0.75, loss: 0)
    luck.add(reward: 0, mean: 0.25, loss: 0.5)
    luck.add(reward: 1, mean: 0.5, loss: 0.25)
    #expect(luck.values == [0.25, 0.25, -0.125 + 0.125])
    luck.add(reward: 1, mean: 0.25, loss: 0.5)
    #expect(luck.best == 0.25 && luck.others == 1 && luck.weighted == 0.375)
  }

  private static let instances = [
    problem([[0.25, 0.5], [0.75]]), problem([[0.75, 0.5], [0.75]]),
    problem([[0.25, 0.5], [0.75]], rewards: .gaussian(standardDeviation: 2)),
  ]

  @Test("It is that of single rounds, in sequence and in batches", arguments: [1, 7, 300])
  func sums(batch: Int) {
    var compared = 0
    for instance in Self.instances {
      var run = replication(
        of: instance, horizon: 300, checkpoints: Array(1...300), batch: batch)
      let plain = prepared("ucb1", for: instance).play(run)
      run.keepsLuck = true
      let kept = prepared("ucb1", for: instance).play(run)
      #expect(plain.luck.isEmpty && kept.luck.count == 300)
      var luck = LuckOfRewards()
      var last = (reward: 0.0, regret: 0.0)
      for checkpoint in 0..<300 {
        let now = (
          reward: plain.value(.reward, checkpoint: checkpoint),
          regret: plain.value(.pseudoRegret, checkpoint: checkpoint)
        )
        // Gaps are multiples of a quarter.
        let loss = ((now.regret - last.regret) * 4).rounded() / 4
        luck.add(
          reward: now.reward - last.reward, mean: instance.oracle.mean - loss, loss: loss)
        last = now
        let sums = kept.luck[checkpoint].values
        #expect(zip(sums, luck.values).allSatisfy { ($0 - $1).magnitude < 1e-9 })
        compared += 1
      }
      // All else is as it was.
      #expect(plain.values == kept.values)
      // What it says of the rewards: best + others = Σ r − Σ μ of the pulled arms.
      let expected = 300 * instance.oracle.mean - plain.final(.pseudoRegret)
      let whole = kept.luck[299]
      #expect((whole.best + whole.others - plain.final(.reward) + expected).magnitude < 1e-9)
    }
    #expect(compared == 900)
  }

  @Test("Where arms die and where rounds have contexts it is that of the round's means")
  func moving() throws {
    var stream = testStream()
    for environment in [try environment("contextual-clusters"), try mortal(death: 0.02)] {
      let instance = environment.drawInstance(using: &stream)
      var run = replication(of: instance, horizon: 200)
      run.keepsLuck = true
      let played = prepared("random", for: instance).play(run)
      let luck = try #require(played.luck.last)
      // The oracle's expectation is the reward and the realised regret together.
      let oracle = played.final(.reward) + played.final(.realisedRegret)
      let expected = oracle - played.final(.pseudoRegret)
      #expect((luck.best + luck.others - played.final(.reward) + expected).magnitude < 1e-9)
      #expect(luck.others != 0 && luck.weighted != 0)
    }
  }

  @Test(
    "Its mean is 0 for every policy, whatever it does with the rewards",
    arguments: ["ucb1", "thompson", "tsc", "kl-ucb"])
  func martingale(policy: String) {
    let instance = Self.instances[0]
    let player = prepared(policy, for: instance)
    let sums = (0..<4000 as Range<UInt64>).map { number in
      var run = replication(of: instance, horizon: 60, number: number)
      run.keepsLuck = true
      return player.play(run).luck.last?.values ?? []
    }
    for place in 0..<3 {
      // A tenth of the spread of one run is missed once in fifty times, a seventh never.
      let values = sums.map { $0[place] }
      let mean = values.reduce(0, +) / 4000
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(squares > 0)
      let verdict = Verdict.mean(
        mean, sampleDeviation: (squares / 3999).squareRoot(), count: 4000, is: 0)
      #expect(verdict.holds, "\(verdict)")
    }
  }
}
