import ArgumentParser
import BanditExperiments
import ClusterBandit

/// How precise the means of a run must be before it ends.
struct PrecisionOptions: ParsableArguments {
  @Option(
    name: .customLong("precision"), parsing: .unconditional,
    help: ArgumentHelp(
      "Add replications until every standard error is small enough: 2%, of its mean, or 0.5.",
      discussion: """
        Of the pseudo-regret at the horizon, or of --precision-metric, over all policies and \
        environments, or what --precision-of says. The replications are looked at 500, 700, 900, \
        1,200 … (each 5/4 of the last in whole blocks) and end with --replications, by default \
        100,000. The result is the one that 'run --replications' gives with as many.
        """,
      valueName: "error"),
    transform: readPrecision)
  var bound: Precision.Bound?

  @Option(
    name: .customLong("precision-of"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Whose standard error: 'means', or 'difference A B' of two policies, by replications.",
      valueName: "what"))
  var quantity: [String] = []

  @Option(
    name: .customLong("precision-metric"), parsing: .unconditional,
    help: ArgumentHelp(
      "Of what: \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "metric"),
    transform: readMetric)
  var metric: Metric?

  /// The rule that was asked for; nil if none was.
  ///
  /// - Parameter maximum: the most replications; nil is as usual.
  func rule(atMost maximum: Int?) -> Precision? {
    bound.map {
      Precision(
        $0, of: quantity.count == 3 ? .difference(quantity[1], quantity[2]) : .means,
        metric: metric ?? .pseudoRegret, atMost: maximum ?? Precision.usualMaximum)
    }
  }

  func validate() throws {
    if metric != nil, bound == nil {
      throw ValidationError(
        "--precision-metric says of what: give --precision, such as 2%, too.")
    }
    guard !quantity.isEmpty else { return }
    guard bound != nil else {
      throw ValidationError(
        "--precision-of says whose standard error: give --precision, such as 2%, too.")
    }
    if quantity == ["means"] || quantity.count == 3 && quantity[0] == "difference" { return }
    throw ValidationError(
      "--precision-of takes the word means, or three words as in --precision-of difference "
        + "thompson tsc, not \(quantity.map { "'\($0)'" }.joined(separator: " ")): quote each label "
        + "with spaces, and give experiments before it.")
  }
}

/// A metric by its name.
@Sendable
private func readMetric(_ text: String) throws -> Metric {
  guard let metric = Metric(word: text) else {
    throw ValidationError(
      "there is no metric '\(text)'; "
        + hint(for: text, among: Metric.allCases.map(\.rawValue), what: "metrics"))
  }
  return metric
}

/// A precision from the command line: a share of the mean with a percent sign, or a standard error.
@Sendable
private func readPrecision(_ text: String) throws -> Precision.Bound {
  let trimmed = text.filter { $0 != " " }
  let expected = "write a share of the mean, such as 2%, or a standard error, such as 0.5."
  guard trimmed.count(where: { $0 == "%" }) < 2 else {
    throw ValidationError("\(text) has more than one percent sign; \(expected)")
  }
  guard trimmed.hasSuffix("%") else {
    let error = try readDecimal(trimmed, else: expected)
    guard error > 0 else {
      throw ValidationError("a standard error is above 0, and \(text) is not; \(expected)")
    }
    return .absolute(error)
  }
  let share = try readDecimal(String(trimmed.dropLast()), else: expected)
  guard share > 0, share < 100 else {
    throw ValidationError("a share is above 0% and below 100%, and \(text) is not; \(expected)")
  }
  return .relative(share / 100)
}
