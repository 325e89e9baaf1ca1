import BanditExperiments
import Foundation

/// The settings of a page in a file: what its controls can be set to, and all that it then asks.
///
/// The questions are those of the page's own scripts, value for value: what differs is not found.
/// A setting that is not named here is as the page starts.
struct RecordedSettings {
  let watched = ["epsilon-greedy", "ucb1", "ucb-as-printed", "thompson", "random"]
  let epsilons = [0, 0.05, 0.2, 0.5]
  let noises = [0.1, 1, 5]
  /// t and T in powers of ten.
  let bonusRounds = stride(from: 0.5, through: 5, by: 0.25).map { $0 }
  let boundTurns: [Double] = [2, 3, 4, 5]
  let boundArms = [2, 3, 5, 10, 20, 50, 100, 200]
  let twoLevel = [
    "TSC": #"{"label": "TSC", "kind": "tsc"}"#,
    "TSMax": #"{"label": "TSMax", "kind": "ts-max"}"#,
    "UCBC": #"{"label": "UCBC", "kind": "ucbc"}"#,
    "model":
      #"{"label": "two-level, hierarchical model", "kind": "two-level", "model": "hierarchical"}"#,
    "flat": #"{"label": "flat Thompson", "kind": "thompson"}"#,
  ]
  /// The rooms of section 5.
  let rooms = [
    "alike":
      #"{"kind": "beta-clusters", "arms": 12, "clusters": 4, "cohesion": 20, "centre": [0.1, 0.8]}"#,
    "excellent":
      #"{"label": "rooms", "kind": "bernoulli", "means": [0.9, 0.05, 0.05, 0.05, 0.05, 0.05, "#
      + #"0.6, 0.6, 0.6, 0.6], "clusters": [[0, 1, 2, 3, 4, 5], [6, 7], [8, 9]]}"#,
  ]
  /// The rounds after which posteriors are shown: all at first, then a quarter more each time.
  let moments = [
    1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 80, 100, 126, 158, 200,
  ]
  let badSiblings = [0.1, 0.3, 0.5]
  let badCounts = [1, 3]
  let spreads = [0, 0.1, 0.3]

  /// The values of each control that has more than one, as JSON.
  var controls: String {
    func numbers(_ values: [Double]) -> [PlanValue] { values.map(PlanValue.number) }
    func texts(_ values: [String]) -> [PlanValue] { values.map(PlanValue.text) }
    return JSON.text([
      "watch.policy": texts(watched), "watch.epsilon": numbers(epsilons),
      "watch.sigma": numbers(noises), "optimism.round": numbers(bonusRounds),
      "optimism.log": [.flag(true), .flag(false)], "optimism.turns": numbers(boundTurns),
      "optimism.arms": numbers(boundArms.map(Double.init)),
      "clusters.policy": texts(twoLevel.keys.sorted()),
      "clusters.rooms": texts(rooms.keys.sorted()), "siblings.bad": numbers(badSiblings),
      "siblings.poor": numbers(badCounts.map(Double.init)), "siblings.spread": numbers(spreads),
      "siblings.permuted": [.flag(false), .flag(true)],
    ])
  }

  /// All questions, section by section.
  var questions: [RecordedQuestion] {
    watchQuestions + optimismQuestions + clusterQuestions + siblingQuestions
  }

