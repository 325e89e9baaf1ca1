import Randomness

/// Samples from one truth, and how often their intervals hold it.
struct CoverageTrial {
  private let subject: CoverageStudy.Subject
  private let level: Double
  private let samples: Int
  private let mean: Double
  private let median: Double
  private var stream: RandomStream
  private var quantiles: [Int: Double] = [:]

  init(
    _ subject: CoverageStudy.Subject, level: Double, samples: Int, stream: RandomStream
  ) {
    self.subject = subject
    self.level = level
    self.samples = samples
    self.stream = stream
    mean = Moments(subject.values).mean
    median = quantile(subject.values.sorted(), 0.5)
  }

  private typealias Tallies = [CoverageStudy.Interval: CoverageTally]

  /// Samples of n replications.
  mutating func rows(_ environment: String, size: Int) -> [CoverageStudy.Row] {
    var tallies: Tallies = [:]
    let quantile = student(size)
    let rank = FairCoin(tosses: size).medianRank(miss: 1 - level)
    for sample in 0..<samples {
      var values = (0..<size).map { _ in draw() }
      let moments = ThirdMoments(values)
      tally(moments, quantile, &tallies)
      if size <= 200, sample % 16 == 0 {
        tallies[.bootstrapT, default: CoverageTally()].add(
          bootstrapInterval(values, moments.moments), truth: mean)
      }
      guard let rank else { continue }
      values.sort()
      tallies[.median, default: CoverageTally()].add(
        PairedComparison.Interval(low: values[rank - 1], high: values[size - rank]),
        truth: median)
    }
    return rows(tallies, environment, replications: Double(size), precision: nil)
  }

  /// Samples that end with the first look at which a precision is reached.
  mutating func rows(
    _ environment: String, precision: Precision, _ share: Double
  ) -> [CoverageStudy.Row] {
    var tallies: Tallies = [:]
    var played = 0
    for _ in 0..<samples / 4 {
      var moments = ThirdMoments()
      var look = precision.firstLook
      while true {
        while moments.moments.count < look { moments.add(draw()) }
        let error = moments.moments.standardError ?? .infinity
        if error <= share * moments.moments.mean.magnitude || look >= precision.maximum { break }
        look = precision.look(after: look)
      }
      played += look
      tally(moments, student(look), &tallies)
    }
    return rows(
      tallies, environment, replications: Double(played) / Double(max(1, samples / 4)),
      precision: share)
  }

  private mutating func draw() -> Double {
    subject.values[stream.nextIndex(below: subject.values.count)]
  }

  private mutating func student(_ count: Int) -> Double {
    if let known = quantiles[count] { return known }
    let found = ThirdMoments.quantile(count, level: level)
    quantiles[count] = found
    return found
  }

  private func tally(_ moments: ThirdMoments, _ quantile: Double, _ tallies: inout Tallies) {
    for (kind, interval) in [
      (CoverageStudy.Interval.student, moments.studentInterval(quantile: quantile)),
      (.johnson, moments.johnsonInterval(quantile: quantile)),
      (.hall, moments.hallInterval(quantile: quantile)),
      (.printed, moments.interval(quantile: quantile)),
    ] {
      tallies[kind, default: CoverageTally()].add(interval, truth: mean)
    }
  }

  /// [x̄ − T_hi s/√n, x̄ − T_lo s/√n] with quantiles of the studentized means of resamples.
  ///
  /// Source: B. Efron, "Nonparametric standard errors and confidence intervals", Canadian Journal
  /// of Statistics 9 (1981).
  private mutating func bootstrapInterval(
    _ values: [Double], _ moments: Moments
  ) -> PairedComparison.Interval {
    var scores: [Double] = []
    for _ in 0..<CoverageStudy.resamples {
      var drawn = Moments()
      for _ in values { drawn.add(values[stream.nextIndex(below: values.count)]) }
      let (difference, error) = (drawn.mean - moments.mean, drawn.standardError ?? 0)
      scores.append(difference == 0 ? 0 : difference / error)
    }
    scores.sort()
    let rank = max(1, Int(Double(scores.count + 1) * (1 - level) / 2 + 0.5))
    let error = moments.standardError ?? 0
    guard error > 0 else {
      return PairedComparison.Interval(low: moments.mean, high: moments.mean)
    }
    return PairedComparison.Interval(
      low: moments.mean - scores[scores.count - rank] * error,
      high: moments.mean - scores[rank - 1] * error)
  }

  private func rows(
    _ tallies: Tallies, _ environment: String, replications: Double, precision: Double?
  ) -> [CoverageStudy.Row] {
    CoverageStudy.Interval.allCases.compactMap { kind in
      tallies[kind].map { tally in
        CoverageStudy.Row(
          environment: environment, subject: subject.label, replications: replications,
          precision: precision, interval: kind, samples: tally.count,
          coverage: tally.coverage, below: tally.share(tally.below),
          above: tally.share(tally.above), length: tally.length / Double(tally.count))
      }
    }
  }
}
