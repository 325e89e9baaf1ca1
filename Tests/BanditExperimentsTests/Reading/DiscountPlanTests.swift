import ClusterBandit
import Foundation
import SampleStatistics
import Testing

@testable import BanditExperiments

@Suite("Discounted experiments")
struct DiscountPlanTests {
  private let text = """
    name: sooner
    horizon: 40
    replications: 3
    checkpoints: [10, 40]
    environment: {kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}
    policies: [{kind: tsc}, {kind: oracle}]
    """

  @Test("With a discount factor a result has both sums at every checkpoint, all else is the same")
  func kept() throws {
    let plain = try read(text)
    let kept = try read(text + "\ndiscount: 0.9")
    #expect(plain.plan.discount == nil && kept.plan.discount == 0.9)
    #expect(try read(kept.plan.yaml).plan == kept.plan && kept.plan.yaml.contains("discount: 0.9"))
    #expect(!plain.plan.yaml.contains("discount"))
    let (first, second) = (try plain.run(jobs: 1), try kept.run(jobs: 1))
    let (cell, other) = (first.cells[0], second.cells[0])
    #expect(cell.final[.discountedReward] == nil && cell.curves[.discountedRegret] == nil)
    #expect(other.curves[.discountedReward]?.map(\.count) == [3, 3])
    let best = try #require(second.cells[1].final[.discountedRegret])
    #expect(best.mean == 0)
    // What is earned and what is lost make up what the best arm pays but for luck: at most the sum
    // of all weights.
    let earned = try #require(other.final[.discountedReward])
    #expect(earned.mean > 0 && earned.mean < 10)
    for (metric, curve) in other.curves {
      #expect(curve.last?.mean == other.final[metric]?.mean, "\(metric)")
    }
    #expect(other.final[.pseudoRegret] == cell.final[.pseudoRegret])
    #expect(other.values[.reward] == cell.values[.reward])
    #expect(second.csv().contains("discounted-regret") && !first.csv().contains("discounted"))
  }

  @Test(
    "A factor that is none is refused with a hint",
    arguments: [
      ("0", "is out of range"), ("-0.5", "is out of range"), ("1", "no round counts less"),
      ("1.5", "is out of range"), ("high", "is not a number"),
    ])
  func refused(value: String, message: String) {
    let found = diagnostics(of: text + "\ndiscount: \(value)")
    #expect(found.count == 1)
    #expect(found.first?.contains("at 'discount'") == true, "\(found)")
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  // ln(ε(1 − α))/ln α, rounded up.
  @Test(
    "A horizon may follow from the tail of discounted sums, and a plan holds its rounds",
    arguments: [
      (0.9, 0.01, 66), (0.95, 0.01, 149), (0.99, 0.01, 917), (0.5, 0.25, 3), (0.5, 2, 1),
      (0.5, 1.9, 1),
    ])
  func tail(discount: Double, tail: Double, rounds: Int) throws {
    let given = text.replacing("horizon: 40", with: "horizon: {discount-tail: \(tail)}")
      .replacing("checkpoints: [10, 40]\n", with: "")
    let plan = try read(given + "\ndiscount: \(discount)").plan
    #expect(plan.problems.map(\.horizon) == [rounds])
    #expect(plan.yaml.contains("horizon: \(rounds)\n") && !plan.yaml.contains("tail"))
    #expect(try read(plan.yaml).plan == plan)
    let share = pow(discount, Double(rounds)) / (1 - discount)
    #expect(share <= tail && (rounds == 1 || share / discount > tail))
  }

  @Test(
    "A tail that leads to no number of rounds is refused with a hint",
    arguments: [
      ("{discount-tail: 0.01}", "", "there is no discount factor", "horizon.discount-tail"),
      ("{discount-tail: 0}", "discount: 0.9", "is out of range", "horizon.discount-tail"),
      ("{discount-tail: soon}", "discount: 0.9", "is not a number", "horizon.discount-tail"),
      ("{tail: 0.01}", "discount: 0.9", "unknown key 'tail'", "horizon.tail"),
      ("{}", "discount: 0.9", "the key 'discount-tail' is missing", "horizon.discount-tail"),
      (
        "{discount-tail: 1e-300}", "discount: 0.99999999999999", "takes more than",
        "horizon.discount-tail"
      ),
    ])
  func refusedTail(value: String, discount: String, message: String, path: String) {
    let found = diagnostics(
      of: text.replacing("horizon: 40", with: "horizon: \(value)")
        .replacing("checkpoints: [10, 40]\n", with: "") + "\n" + discount)
    #expect(found.contains { $0.contains(message) && $0.contains("at '\(path)'") }, "\(found)")
  }

  @Test("Swept horizons are numbers of rounds")
  func sweptTail() {
    let found = diagnostics(
      of: text.replacing("checkpoints: [10, 40]\n", with: "")
        + "\ndiscount: 0.9\nsweep: [{path: horizon, values: [40, {discount-tail: 0.1}]}]")
    #expect(found.contains { $0.contains("expected a whole number") }, "\(found)")
  }

  @Test(
    "A claim or a reference on a metric that is not kept is refused: it would pass unseen",
    arguments: [
      ("discounted-regret", "discount: 0.9"), ("simple-regret", "recommend: most-pulled"),
      ("error", "recommend: most-pulled"), ("log-bayes-factor", "evidence: true"),
    ])
  func unkept(metric: String, key: String) throws {
    let checks = """

      references:
        - {policy: tsc, metric: \(metric), mean: 1, standard-deviation: 1, replications: 9, source: s}
      claims:
        - {claim: c, metric: \(metric), of: {policy: tsc}, to: {policy: oracle}, above: 1, source: s}
      """
    let found = diagnostics(of: text + checks)
    #expect(found.count == 2)
    for line in found {
      #expect(line.contains("\(metric) is not kept here"), "\(line)")
      #expect(line.contains("write \(key) at the top of the file"), "\(line)")
    }
    let whole = try read(text + checks + "\n" + key)
    #expect(whole.plan.targets.count == 2)
    let word = try #require(Metric(word: metric))
    #expect(whole.plan.keeps(word) && whole.plan.keeps(.reward))
    #expect(try !read(text).plan.keeps(word))
    #expect(diagnostics(of: text + checks + "\nevidence: false").count == 2)
  }

  @Test("Remarks know the horizon: too short a halving is told")
  func horizon() throws {
    let short = text.replacing("{kind: tsc}", with: "{kind: sequential-halving}")
      .replacing("horizon: 40", with: "horizon: 7").replacing("[10, 40]", with: "[7]")
    #expect(try read(short).remarks.contains { $0.text.contains("7 rounds are fewer than 4") })
  }

  // .9^40 = .0148; .9^44 is the first below .01.
  @Test("A horizon that leaves more than 1 % of the weight is remarked on")
  func remarked() throws {
    #expect(
      try read(text + "\ndiscount: 0.9").remarks.map(\.text) == [
        "1.5 % of the weight of discounted sums lies after round 40; a horizon of 44 leaves 1 %"
      ])
    #expect(try read(text + "\ndiscount: 0.8").remarks.isEmpty)
  }
}
