import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Classes of equal lines")
struct LineClassesTests {
  /// Lines on a grid: few intercepts or many, few slopes or many, and the clocks.
  struct Setup: Sendable, CustomTestStringConvertible {
    let intercepts: Int
    let slopes: Int
    let clock: Double
    var testDescription: String { "\(intercepts) by \(slopes) lines, clock \(clock)" }
  }

  static let setups = [
    Setup(intercepts: 1, slopes: 1, clock: 1), Setup(intercepts: 3, slopes: 2, clock: 1),
    Setup(intercepts: 3, slopes: 40, clock: 0.3), Setup(intercepts: 50, slopes: 3, clock: 2),
    Setup(intercepts: 1000, slopes: 1000, clock: 1), Setup(intercepts: 4, slopes: 4, clock: 0),
    // The intercepts vanish beside the rest, or all but do.
    Setup(intercepts: 9, slopes: 3, clock: 1e18), Setup(intercepts: 9, slopes: 3, clock: 3e15),
  ]

  /// How the highest line is asked for.
  struct Asking: Sendable {
    let ties: TieBreak
    let looksAhead: Bool
    static let all = TieBreak.allCases.flatMap { ties in
      [false, true].map { Asking(ties: ties, looksAhead: $0) }
    }
  }

  @Test(
    "The highest is that of a scan, tie for tie and word for word", arguments: setups, Asking.all)
  func leaders(setup: Setup, asking: Asking) {
    let count = 60
    let ties = asking.ties
    var lines = Array(repeating: SIMD2(0.5, 1.0), count: count)
    var classes = LineClasses(
      count: count, intercept: 0.5, slope: 1, ties: .uniform,
      nearby: asking.looksAhead ? 0 : count)
    var world = testStream()
    var stream = world
    var clock = setup.clock
    var checked = 0
    for round in 0..<2500 {
      // Now and then somebody else uses the stream.
      if round % 7 == 0 { _ = stream.next() }
      var other = stream
      let expected = argmax(0..<count, ties: ties, using: &other) {
        lines[$0].x + clock * lines[$0].y
      }
      let chosen = classes.leader(clock: clock, ties: ties, using: &stream)
      #expect(chosen == expected && stream == other, "round \(round)")
      checked += 1
      // The leader moves, as by a pull, or any other.
      let mover = world.nextIndex(below: 3) > 0 ? chosen : world.nextIndex(below: count)
      lines[mover] = SIMD2(
        Double(world.nextIndex(below: setup.intercepts)) / Double(setup.intercepts),
        1 / Double(1 + world.nextIndex(below: setup.slopes)))
      classes.setLine(of: mover, to: lines[mover])
      #expect(classes.line(of: mover) == lines[mover])
      clock += setup.clock * (round % 3 == 0 ? 1e-5 : 0)
      if round % 500 == 0 { clock = setup.clock }
      guard round % 250 == 0 else { continue }
      #expect(classes.classCount == Set(lines).count)
      #expect(classes.slopeCount == Set(lines.map(\.y)).count)
    }
    #expect(checked == 2500)
  }

  @Test("What was foreseen comes, if whoever was chosen leaves", arguments: TieBreak.allCases)
  func foresight(ties: TieBreak) {
    // Foreseen where ties are drawn; and asked for the first one all the same.
    // Arms that always pay, or never: classes of many, one after the other.
    let count = 70_000
    var classes = LineClasses(count: count, intercept: 0, slope: 1, ties: .uniform)
    var plain = LineClasses(count: count, intercept: 0, slope: 1, ties: .first)
    var pulls = Array(repeating: 1.0, count: count)
    var (stream, other) = (testStream(), testStream())
    var foreseen = 0
    for round in 0..<3 * count {
      let clock = 1 + Double(round) / Double(count)
      let likely = classes.foreseen.candidate
      let isDue = classes.foreseen.isDue
      let chosen = classes.leader(clock: clock, ties: ties, using: &stream)
      let expected = plain.leader(clock: clock, ties: ties, using: &other)
      guard chosen == expected, stream == other else {
        Issue.record("round \(round): \(chosen), and without foresight \(expected)")
        return
      }
      foreseen += isDue && likely == chosen ? 1 : 0
      // Every hundredth choice waits for its reward until another one was made; then its line is
      // that of the candidate that was asked for twice.
      guard round % 100 > 0 else { continue }
      pulls[chosen] += 1
      let line = SIMD2(chosen % 2 == 0 ? 1 - 1 / pulls[chosen] : 0, 1 / pulls[chosen].squareRoot())
      classes.setLine(of: chosen, to: line)
      plain.setLine(of: chosen, to: line)
    }
    #expect(foreseen > 2 * count)
  }

