import Randomness
import Testing

@testable import ClusterBandit

@Suite("Clock tables")
struct ClockTablesTests {
  @Test("The tables hold sqrt(2 ln t) and 1/sqrt(n), and so does what lies beyond them")
  func values() {
    let table = ClockTables(count: 50)
    #expect(table.sqrtTwoLog(0) == 0)
    #expect(table.sqrtTwoLog(1) == 0)
    #expect(table.inverseRoot(0) == .infinity)
    for t in 1..<200 {
      #expect(table.sqrtTwoLog(t) == (2 * Elementary.log(Double(t))).squareRoot())
      #expect(table.inverseRoot(Double(t)) == 1 / Double(t).squareRoot())
    }
    // sqrt(2 ln 1000) to twelve digits.
    #expect(abs(table.sqrtTwoLog(1000) - 3.716922188849) < 1e-11)
    #expect(abs(table.inverseRoot(50) - 0.141421356237) < 1e-11)
  }

  @Test("Counts between whole numbers have their own 1/sqrt(n)")
  func fractions() {
    let table = ClockTables(count: 50)
    for n in [1e-9, 0.25, 0.5, 1.5, 2.25, 48.999, 49.5, 50.25, 1e15, 1e300] {
      #expect(table.inverseRoot(n) == 1 / n.squareRoot(), "\(n)")
    }
    #expect(table.inverseRoot(2.25) == 1 / 1.5)
  }

  @Test("A table's length never shows", arguments: [1, 2, 3, 49, 50, 51, 1000, 5000])
  func lengthDoesNotShow(t: Int) {
    let (short, long) = (ClockTables(count: 50), ClockTables(count: 2000))
    #expect(short.sqrtTwoLog(t) == long.sqrtTwoLog(t))
    #expect(short.inverseRoot(Double(t)) == long.inverseRoot(Double(t)))
  }

  @Test("Shared tables cover the horizon, and no more than the longest table")
  func covering() {
    for horizon in [1, 2, 1000] {
      #expect(ClockTables.covering(horizon: horizon).roots.count > horizon)
    }
    let long = ClockTables.covering(horizon: .max)
    #expect(long.roots.count == ClockTables.longest)
    #expect(ClockTables.covering(horizon: 10) === long, "a table that covers is kept")
  }
}
