import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("mortal")
struct MortalClustersTests: MortalDriving {
  @Test("Where nobody dies it is beta-clusters, to the last bit", arguments: [1, 3])
  func immortal(batch: Int) throws {
    let common: [String: ParameterValue] = [
      "sizes": .numbers([3, 1, 4]), "cohesion": .number(6), "centre": .numbers([0.2, 0.8]),
    ]
    let plain = try environment("beta-clusters", common)
    var (first, second) = (testStream(3), testStream(3))
    let one = plain.drawInstance(using: &first)
    let other = try mortal(death: 0).drawInstance(using: &second)
    #expect(clusters(one) == clusters(other))
    #expect(other.hasMortalArms && !one.hasMortalArms)
    #expect(births(of: other, until: 1_000_000).isEmpty)
    for name in ["thompson", "tsc", "ts-max", "ucb1", "kl-ucb", "hierarchical-thompson", "oracle"] {
      let run = replication(of: one, horizon: 120, checkpoints: [1, 7, 120], batch: batch)
      let same = replication(of: other, horizon: 120, checkpoints: [1, 7, 120], batch: batch)
      let expected = prepared(name, for: one).play(run)
      let found = prepared(name, for: other).play(same)
      for metric in Metric.curves where metric != .stuckFraction {
        for place in 0..<3 {
          #expect(
            abs(
              found.value(metric, checkpoint: place) - expected.value(metric, checkpoint: place))
              <= (metric == .realisedRegret ? 1e-10 : 0), "\(name), \(metric)")
        }
      }
    }
  }

  @Test("Each arm dies with probability p before each round, and one at a time only one does")
  func rates() throws {
    // 8 arms, 20 000 rounds: 4000 deaths, σ 62; of one at a time 500, σ 22. Five σ are missed once
    // in a million.
    var stream = testStream()
    let each = try mortal(death: 0.025).drawInstance(using: &stream)
    let ofEach = births(of: each, until: 20_001)
    #expect(abs(Double(ofEach.count) - 4000) < 5 * 62.5)
    #expect(zip(ofEach, ofEach.dropFirst()).allSatisfy { $0.round <= $1.round })
    #expect(zip(ofEach, ofEach.dropFirst()).contains { $0.round == $1.round })
    for arm in 0..<8 {
      #expect(abs(Double(ofEach.count { $0.arm == arm }) - 500) < 5 * 22.1)
    }
    let one = try mortal(death: 0.025, ["deaths": .word("one-at-a-time")])
      .drawInstance(using: &stream)
    let ofOne = births(of: one, until: 20_001)
    #expect(abs(Double(ofOne.count) - 500) < 5 * 22.1)
    #expect(zip(ofOne, ofOne.dropFirst()).allSatisfy { $0.round < $1.round })
    for arm in 0..<8 {
      #expect(abs(Double(ofOne.count { $0.arm == arm }) - 62.5) < 5 * 7.9)
    }
    // Certain death: every arm in every round but the first.
    let all = try mortal(death: 1).drawInstance(using: &stream)
    #expect(
      births(of: all, until: 4).map(\.round)
        == [2, 3, 4].flatMap { Array(repeating: $0, count: 8) })
    #expect(Set(births(of: all, until: 2).map(\.arm)) == Set(0..<8))
    let single = try mortal(death: 1, ["deaths": .word("one-at-a-time")])
      .drawInstance(using: &stream)
    #expect(births(of: single, until: 5).map(\.round) == [2, 3, 4, 5])
  }

  @Test("The lifetime of an arm is geometric from its first round on")
  func lifetimes() throws {
    // One arm, p = 1/2: 4000 lifetimes 1, 2, 3 and more.
    let environment = try environment(
      "mortal",
      [
        "arms": .integer(1), "clusters": .integer(1), "cohesion": .number(2), "death": .number(0.5),
      ])
    var stream = testStream()
    let rounds =
      [1] + births(of: environment.drawInstance(using: &stream), until: 8000).map(\.round)
    var counts = [0, 0, 0, 0]
    for life in zip(rounds.dropFirst(), rounds).map({ $0 - $1 }) { counts[min(life, 4) - 1] += 1 }
    #expect(counts.reduce(0, +) > 3700)
    let verdict = Verdict.chiSquare(counts: counts, probabilities: [0.5, 0.25, 0.125, 0.125])
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Where arms of a cluster are equal a newborn is what the dead one was")
  func equals() throws {
    var heirs = 0
    for number in 0..<10 as Range<UInt64> {
      var stream = testStream(number)
      let instance = try mortal(death: 0.5, ["cohesion": .number(1e9)])
        .drawInstance(using: &stream)
      for birth in births(of: instance, until: 10) {
        #expect(abs(birth.mean - instance.means[birth.arm]) < 1e-3)
        heirs += 1
      }
    }
    #expect(heirs > 200)
  }

  @Test("A newborn draws from its own cluster", arguments: [1.0, 30])
  func newborns(cohesion: Double) throws {
    // Three clusters; the law of each follows from the births alone: mean π and variance
    // π(1 − π)/(ν + 1), 3000 births or more for a cluster of three.
    let environment = try mortal(death: 0.1, ["cohesion": .number(cohesion)])
    var stream = testStream(UInt64(cohesion))
    let instance = environment.drawInstance(using: &stream)
    let all = births(of: instance, until: 40_000)
    var centres: [Double] = []
    for cluster in 0..<3 {
      let means = all.filter { instance.clustering.arms(of: cluster).contains($0.arm) }.map(\.mean)
      #expect(means.count > 3000)
      let centre = means.reduce(0, +) / Double(means.count)
      centres.append(centre)
      let verdict = Verdict.kolmogorovSmirnov(
        means, follow: .beta(centre * cohesion, (1 - centre) * cohesion))
      #expect(verdict.holds, "\(verdict)")
    }
    #expect(Set(centres.map { ($0 * 10).rounded() }).count > 1)
  }

  @Test("Permuted labels move the births with their arms")
  func permuted() throws {
    var stream = testStream()
    let instance = try mortal(death: 0.2).drawInstance(using: &stream)
    var dealing = testStream(9)
    let control = instance.permutingLabels(using: &dealing)
    #expect(instance.means.array != control.means.array)
    // Distinct means tell where an arm went.
    let place = try instance.means.array.map { mean in
      try #require(control.means.array.firstIndex(of: mean))
    }
    let (own, moved) = (births(of: instance, until: 200), births(of: control, until: 200))
    #expect(own.count > 200)
    #expect(moved.map(\.arm) == own.map { place[$0.arm] })
    #expect(moved.map(\.mean) == own.map(\.mean) && moved.map(\.round) == own.map(\.round))
    let again = control.permutingLabels(share: 0, using: &dealing)
    #expect(births(of: again, until: 200) == moved)
  }

  @Test("What beta-clusters refuses is refused, and a death that is no probability")
  func refused() throws {
    var values: [String: ParameterValue] = [
      "arms": .integer(2), "clusters": .integer(3), "cohesion": .number(1), "death": .number(0.1),
    ]
    #expect(try paths("mortal", values) == [["clusters"]])
    values["clusters"] = .integer(2)
    values["centre"] = .numbers([0.5, 1])
    #expect(try paths("mortal", values) == [["centre"]])
    values["centre"] = .numbers([0.5, 0.5])
    #expect(try paths("mortal", values).isEmpty)
  }
}
