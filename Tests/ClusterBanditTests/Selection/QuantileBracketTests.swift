import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Bounds on the quantiles of a Beta posterior")
struct QuantileBracketTests {
  /// A bracket with the posterior that it belongs to.
  private struct Followed {
    var law: BetaDistribution
    var bracket: QuantileBracket

    init?(_ alpha: Double, _ beta: Double, at y: Double) {
      law = BetaDistribution(alpha: alpha, beta: beta)
      guard let bracket = QuantileBracket(law, at: y) else { return nil }
      self.bracket = bracket
    }

    mutating func add(_ isSuccess: Bool) -> Bool {
      let (a, b) = (law.alpha, law.beta)
      law = BetaDistribution(alpha: isSuccess ? a + 1 : a, beta: isSuccess ? b : b + 1)
      return isSuccess
        ? bracket.addSuccess(alpha: a, beta: b) : bracket.addFailure(alpha: a, beta: b)
    }

    func bounds(_ budget: Double) -> (lower: Double, upper: Double) {
      (bracket.lower(budget), bracket.line.x + bracket.line.y * budget)
    }

    func quantile(_ budget: Double) -> Double {
      let tail = Elementary.exp(-budget)
      return law.logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
    }
  }

  static let parameters =
    [
      (1, 1), (0.01, 0.5), (1, 30), (30, 1), (0.5, 4000), (300, 700), (1e5, 3e5), (1e9, 1e9),
      (5, 1e6),
    ] as [(Double, Double)]

  @Test("Every quantile lies between its bounds, near and far, through 60 pulls")
  func contains() throws {
    var world = testStream()
    var (compared, bounded) = (0, 0)
    for (alpha, beta) in Self.parameters {
      for budget in [0.05, 0.7, 2, 6, 14] {
        let law = BetaDistribution(alpha: alpha, beta: beta)
        let tail = Elementary.exp(-budget)
        let y = law.logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
        guard var followed = Followed(alpha, beta, at: y) else { continue }
        for pull in 0..<60 {
          for shift in [-0.6, -0.01, 0, 0.01, 0.6] where budget + shift > 0 {
            let quantile = followed.quantile(budget + shift)
            let (lower, upper) = followed.bounds(budget + shift)
            #expect(lower <= quantile && quantile <= upper, "\(alpha) \(beta) \(budget) \(pull)")
            compared += 1
            if lower > -.infinity { bounded += 1 }
          }
          guard followed.add(world.nextUnit() < alpha / (alpha + beta)) else { break }
        }
      }
    }
    #expect(compared > 5000)
    #expect(bounded > compared / 2, "\(bounded) of \(compared)")
  }

  @Test("Where the tail was computed the bounds agree to one part in 10^8 of 1/H")
  func tight() throws {
    for (alpha, beta) in Self.parameters {
      let law = BetaDistribution(alpha: alpha, beta: beta)
      let y = law.logitQuantile(upperTail: 0.02, deviate: NormalDeviate.upper(0.02))
      let followed = try #require(Followed(alpha, beta, at: y))
      let budget = -Elementary.log(0.02)
      let (lower, upper) = followed.bounds(budget)
      #expect(abs(followed.bracket.distance(budget)) < 1e-9)
      #expect(upper - lower < 1e-8 * followed.bracket.line.y)
      // A hundredth further in ln P they differ by less than its square.
      let (low, high) = followed.bounds(budget + 0.01)
      #expect(high - low < 1e-4 * followed.bracket.line.y)
    }
  }

  @Test("Pulls change the bracket as computing the tail anew does")
  func recurrence() throws {
    var world = testStream()
    var compared = 0
    for (alpha, beta) in Self.parameters.filter({ $0.0 >= 0.5 }) {
      let law = BetaDistribution(alpha: alpha, beta: beta)
      let y = law.logitQuantile(upperTail: 0.1, deviate: NormalDeviate.upper(0.1))
      var followed = try #require(Followed(alpha, beta, at: y))
      for _ in 0..<40 {
        guard followed.add(world.nextUnit() < alpha / (alpha + beta)) else { break }
        let anew = try #require(QuantileBracket(followed.law, at: y))
        #expect(abs(anew.distance(2) - followed.bracket.distance(2)) < 2e-10)
        #expect(abs(anew.line.y / followed.bracket.line.y - 1) < 2e-10)
        let (lower, expected) = (followed.bracket.lower(2), anew.lower(2))
        #expect(lower == expected || abs(lower - expected) < 2e-10 * max(1, abs(expected)))
        compared += 1
      }
    }
    #expect(compared > 200)
  }

  @Test("A bracket ends where what is left of P has lost its digits, and beyond the logits")
  func ends() throws {
    // Every failure leaves a part of P and all of its error.
    var followed = try #require(Followed(1, 1, at: 2))
    var pulls = 0
    while followed.add(false) { pulls += 1 }
    #expect(pulls == 2)
    // Successes and failures in turn leave nearly all.
    var other = try #require(Followed(50, 50, at: 0.2))
    var isFollowed = true
    for pull in 0..<100 where isFollowed { isFollowed = other.add(pull % 2 == 0) }
    #expect(isFollowed)
    let anew = try #require(QuantileBracket(other.law, at: 0.2))
    #expect(abs(anew.distance(2) - other.bracket.distance(2)) < 1e-11)
    // P = (1 − x)^β with β = 1: a failure leaves 1 − x of it.
    var last = try #require(Followed(1, 1, at: 6))
    let isLastFollowed = last.add(false)
    #expect(!isLastFollowed)
    #expect(QuantileBracket(BetaDistribution(alpha: 1, beta: 1), at: 650) == nil)
  }
}