  private var watchQuestions: [RecordedQuestion] {
    let labels = [
      "ucb1": "UCB1", "ucb-as-printed": "UCB as printed", "thompson": "Thompson sampling",
      "random": "random pulls",
    ]
    let policies = watched.flatMap { kind in
      labels[kind].map { [#"{"label": "\#($0)", "kind": "\#(kind)"}"#] }
        ?? epsilons.map {
          #"{"label": "ε = \#(JSON.text($0))", "kind": "\#(kind)", "epsilon": \#($0)}"#
        }
    }
    return policies.flatMap { policy in
      noises.flatMap { noise in
        let asked = """
          "study": {"name": "one-run", "horizon": 200, "replications": 1, "environment":
          {"kind": "gaussian", "means": [-2, 0, 2], "standard-deviation": \(noise)},
          "policies": [\(policy)]}, "seed": "1"
          """
        return run(asked, figure: #""kind": "means", "logX": false"#, RecordedQuestion.alone)
      }
    }
  }

  private var optimismQuestions: [RecordedQuestion] {
    let study = """
      {"study": {"name": "optimism", "horizon": 1000, "replications": 1, "environment":
      {"kind": "bernoulli", "means": [0.4, 0.6]}, "policies": ["ucb1"]}
      """
    func count(_ power: Double) -> Int { Int(pow(10, power).rounded()) }
    let bonuses = bonusRounds.flatMap { round in
      [true, false].map {
        #""kind": "bonus", "moments": [\#(max(2, count(round)))], "logX": \#($0)"#
      }
    }
    let bounds = boundArms.flatMap { arms in
      boundTurns.map { #""kind": "bounds", "arms": [\#(arms)], "rounds": \#(count($0))"# }
    }
    return (bonuses + bounds).map {
      RecordedQuestion(route: "figure", json: "\(study), \($0)}", widths: RecordedQuestion.beside)
    }
  }

  private var clusterQuestions: [RecordedQuestion] {
    rooms.sorted { $0.key < $1.key }.flatMap { _, environment in
      twoLevel.sorted { $0.key < $1.key }.flatMap { name, policy in
        clusterQuestions(name, policy: policy, in: environment)
      }
    }
  }

  private func clusterQuestions(
    _ name: String, policy: String, in environment: String
  ) -> [RecordedQuestion] {
    let asked = """
      "study": {"name": "clusters", "horizon": 200, "replications": 1,
      "environment": \(environment), "policies": [\(policy)]}, "seed": "1"
      """
    // UCBC holds none.
    let posteriors = (name == "UCBC" ? [] : moments).map { round in
      RecordedQuestion(
        route: "figure", json: #"{\#(asked), "kind": "posterior", "moments": [\#(round)]}"#,
        widths: RecordedQuestion.beside)
    }
    return run(asked, figure: #""kind": "pulls""#, RecordedQuestion.beside) + posteriors
  }

  private var siblingQuestions: [RecordedQuestion] {
    badSiblings.flatMap { bad in
      badCounts.flatMap { count in
        spreads.flatMap { spread in
          [false, true].flatMap { isPermuted in
            let asked = siblings(bad, times: count, spread: spread, isPermuted: isPermuted)
            let pairs = #"[["MEAN", "flat"], ["MAX", "flat"], ["MEAN", "MAX"]]"#
            return [
              RecordedQuestion(
                route: "experiment", json: #"{\#(asked), "pairs": \#(pairs)}"#,
                widths: RecordedQuestion.beside),
              RecordedQuestion(route: "study", json: "{\(asked)}"),
            ]
          }
        }
      }
    }
  }

  /// The study of section 6: four clusters of four arms, one with the best arm and bad ones.
  private func siblings(
    _ bad: Double, times count: Int, spread: Double, isPermuted: Bool
  ) -> String {
    func ladder(_ top: Double) -> [Double] {
      (0..<4).map { ((top - spread * Double($0) / 3) * 10_000).rounded() / 10_000 }
    }
    var means = Array(ladder(0.8).dropLast(count)) + [Double](repeating: bad, count: count)
    for _ in 1..<4 { means += ladder(0.6) }
    let clusters = (0..<4).map { cluster in (0..<4).map { 4 * cluster + $0 } }
    let policies =
      [("MEAN", #""mean""#), ("MAX", #"{"kind": "max", "observed-only": true}"#)].map {
        #"{"label": "\#($0.0)", "kind": "two-level", "strategy": \#($0.1), "outer": "thompson", "#
          + #""inner": "thompson"}"#
      } + [#"{"label": "flat", "kind": "thompson"}"#]
    return """
      "study": {"name": "siblings", "title": "Regret by what stands for a cluster",
      "horizon": 1000, "replications": 400, "environment": {"label": "rooms", "kind": "bernoulli",
      "means": \(JSON.text(means)), "clusters": \(JSON.text(clusters)),
      "permute-labels": \(isPermuted)}, "policies": [\(policies.joined(separator: ", "))]},
      "seed": "1"
      """
  }

  /// What is asked of a run that is watched: itself, a figure of it, and its study.
  private func run(_ asked: String, figure: String, _ widths: [Int]) -> [RecordedQuestion] {
    [
      RecordedQuestion(route: "watch", json: "{\(asked)}"),
      RecordedQuestion(route: "figure", json: "{\(asked), \(figure)}", widths: widths),
      RecordedQuestion(route: "study", json: "{\(asked)}"),
    ]
  }
}
