import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Whittle's integral")
struct WhittleIntegralTests {
  /// The best of two or more truncated arms by backward induction over all their states: an arm
  /// that was pulled `depth` times pays its posterior mean for ever.
  private final class Truncated {
    let depth: Int
    let discount: Double
    private var known: [[Int]: Double] = [:]

    init(depth: Int, discount: Double) { (self.depth, self.discount) = (depth, discount) }

    func value(_ state: [Int]) -> Double {
      if let value = known[state] { return value }
      var best = 0.0
      for arm in 0..<state.count / 2 {
        let (s, f) = (state[2 * arm], state[2 * arm + 1])
        let p = Double(1 + s) / Double(2 + s + f)
        // Once it is best to pull an arm that stays as it is, it is best for ever.
        var value = p / (1 - discount)
        if s + f < depth {
          var (won, lost) = (state, state)
          won[2 * arm] += 1
          lost[2 * arm + 1] += 1
          value = p * (1 + discount * self.value(won)) + (1 - p) * discount * self.value(lost)
        }
        best = max(best, value)
      }
      known[state] = best
      return best
    }
  }

  // Ten digits of another program: backward induction over all states of four arms.
  @Test(
    "Where nothing is learned after the last pull it is the optimum of four such arms",
    arguments: [(1, 6.239375), (2, 6.567412344)])
  func truncated(depth: Int, optimum: Double) {
    let integral = WhittleIntegral(prior: .uniform, armCount: 4, discount: 0.9, depth: depth)
    #expect((integral.lower - optimum).magnitude < 2e-6, "\(integral)")
    let plan = Truncated(depth: depth, discount: 0.9).value(Array(repeating: 0, count: 8))
    #expect((plan - optimum).magnitude < 0.6e-9)
  }

  @Test("Two and three arms with a longer look-ahead are solved by backward induction, too")
  func small() {
    for (arms, depth, discount) in [(2, 6, 0.8), (3, 3, 0.95), (1, 9, 0.9)] {
      let integral = WhittleIntegral(
        prior: .uniform, armCount: arms, discount: discount, depth: depth)
      let plan = Truncated(depth: depth, discount: discount)
        .value(Array(repeating: 0, count: 2 * arms))
      #expect((integral.lower - plan).magnitude < 3e-6, "\(arms) arms: \(integral), \(plan)")
      #expect(integral.upper >= plan)
    }
  }

  // Of this project's program in Python.
  @Test(
    "The bracket holds what another program found",
    arguments: [(2, 0.9, 6.09641), (4, 0.9, 6.75654), (10, 0.95, 15.1333)])
  func known(arms: Int, discount: Double, optimum: Double) {
    let integral = WhittleIntegral(armCount: arms, discount: discount)
    #expect(integral.upper - integral.lower <= 1e-5 / (1 - discount))
    #expect((integral.lower - optimum).magnitude < 1.5e-4, "\(integral)")
  }

  @Test("Of one arm it is the arm's mean for ever, and no policy beats the best of all means")
  func ends() {
    let one = WhittleIntegral(
      prior: BetaPrior(alpha: 2, beta: 1), armCount: 1, discount: 0.9, depth: 16)
    #expect((one.lower - 20.0 / 3).magnitude < 1e-6 && (one.upper - 20.0 / 3).magnitude < 1e-6)
    var last = 5.0
    for arms in [2, 3, 10, 100] {
      let integral = WhittleIntegral(armCount: arms, discount: 0.9)
      #expect(integral.lower > last)
      #expect(integral.upper < 10 * Double(arms) / Double(arms + 1))
      last = integral.upper
    }
  }
}
