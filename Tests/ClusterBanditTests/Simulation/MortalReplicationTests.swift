import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Replications in which arms die")
struct MortalReplicationTests: MortalDriving {
  /// Pulls the arms in turn and notes what it is told.
  private struct Diary: Policy, ~Copyable {
    enum Entry: Equatable {
      case pulled(Int)
      case paid(Int)
      case forgot(Int)
    }
    let armCount: Int
    let log: CallLog<Entry>

    mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
      log.note(.pulled(round % armCount))
      return round % armCount
    }
    mutating func update(arm: Int, reward: Double) { log.note(.paid(arm)) }
    static var forgetsArms: Bool { true }
    mutating func forget(arm: Int) { log.note(.forgot(arm)) }
  }

  private func instance(death: Double = 0.08) throws -> BanditInstance {
    var stream = testStream(5)
    return try mortal(death: death).drawInstance(using: &stream)
  }

  @Test("Every metric is against the arms that are alive", arguments: [1, 5])
  func metrics(batch: Int) throws {
    let instance = try instance()
    let horizon = 60
    let policy = PreparedPolicy(binary: {
      Diary(armCount: $0.armCount, log: CallLog())
    })
    var run = replication(
      of: instance, horizon: horizon, checkpoints: Array(1...horizon), batch: batch)
    run.discount = 0.9
    let trajectory = policy.play(run)
    let means = means(of: instance, rounds: horizon)
    var rewards = run.seeds.stream(replication: 0, role: .reward)
    var (regret, reward, best, optimal, home, worth, missed) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for round in 1...horizon {
      let alive = means[round - 1]
      let top = try #require(alive.max())
      let arm = round % 8
      let paid = rewards.nextUnit() < alive[arm] ? 1.0 : 0
      regret += top - alive[arm]
      best += top
      reward += paid
      optimal += alive[arm] == top ? 1 : 0
      let cluster = instance.clustering.arms(of: Int(instance.clustering.clusterOfArm[arm]))
      home += cluster.contains { alive[$0] == top } ? 1 : 0
      var weight = 1.0
      for _ in 1..<round { weight *= 0.9 }
      worth += weight * paid
      missed += weight * (top - alive[arm])
      let place = round - 1
      #expect(trajectory.value(.pseudoRegret, checkpoint: place) == regret)
      #expect(trajectory.value(.reward, checkpoint: place) == reward)
      #expect(trajectory.value(.realisedRegret, checkpoint: place) == best - reward)
      #expect(trajectory.value(.bestArmShare, checkpoint: place) == optimal / Double(round))
      #expect(trajectory.value(.bestClusterShare, checkpoint: place) == home / Double(round))
      #expect(abs(trajectory.value(.discountedReward, checkpoint: place) - worth) < 1e-12)
      #expect(abs(trajectory.value(.discountedRegret, checkpoint: place) - missed) < 1e-12)
    }
    #expect(regret > 5 && optimal > 0 && home > optimal)
    #expect(trajectory.final(.stuckFraction) == 0)
    #expect(means.first != means.last)
  }

  @Test("The oracle pulls the best of the living and loses nothing")
  func oracle() throws {
    let instance = try instance()
    let run = replication(of: instance, horizon: 200, batch: 1)
    let trajectory = prepared("oracle", for: instance).play(run)
    #expect(trajectory.final(.pseudoRegret) == 0 && trajectory.final(.bestArmShare) == 1)
    let best = means(of: instance, rounds: 200).reduce(0) { $0 + ($1.max() ?? 0) }
    let gap = trajectory.final(.realisedRegret) + trajectory.final(.reward) - best
    #expect(abs(gap) < 1e-9)
    // The best changes, so one arm would not have done.
    #expect(Set(means(of: instance, rounds: 200).map { $0.max() }).count > 3)
  }

  @Test(
    "A death is told before the next choice, and what the dead were to pay never",
    arguments: [1, 7])
  func order(batch: Int) throws {
    let instance = try instance()
    let log = CallLog<Diary.Entry>()
    let policy = PreparedPolicy(binary: { Diary(armCount: $0.armCount, log: log) })
    _ = policy.play(replication(of: instance, horizon: 70, batch: batch))
    let births = births(of: instance, until: 70)
    var expected: [Diary.Entry] = []
    var dropped = 0
    for first in stride(from: 1, through: 70, by: batch) {
      var waiting: [Int] = []
      for round in first..<first + batch {
        for birth in births where birth.round == round {
          expected.append(.forgot(birth.arm))
          dropped += waiting.count { $0 == birth.arm }
          waiting.removeAll { $0 == birth.arm }
        }
        expected.append(.pulled(round % 8))
        waiting.append(round % 8)
      }
      expected += waiting.map { .paid($0) }
    }
    #expect(log.take() == expected)
    #expect(births.count > 20 && (batch == 1) == (dropped == 0))
  }

  @Test(
    "Pulls that are watched are those that are played", arguments: ["thompson", "ts-max", "ucb1"],
    [1, 4])
  func watched(name: String, batch: Int) throws {
    let instance = try instance()
    let policy = prepared(name, for: instance)
    let run = replication(
      of: instance, horizon: 90, checkpoints: Array(1...90), batch: batch, test: "watched")
    let trajectory = policy.play(run)
    let means = means(of: instance, rounds: 90)
    var (regret, reward) = (0.0, 0.0)
    policy.watch(run, rounds: 90) { pull in
      let alive = means[pull.round - 1]
      regret += (alive.max() ?? 0) - alive[pull.arm]
      reward += pull.reward
      #expect(trajectory.value(.pseudoRegret, checkpoint: pull.round - 1) == regret)
      #expect(trajectory.value(.reward, checkpoint: pull.round - 1) == reward)
    }
    var (traced, born) = (0, 0)
    policy.trace?(run, 90) { pull in
      traced += 1
      #expect(pull.means == means[pull.round - 1])
      if pull.round > 1 {
        // Means are drawn from a continuous law: those that changed are of other arms.
        let (now, then) = (means[pull.round - 1], means[pull.round - 2])
        let changed = now.indices.filter { now[$0] != then[$0] }
        #expect(Set(changed).isSubset(of: pull.newborn))
      }
      born += pull.newborn.count
      for arm in pull.newborn { #expect(pull.before[arm] == nil && pull.after[arm] != nil) }
    }
    #expect(traced == 90 && born > 0)
  }

  @Test("A replication that is told to end is not complete")
  func ended() throws {
    let instance = try instance()
    var run = replication(of: instance, horizon: 5_000_000)
    let control = PlayControl()
    control.cancel()
    run.control = control
    #expect(!prepared("random", for: instance).play(run).isComplete)
  }
}
