import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Runs that end when their means are precise enough")
struct PrecisionTests {
  /// Two policies with these values of the pseudo-regret, the replications of their plan.
  private func result(_ first: [Double], _ second: [Double]) -> ResultSet {
    ResultSet(
      named: "made", title: "Made up", seed: 1, replications: first.count,
      cells: [("a", first), ("b", second)].map { label, values in
        ResultSet.Cell(
          "two", label, horizon: 10, rounds: [10], values: [.pseudoRegret: values])
      })
  }

  /// n values with that mean whose standard error is exactly that.
  private func values(_ count: Int, mean: Double, error: Double) -> [Double] {
    let step = error * Double(count - 1).squareRoot()
    return (0..<count).map { mean + ($0 % 2 == 0 ? step : -step) }
  }

  @Test("Looks grow by a quarter in whole blocks up to the maximum, from any number")
  func looks() {
    let rule = Precision(.relative(0.02), atMost: 1_450)
    var looks = [rule.firstLook]
    while let last = looks.last, last < rule.maximum { looks.append(rule.look(after: last)) }
    #expect(looks == [500, 700, 900, 1_200, 1_450])
    #expect(rule.look(after: 250) == 400 && rule.look(after: 80) == 100)
    #expect(Precision(.absolute(1), atMost: 150).firstLook == 150)
    let usual = Precision(.absolute(1))
    #expect(usual.maximum == 100_000 && usual.look(after: 96_000) == 100_000)
  }

  @Test("The worst policy decides, and the bound is met up to its last bit")
  func worst() {
    let rule = Precision(.relative(0.02))
    let made = result(
      values(400, mean: 100, error: 1.999), values(400, mean: -50, error: 0.9))
    guard case .reached(let standing) = rule.verdict(on: made) else {
      Issue.record("not reached")
      return
    }
    #expect(standing.policies == ["a"] && standing.environment == "two")
    #expect((standing.standardError - 1.999).magnitude < 1e-12 && standing.allowed == 2)
    let missed = result(
      values(400, mean: 100, error: 1.999), values(400, mean: -50, error: 1.001))
    guard case .unfinished(let worse, let next) = rule.verdict(on: missed) else {
      Issue.record("reached")
      return
    }
    #expect(worse.policies == ["b"] && next == 500)
  }

  @Test("The last look ends the run, whatever it finds")
  func exhausted() {
    let rule = Precision(.relative(0.02), atMost: 400)
    let made = result(values(400, mean: 100, error: 3), values(400, mean: 100, error: 1))
    guard case .exhausted(let standing) = rule.verdict(on: made) else {
      Issue.record("not the last look")
      return
    }
    #expect(standing.policies == ["a"] && !standing.mayBeZero)
  }

  @Test("Policies without regret are precise, and equal policies differ by 0 exactly")
  func withoutRegret() {
    let zeros = Array(repeating: 0.0, count: 200)
    for quantity in [Precision.Quantity.means, .difference("a", "b")] {
      let rule = Precision(.relative(0.01), of: quantity)
      guard case .reached = rule.verdict(on: result(zeros, zeros)) else {
        Issue.record("\(quantity)")
        continue
      }
    }
  }

  @Test("A difference is of replications, and one that may be 0 is given up with advice")
  func differences() {
    // Each is far from precise; their difference is 1 in every replication but one.
    let base = values(200, mean: 100, error: 30)
    var near = base.map { $0 - 1 }
    near[7] -= 1
    let rule = Precision(.relative(0.02), of: .difference("a", "b"))
    guard case .reached(let standing) = rule.verdict(on: result(base, near)) else {
      Issue.record("not paired")
      return
    }
    #expect((standing.mean - 1.005).magnitude < 1e-12 && standing.policies == ["a", "b"])
    let far = result(values(1_000, mean: 3.02, error: 1), values(1_000, mean: 3, error: 2))
    let verdict = rule.verdict(on: far)
    guard case .hopeless(let given) = verdict else {
      Issue.record("not given up")
      return
    }
    #expect(given.mayBeZero)
    let text = rule.sentence(verdict, replications: 1_000)
    #expect(text?.hasPrefix("given up after 1,000 replications") == true)
    #expect(text?.hasSuffix("such as --precision 0.5") == true, "\(text ?? "")")
  }

