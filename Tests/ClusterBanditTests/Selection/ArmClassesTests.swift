import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Classes of equal data")
struct ArmClassesTests {
  /// The partition kept in the plainest way.
  private struct Model {
    var keys: [SIMD2<Double>]
    func members(like candidate: Int, _ range: Range<Int>) -> [Int] {
      range.filter { keys[$0] == keys[candidate] }
    }
  }

  @Test(
    "Moves keep members, sizes, order and live classes as a plain partition does",
    arguments: [1, 3, 40, 100_000])
  func moves(variety: Int) {
    let groups = Clustering(sizes: [1, 5, 90, 30])
    let first = SIMD2(1.0, 2)
    var classes = ArmClasses(
      groups: groups, key: first, evidence: .shape, countsMembers: true)
    var model = Model(keys: Array(repeating: first, count: groups.armCount))
    var stream = testStream(UInt64(variety))
    for round in 0..<1600 {
      let candidate = stream.nextIndex(below: groups.armCount)
      let group = Int(groups.clusterOfArm[candidate])
      let key = SIMD2(
        1 + Double(stream.nextIndex(below: variety)), 0.5 + Double(stream.nextIndex(below: 2)))
      let slot = classes.move(candidate, group: group, to: key)
      model.keys[candidate] = key
      #expect(slot == classes.slot(of: candidate))
      #expect(classes.record(slot).key == key)
      guard round % 100 == 0 else { continue }
      var live = 0
      for group in 0..<groups.clusterCount {
        let range = groups.arms(of: group)
        for candidate in range {
          let members = model.members(like: candidate, range)
          let slot = classes.slot(of: candidate)
          #expect(classes.count(slot) == members.count)
          let found = members.indices.map { classes.member($0, of: slot) }
          #expect(found == members)
        }
        let slots = Set(range.map { classes.slot(of: $0) })
        var seen: [Int] = []
        for block in classes.blocks(of: group) {
          let x = Probability(logit: 13)
          let excess = classes.excess(block, over: ArmClasses.Level(x), budget: 0)
          for lane in 0..<8 {
            let slot = classes.slot(block: block, lane: lane)
            guard slot >= 0 else {
              #expect(excess[lane] == .infinity)
              continue
            }
            seen.append(slot)
            let key = classes.record(slot).key
            let bound = divergence(key.x, key.y, x) - log(Double(classes.count(slot)))
            #expect(abs(excess[lane] - bound) < 1e-6, "the lane of a class is kept up to date")
          }
        }
        #expect(seen.count == slots.count && Set(seen) == slots)
        #expect(classes.liveCount(group) == slots.count)
        live += slots.count
        // The k-th of all candidates, and of every second class.
        let some = slots.sorted().enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        for union in [slots.sorted(), some] {
          let members = range.filter { union.contains(classes.slot(of: $0)) }
          let found = members.indices.map { classes.member($0, ofAll: union) }
          #expect(found == members)
        }
      }
      #expect(classes.liveCount == live)
    }
  }

  @Test("Classes that end give their memory to those that begin")
  func memory() {
    let groups = Clustering(sizes: [400, 40])
    var classes = ArmClasses(
      groups: groups, key: .zero, evidence: .pullsAndMean, countsMembers: false)
    var afterFirst = 0
    for round in 1...30 {
      // Every candidate a class of its own, with keys never seen before, then all in one again.
      for candidate in 0..<440 {
        let key = SIMD2(Double(round), Double(candidate) / 440)
        _ = classes.move(candidate, group: candidate < 400 ? 0 : 1, to: key)
      }
      #expect(classes.liveCount == 440)
      for candidate in 0..<440 {
        _ = classes.move(candidate, group: candidate < 400 ? 0 : 1, to: SIMD2(-1, 0))
      }
      #expect(classes.liveCount == 2)
      if round == 1 { afterFirst = classes.classBytes }
    }
    #expect(classes.classBytes == afterFirst)
    // 440 classes at once, at most twice as many places: 48 bytes a record, 2 by 4 of the table; 32
    // a lane, with the smaller stretches that were given up on the way.
    #expect(afterFirst <= 2 * 512 * (48 + 2 * 4) + 4 * 512 * 32)
  }

