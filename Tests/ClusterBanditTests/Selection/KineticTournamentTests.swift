import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Lines in groups, and the plain way to the highest of them.
private final class Lines {
  let groups: Clustering
  private var lines: [SIMD2<Double>]
  private var tournament: KineticTournament

  init(sizes: [Int], direction: KineticTournament.Direction = .rising) {
    groups = Clustering(sizes: sizes)
    lines = Array(repeating: .zero, count: groups.armCount)
    tournament = KineticTournament(
      groups: groups, intercept: 0, slope: 0, direction: direction)
  }

  func set(_ candidate: Int, _ m: Double, _ r: Double) {
    lines[candidate] = SIMD2(m, r)
    tournament.setLine(
      of: candidate, group: Int(groups.clusterOfArm[candidate]), intercept: m, slope: r)
  }

  /// What is wrong at a clock with the count or with one of a few candidates in front, or nil.
  func flaw(_ group: Int, _ clock: Double, positions: Int = 4) -> String? {
    let range = groups.arms(of: group)
    let values = range.map { lines[$0].x + clock * lines[$0].y }
    let best = values.reduce(values[0], max)
    let front = range.filter { values[$0 - range.lowerBound] == best }
    let count = tournament.advance(group, to: clock)
    guard count == front.count else {
      return "clock \(clock): \(count) share the lead instead of \(front.count)"
    }
    // The first, the last and some between.
    let step = max(1, (count - 1) / max(1, positions - 1))
    for position in Array(stride(from: 0, to: count, by: step)) + [count - 1] {
      let candidate = tournament.leader(at: position, of: group)
      if candidate != front[position] {
        return "clock \(clock): \(candidate) at \(position) instead of \(front[position])"
      }
      let others = tournament.highestOfOthers(than: candidate, in: group)
      let expected = range.reduce(-Double.infinity) {
        $1 == candidate ? $0 : max($0, values[$1 - range.lowerBound])
      }
      if others != expected { return "clock \(clock): \(others) next instead of \(expected)" }
    }
    return nil
  }
}

/// How lines are drawn: a row of a table.
enum LineKind: String, CaseIterable, Sendable {
  /// Nothing in common.
  case general
  /// Means and counts of arms that pay 0 or 1: many equal lines.
  case counts
  /// Lines that differ by a few units in the last place, so that rounding makes ties.
  case close
  /// Steep lines with intercepts that rounding swallows.
  case swallowed
  /// Lines through a common point at clock 2, up to rounding.
  case crossing
  /// Below 0.
  case negative
  /// Intercepts as large as a location may be.
  case huge
  /// Values near the smallest numbers.
  case tiny
  /// No slopes.
  case flat

  func line(_ stream: inout RandomStream) -> (Double, Double) {
    let (x, y) = (stream.nextUnit(), stream.nextUnit())
    let small = Double(stream.nextIndex(below: 5))
    switch self {
    case .general: return (x, y)
    case .counts:
      let n = Double(stream.nextIndex(below: 4) + 1)
      return (Double(stream.nextIndex(below: Int(n) + 1)) / n, 1 / n.squareRoot())
    case .close: return (0.75 + small * 0x1p-53, 0.5 + Double(stream.nextIndex(below: 5)) * 0x1p-53)
    case .swallowed: return (small * 0x1p-52, 0.7 + Double(stream.nextIndex(below: 3)) * 0x1p-52)
    case .crossing:
      let r = 0.125 + Double(stream.nextIndex(below: 40)) / 37
      return (3 - 2 * r + (small - 2) * 0x1p-52, r)
    case .negative: return (-x - 100, y)
    case .huge: return (1e50 * (1 + small * 0x1p-52), y * 1e34)
    case .tiny: return (small * .leastNonzeroMagnitude, y * 1e-300)
    case .flat: return ((small + Double(stream.nextIndex(below: 30))) / 31, 0)
    }
  }
}

@Suite("Kinetic tournaments")
struct KineticTournamentTests {
  @Test(
    "Leader and ties are those of a scan at every clock", arguments: LineKind.allCases,
    [[1, 7, 8, 9], [64, 65, 2], [513]])
  func againstScan(kind: LineKind, sizes: [Int]) {
    for direction in [KineticTournament.Direction.rising, .falling] {
      var world = testStream(UInt64(sizes[0]) * 2 + (direction == .rising ? 0 : 1))
      let lines = Lines(sizes: sizes, direction: direction)
      for candidate in 0..<lines.groups.armCount {
        let (m, r) = kind.line(&world)
        lines.set(candidate, m, r)
      }
      for group in sizes.indices {
        let range = lines.groups.arms(of: group)
        var clock = direction == .rising ? 0 : 8.0
        for step in 0..<40 {
          let flaw = lines.flaw(group, clock)
          #expect(flaw == nil, "\(direction), group of \(range.count), step \(step)")
          if flaw != nil { return }
          // Some steps change nothing, one line, or several.
          for _ in 0..<[0, 1, 1, 3][world.nextIndex(below: 4)] {
            let (m, r) = kind.line(&world)
            lines.set(range.lowerBound + world.nextIndex(below: range.count), m, r)
          }
          // Some steps are the shortest possible ones, and some go through clock 2.
          switch world.nextIndex(below: 4) {
          case 0: clock = direction == .rising ? clock.nextUp : max(0, clock.nextDown)
          case 1 where direction == .rising ? clock < 2 : clock > 2: clock = 2
          default:
            let pace = world.nextUnit() * 0.2
            clock = direction == .rising ? clock + pace : max(0, clock - pace)
          }
        }
      }
    }
  }

