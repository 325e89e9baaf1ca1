import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The least squared regret for its information")
struct InformationTableTests {
  private func table(_ regrets: [Double], _ gains: [Double]) -> InformationTable {
    var table = InformationTable(count: regrets.count)
    for arm in regrets.indices {
      table.regrets[arm] = regrets[arm]
      table.gains[arm] = gains[arm]
    }
    return table
  }

  /// The least ratio of any mixture of two arms, on a grid and at the formula's point.
  private func least(_ regrets: [Double], _ gains: [Double]) -> Double {
    var best = Double.infinity
    for i in regrets.indices {
      for j in regrets.indices {
        let (delta, gamma) = (regrets[i] - regrets[j], gains[i] - gains[j])
        let exact = (gamma * regrets[j] - 2 * delta * gains[j]) / (delta * gamma)
        let shares = (0...200).map { Double($0) / 200 } + (exact > 0 && exact < 1 ? [exact] : [])
        for q in shares {
          let (regret, gain) = (regrets[j] + q * delta, gains[j] + q * gamma)
          best = min(best, regret == 0 ? 0 : regret * regret / gain)
        }
      }
    }
    return best
  }

  @Test("The walk along the border finds the least ratio of all pairs")
  func minimum() {
    var draws = testStream()
    var mixed = 0
    for count in [1, 2, 3, 5, 12] {
      for _ in 0..<40 {
        let regrets = (0..<count).map { _ in 0.02 + draws.nextUnit() }
        let gains = regrets.map { $0 * draws.nextUnit() * draws.nextUnit() }
        let mixture = table(regrets, gains).mixture()
        let (q, i, j) = (mixture.share, mixture.first, mixture.second)
        let regret = q * regrets[i] + (1 - q) * regrets[j]
        let gain = q * gains[i] + (1 - q) * gains[j]
        let expected = least(regrets, gains)
        #expect((mixture.ratio - expected).magnitude <= 1e-12 * expected)
        #expect((mixture.ratio - regret * regret / gain).magnitude <= 1e-12 * expected)
        mixed += q < 1 ? 1 : 0
      }
    }
    #expect(mixed > 60)
  }

  // Three and two Beta posteriors whose regrets, information and variances other programs found.
  @Test("Known states give known mixtures")
  func knownStates() {
    let regrets = [0.12142857, 0.32142857, 0.22142857]
    let information = table(regrets, [0.02429608, 0.01863461, 0.09132153]).mixture()
    #expect((information.ratio - 0.5083414).magnitude < 1e-6)
    #expect(information.first == 0 && information.second == 2)
    #expect((information.share - 0.5107).magnitude < 5e-5)
    let variance = table(regrets, [0.01158531, 0.00912998, 0.04369728]).mixture()
    #expect((variance.ratio - 1.0631640).magnitude < 1e-6)
    #expect((variance.share - 0.5073).magnitude < 5e-5)
    let one = table([1.0 / 12, 1.0 / 4], [1.0 / 72, 1.0 / 32]).mixture()
    #expect(one == InformationTable.Mixture(0, ratio: one.ratio))
    #expect((one.ratio - 0.5).magnitude < 1e-15)
  }

  @Test("Without regret an arm is pulled whatever there is to learn, also where there is nothing")
  func certain() {
    #expect(table([0.5, 0, 0.25], [0.5, 0, 0.75]).mixture() == .init(1, ratio: 0))
    #expect(table([0.5, 0], [0, 0]).mixture() == .init(1, ratio: 0))
    #expect(table([0.5, 0.25], [0, 0]).mixture() == .init(1, ratio: .infinity))
    #expect(table([0, 0], [0.5, 0.75]).mixture().ratio == 0)
  }

  @Test("Arms are pulled as the mixture says, arms that are alike in equal shares")
  func pulls() {
    let table = table([0.1, 0.4, 0.4 + 1e-13, 0.3], [0.01, 0.5, 0.5, 0.05])
    var mixture = InformationTable.Mixture(0, ratio: 1)
    (mixture.second, mixture.share) = (1, 0.25)
    var stream = testStream()
    var counts = [0, 0, 0, 0]
    for _ in 0..<8000 { counts[table.arm(of: mixture, ties: .uniform, using: &stream)] += 1 }
    #expect(Verdict.proportion(counts[0], of: 8000, is: 0.25).holds)
    #expect(Verdict.proportion(counts[1], of: 8000, is: 0.375).holds)
    #expect(counts[3] == 0)
    let firsts = (0..<100).map { _ in table.arm(of: mixture, ties: .first, using: &stream) }
    #expect(Set(firsts) == [0, 1])
    // Without a choice no word is drawn.
    let before = stream
    #expect(table.arm(of: .init(3, ratio: 1), ties: .uniform, using: &stream) == 3)
    #expect(stream == before)
  }
}