  /// A class of five in front at the clock 1, and a rival.
  private func race(rival: SIMD2<Double>) -> LineClasses {
    var classes = LineClasses(count: 6, intercept: 0.5, slope: 0.5, ties: .uniform)
    classes.setLine(of: 5, to: rival)
    return classes
  }

  @Test("A class in front is asked again before another one can be ahead")
  func crossings() {
    // The rival closes in at speed 1/4 and is level where the clock has moved by 2^-14 to ½: in
    // leads that are not worth their search, and in long ones.
    for power in 1...14 {
      let step = 1 / Double(1 << power)
      var classes = race(rival: SIMD2(0.25 - step / 4, 0.75))
      var stream = testStream(UInt64(power))
      #expect(classes.leader(clock: 1, ties: .first, using: &stream) == 0)
      #expect(classes.leader(clock: 1 + step / 2, ties: .first, using: &stream) == 0)
      var level: Set<Int> = []
      for _ in 0..<200 {
        level.insert(classes.leader(clock: 1 + step, ties: .uniform, using: &stream))
      }
      #expect(level == [0, 1, 2, 3, 4, 5])
      #expect(classes.leader(clock: 1 + 1.5 * step, ties: .uniform, using: &stream) == 5)
      #expect(classes.leader(clock: 1, ties: .first, using: &stream) == 0)
    }
  }

  @Test("A line that comes in front is seen at once, be its slope old or new")
  func arrivals() {
    for line in [SIMD2(0.5 + 0x1p-50, 0.5), SIMD2(0.25, 0.75), SIMD2(0.3, 0.75), SIMD2(2, 0)] {
      var classes = race(rival: SIMD2(0, 0.75))
      var stream = testStream()
      #expect(classes.leader(clock: 1, ties: .first, using: &stream) == 0)
      classes.setLine(of: 3, to: line)
      let isLevel = line.x + line.y == 1
      #expect(classes.leader(clock: 1, ties: .first, using: &stream) == (isLevel ? 0 : 3))
      var chosen: Set<Int> = []
      for _ in 0..<200 { chosen.insert(classes.leader(clock: 1, ties: .uniform, using: &stream)) }
      #expect(chosen == (isLevel ? [0, 1, 2, 3, 4] : [3]))
    }
  }

  @Test("A line that rounds to the leader's value shares the lead from the next question on")
  func roundedTies() {
    // At the clock 1 a difference of 2^-54 in the intercept does not show.
    var classes = race(rival: SIMD2(0, 0.75))
    var stream = testStream()
    #expect(classes.leader(clock: 1, ties: .first, using: &stream) == 0)
    classes.setLine(of: 4, to: SIMD2(0.5 - 0x1p-54, 0.5))
    var chosen: Set<Int> = []
    for _ in 0..<200 { chosen.insert(classes.leader(clock: 1, ties: .uniform, using: &stream)) }
    #expect(chosen == [0, 1, 2, 3, 4])
  }

  @Test("Classes that were close to another are counted while they last")
  func tightness() {
    var classes = race(rival: SIMD2(0, 0.75))
    #expect(classes.tightCount == 0)
    classes.setLine(of: 4, to: SIMD2(0.5 - 1e-10, 0.5))
    classes.setLine(of: 3, to: SIMD2(0.5 + 1e-8, 0.5))
    #expect(classes.tightCount == 1)
    classes.setLine(of: 4, to: SIMD2(0.25, 0.5))
    #expect(classes.tightCount == 0)
  }
}