  @Test("What the maximum may still reach is not given up")
  func hope() {
    // The mean may be four standard errors from 0, and 1,000 (1/0.08)² are 156,250.
    let made = result(values(1_000, mean: 1, error: 1), values(1_000, mean: 1, error: 0))
    func verdict(_ maximum: Int) -> Precision.Verdict {
      Precision(.relative(0.02), atMost: maximum).verdict(on: made)
    }
    if case .hopeless = verdict(157_000) { Issue.record("given up") }
    guard case .hopeless = verdict(156_000) else {
      Issue.record("not given up")
      return
    }
    let absolute = Precision(.absolute(0.02), atMost: 277_000).verdict(on: made)
    guard case .hopeless = absolute else {
      Issue.record("1,000 (1/0.06)² are 277,778")
      return
    }
  }

  private static let study = """
    name: precise
    seed: 5
    horizon: 60
    replications: 10
    checkpoints: {count: 3}
    environments:
      - {label: two, kind: bernoulli, means: [0.4, 0.6]}
      - {label: needle, kind: needle, arms: 12, clusters: 3}
    policies: [{label: ts, kind: thompson}, {label: ucb, kind: ucb1}]
    """

  @Test(
    "A run to a precision is the run of as many replications, for any number of workers",
    arguments: [0.03, 0.02])
  func sameAsFixed(share: Double) throws {
    let experiment = try read(PrecisionTests.study)
    let rule = Precision(.relative(share))
    let result = try experiment.run(to: rule, jobs: 3)
    let count = result.plan.replications
    guard case .reached = rule.verdict(on: result) else {
      Issue.record("\(count) replications")
      return
    }
    #expect(count > 500 && count % 100 == 0)
    // Beyond 1,000 replications curves are sketched, whatever the first looks kept.
    #expect((count > 1_000) == (share == 0.02), "\(count)")
    let fixed = try read(
      PrecisionTests.study.replacing("replications: 10", with: "replications: \(count)"))
    #expect(try fixed.run(jobs: 2) == result)
    #expect(fixed.plan.sha256 == result.plan.sha256)
    #expect(try experiment.run(to: rule, jobs: 1) == result)
  }

  @Test("Nobody differs from himself, and policies are known")
  func problems() throws {
    let plan = try read(PrecisionTests.study).plan
    func problems(_ first: String, _ second: String) -> [String] {
      Precision(.relative(0.1), of: .difference(first, second)).problems(plan)
    }
    #expect(problems("ts", "ucb").isEmpty)
    #expect(problems("ts", "ts").count == 1)
    let unknown = problems("ts", "ucbb")
    #expect(unknown.count == 2 && unknown[0].contains("did you mean 'ucb'?"), "\(unknown)")
  }

  @Test("Another metric is looked at in the place of the pseudo-regret")
  func metric() throws {
    let made = ResultSet(
      named: "made", title: "Made up", seed: 1, replications: 400,
      cells: [
        ResultSet.Cell(
          "two", "a", horizon: 10, rounds: [10],
          values: [
            .pseudoRegret: values(400, mean: 100, error: 50),
            .reward: values(400, mean: 100, error: 1.5),
          ])
      ])
    let rule = Precision(.relative(0.02), metric: .reward)
    let verdict = rule.verdict(on: made)
    guard case .reached(let standing) = verdict else {
      Issue.record("not reached")
      return
    }
    #expect((standing.standardError - 1.5).magnitude < 1e-12)
    #expect(
      rule.sentence(verdict, replications: 400)?.contains("standard error of the reward is at most")
        == true)
    #expect(rule.problems(made.plan).isEmpty)
    let kept = Precision(.relative(0.02), metric: .simpleRegret).problems(made.plan)
    #expect(kept.count == 1 && kept[0].contains("recommend:"))
  }
}