  @Test("Stretches of blocks that one group outgrew serve the others")
  func stretches() {
    // 40 groups grow to 64 classes, then 40 others. The first take 2, 4 and 8 blocks beside the 80
    // that all begin with, and leave 2 and 4; the others take those, then 8: 960 blocks, which fit
    // in 1024.
    let groups = Clustering(sizes: Array(repeating: 64, count: 80))
    var classes = ArmClasses(
      groups: groups, key: SIMD2(1, 1), evidence: .shape, countsMembers: false)
    for half in [0..<40, 40..<80] {
      for member in 0..<64 {
        for group in half {
          _ = classes.move(
            64 * group + member, group: group, to: SIMD2(2, 1 + Double(member)))
        }
      }
    }
    #expect(classes.liveCount == 80 * 64)
    #expect(
      classes.classBytes == 8192 * (MemoryLayout<ArmClasses.Record>.stride + 2 * 4)
        + 1024 * MemoryLayout<ArmClasses.Block>.stride)
  }

  /// Chernoff's exponent in the plainest way.
  private func divergence(_ a: Double, _ b: Double, _ x: Probability) -> Double {
    let n = a + b
    return (a > 0 ? a * (log(a / n) - log(x.value)) : 0)
      + (b > 0 ? b * (log(b / n) - log(x.complement)) : 0)
  }

  @Test("The filter is Chernoff's bound, never above it, and none below the mean")
  func filter() {
    var stream = testStream()
    for round in 0..<1500 {
      let size = 1 + stream.nextIndex(below: 5)
      let power = Elementary.exp(14 * stream.nextUnit())
      let (a, b) = (0.1 + power * stream.nextUnit(), 0.1 + power * stream.nextUnit())
      let countsMembers = round % 2 == 0
      var classes = ArmClasses(
        groups: .whole(size), key: SIMD2(1, 1),
        evidence: round % 3 == 0 ? .pullsAndMean : .shape, countsMembers: countsMembers)
      for candidate in 0..<size {
        _ = classes.move(
          candidate, group: 0, to: round % 3 == 0 ? SIMD2(a + b, a / (a + b)) : SIMD2(a, b))
      }
      let x = Probability(logit: 24 * stream.nextUnit() - 12)
      let excess = classes.excess(0, over: ArmClasses.Level(x), budget: 0.75)
      for lane in 1..<8 { #expect(excess[lane] == .infinity) }
      if a * x.complement > b * x.value * (1 + 1e-9) {
        #expect(excess[0] == -.infinity)
        #expect(excess.anyNegative)
        continue
      }
      let exact =
        BetaDistribution(alpha: a, beta: b).deviance(
          at: x, drift: BetaDistribution(alpha: a, beta: b).drift(at: x))
        - (countsMembers ? log(Double(size)) : 0) - 0.75
      #expect(excess[0] <= exact)
      #expect(excess[0] >= exact - 1e-10 - 1e-13 * (a + b) * (1 + abs(exact)), "\(a) \(b) \(x)")
      #expect(abs(exact - excess[0]) < 1e-7 * (1 + a + b))
      let plain = divergence(a, b, x) - (countsMembers ? log(Double(size)) : 0) - 0.75
      #expect(abs(plain - exact) < 1e-9 * (1 + a + b))
      #expect(excess.anyNegative == (excess[0] < 0))
      let slope = classes.slope(block: 0, lane: 0, at: ArmClasses.Level(x))
      let drift = BetaDistribution(alpha: a, beta: b).drift(at: x)
      #expect(slope <= drift && slope > drift - 1e-13 * (a + b))
    }
  }

  @Test("Huge counts are passed over rightly or not at all")
  func hugeCounts() {
    for (a, b) in [(6e14, 4e14), (1e15, 1), (1, 1e15)] as [(Double, Double)] {
      let classes = ArmClasses(
        groups: .whole(1), key: SIMD2(a, b), evidence: .shape, countsMembers: true)
      let posterior = BetaDistribution(alpha: a, beta: b)
      for z in [0.5, 2, 5, 20] {
        let mean = posterior.mean
        let logit = log(mean.value / mean.complement) + z / (a * b / (a + b)).squareRoot()
        let x = Probability(logit: logit)
        let excess = classes.excess(0, over: ArmClasses.Level(x), budget: 0)[0]
        let exact = posterior.deviance(at: x, drift: posterior.drift(at: x))
        #expect(excess <= exact && excess > exact - 8, "\(a) \(b) \(z)")
      }
    }
  }
}