  @Test("A clock that turns back is answered as well")
  func turningBack() {
    var world = testStream()
    let lines = Lines(sizes: [100])
    for candidate in 0..<100 { lines.set(candidate, world.nextUnit(), world.nextUnit()) }
    for _ in 0..<40 {
      let flaw = lines.flaw(0, 4 * world.nextUnit())
      #expect(flaw == nil)
    }
  }

  @Test("Every position in a lead that all share is one candidate, in order")
  func everyPosition() {
    for count in [1, 8, 9, 64, 65, 600] {
      let lines = Lines(sizes: [3, count])
      for candidate in 0..<count { lines.set(3 + candidate, 0.5, 0.25) }
      let flaw = lines.flaw(1, 1.5, positions: count)
      #expect(flaw == nil, "\(count)")
    }
  }

  @Test("Two lines swap at the clock where the computed values do, for all neighbouring clocks")
  func swapping() {
    // 1 + c/8 and 1/2 + c/3 meet at c = 2.4; the computed values are equal for a few clocks around
    // it.
    let lines = Lines(sizes: [9])
    lines.set(0, 1, 0.125)
    lines.set(8, 0.5, 1 / 3.0)
    var clock = 2.4
    for _ in 0..<40 { clock = clock.nextDown }
    for candidate in 1..<8 { lines.set(candidate, -1, 0) }
    var answers: Set<String> = []
    for _ in 0..<80 {
      let flaw = lines.flaw(0, clock)
      #expect(flaw == nil)
      answers.insert("\(1 + clock * 0.125 == 0.5 + clock * (1 / 3.0))")
      clock = clock.nextUp
    }
    #expect(answers.count == 2, "the values were equal at some clocks and not at others")
  }

  // A line that is ahead in exact arithmetic, yet equal or behind as computed: without margins the
  // tournament would hold the first for the only leader from a clock at which it is one.
  @Test("A lead that rounding takes away is noticed", arguments: [9, 70])
  func lostToRounding(count: Int) {
    var world = testStream(UInt64(count))
    var vanished = 0
    for _ in 0..<60 {
      let lines = Lines(sizes: [count])
      let slope = 0.5 + world.nextUnit()
      let base = world.nextUnit()
      for candidate in 0..<count { lines.set(candidate, -2, 0) }
      // Parallel up to the last place, half a unit of the sum apart.
      lines.set(0, base + 0x1p-53, slope)
      lines.set(count - 1, base, slope)
      var clock = 0.0
      for _ in 0..<40 {
        let flaw = lines.flaw(0, clock)
        #expect(flaw == nil)
        if base + 0x1p-53 > base, base + 0x1p-53 + clock * slope == base + clock * slope {
          vanished += 1
        }
        clock += world.nextUnit() * 0.3
      }
    }
    #expect(vanished > 100)
  }

  @Test("A lead that ends just before a falling clock stops is given up in time")
  func endOfFall() {
    // c against 1e-20 + c/2: they swap at 2e-20, far below the last place of the first clock.
    let lines = Lines(sizes: [8], direction: .falling)
    lines.set(0, 0, 1)
    lines.set(7, 1e-20, 0.5)
    for candidate in 1..<7 { lines.set(candidate, -1, 0) }
    for clock in [8, 1e-21] {
      let flaw = lines.flaw(0, clock)
      #expect(flaw == nil)
    }
  }

  @Test("Values without an order are answered with a candidate of the group")
  func withoutOrder() {
    let lines = KineticProbe(sizes: [3, 20])
    for candidate in 3..<23 { lines.set(candidate, .nan, 1) }
    let all = lines.leader(1, 1)
    #expect((3..<23).contains(all))
    lines.set(7, 1, 1)
    let one = lines.leader(1, 2)
    #expect((3..<23).contains(one))
  }
}

/// A tournament that is only asked for its leader.
private final class KineticProbe {
  private let groups: Clustering
  private var tournament: KineticTournament

  init(sizes: [Int]) {
    groups = Clustering(sizes: sizes)
    tournament = KineticTournament(groups: groups, intercept: 0, slope: 0)
  }

  func set(_ candidate: Int, _ m: Double, _ r: Double) {
    tournament.setLine(
      of: candidate, group: Int(groups.clusterOfArm[candidate]), intercept: m, slope: r)
  }

  func leader(_ group: Int, _ clock: Double) -> Int {
    var stream = testStream()
    return tournament.leader(of: group, clock: clock, ties: .uniform, using: &stream)
  }
}
