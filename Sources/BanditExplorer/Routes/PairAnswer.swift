import BanditExperiments
import BanditFigures
import ClusterBandit

/// Two policies compared on common random numbers, and how that came to be known.
struct PairAnswer: Encodable {
  let environment: String
  let first: String
  let second: String
  let replications: Int
  /// The mean of first − second.
  let mean: Double
  /// Its 95 % interval.
  let low, high: Double?
  /// "first", "second" or "undecided": who is better as far as the interval tells.
  let better: String
  /// The comparison in a sentence.
  let sentence: String
  /// Mean and interval after 2, 3, … replications; nil except for the first pair in the first
  /// environment.
  let figure: FigureAnswer?

  /// The most pairs of one question.
  private static let most = 6

  /// Refuses pairs that the experiment cannot answer.
  static func check(_ pairs: [[String]], in experiment: Experiment) throws(Refusal) {
    try StudyLimits.check(pairs.count, in: 0...most, "pairs")
    let labels = Set(experiment.problems.flatMap { $0.plan.policies.map(\.label) })
    for pair in pairs {
      guard pair.count == 2 else {
        throw refused("a pair has \(pair.count) policies", "give two labels")
      }
      for label in pair where !labels.contains(label) {
        throw refused(
          "there is no policy '\(label.prefix(40))' to compare",
          "there are \(labels.sorted().joined(separator: ", "))")
      }
    }
  }

  /// The comparisons of the named pairs in every environment; a figure of the first.
  static func all(
    _ pairs: [[String]], in result: ResultSet, _ metric: Metric, _ view: ViewRequest
  ) -> [PairAnswer] {
    pairs.enumerated().flatMap { index, pair -> [PairAnswer] in
      var own = view
      own.id = (view.id ?? "figure") + "-pair"
      return result.environments.enumerated().compactMap { place, environment in
        PairAnswer(
          pair[0], pair[1], environment, in: result, metric, figure: index + place == 0 ? own : nil)
      }
    }
  }

  private init?(
    _ first: String, _ second: String, _ environment: String, in result: ResultSet,
    _ metric: Metric, figure view: ViewRequest?
  ) {
    guard let one = result.cell(environment, first)?.values[metric],
      let other = result.cell(environment, second)?.values[metric], one.count == other.count,
      !one.isEmpty
    else { return nil }
    self.environment = environment
    self.first = first
    self.second = second
    // The same values in the same order as the comparison of the command line.
    var moments = ThirdMoments()
    var course: [(count: Int, mean: Double, low: Double, high: Double)] = []
    for (index, (a, b)) in zip(one, other).enumerated() {
      moments.add(a - b)
      guard view != nil else { continue }
      let isShown = one.count <= 200 || (index + 1) % (one.count / 100) == 0
      if isShown || index + 1 == one.count, let interval = moments.interval(level: 0.95) {
        course.append((index + 1, moments.moments.mean, interval.low, interval.high))
      }
    }
    replications = moments.moments.count
    mean = moments.moments.mean
    let interval = moments.interval(level: 0.95)
    low = interval?.low
    high = interval?.high
    let isLower = (interval?.high ?? 1) < 0
    let isHigher = (interval?.low ?? -1) > 0
    better =
      isLower == isHigher
      ? "undecided" : isLower == metric.isBetterLower ? "first" : "second"
    sentence = PairSentence(first, second, moments, metric).text
    if let view, course.count >= 2 {
      figure = FigureAnswer(PairAnswer.figure(course, first, second, metric), view)
    } else {
      figure = nil
    }
  }

  private static func figure(
    _ course: [(count: Int, mean: Double, low: Double, high: Double)], _ first: String,
    _ second: String, _ metric: Metric
  ) -> Figure {
    let word = metric.isBetterLower ? "worse" : "better"
    // The first intervals are so wide that they would flatten all that follows.
    let settled = course.filter { $0.count >= min(5, course.count) }
    return Figure(
      "\(first) − \(second), as repetitions come in",
      caption:
        "The mean paired difference and its 95 % interval; above 0 the first one is \(word).",
      panels: [
        Panel(
          x: Axis("repetitions"), y: Axis("difference", includesZero: true),
          marks: [
            .reference(ReferenceLine(.horizontal, at: 0)),
            .curve(
              Curve(
                x: settled.map { Double($0.count) }, y: settled.map(\.mean),
                band: Band(lower: settled.map(\.low), upper: settled.map(\.high)))),
          ])
      ])
  }
}
