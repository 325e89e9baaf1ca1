extension Verdict {
  /// The least expected count of a cell; sparser neighbours are pooled.
  public static let leastExpectedCount = 50.0

  /// Pearson's chi-square: the counts come from independent draws with these probabilities.
  ///
  /// Neighbouring cells are pooled until each expects at least ``leastExpectedCount`` draws. A
  /// count in a cell of probability 0 fails at once.
  ///
  /// - False-fail rate: `falseFail` (1e-6) in the limit of many draws; at 50 expected counts
  ///   within a factor of five of it (tested against the exact binomial law).
  /// - Power: true probabilities q give the non-centrality λ = n Σ (q − p)²/p over the pooled
  ///   cells. With L the upper `falseFail` quantile of χ², the fault is missed with probability
  ///   at most about Φ(√L − √λ): once in a million if √λ ≥ √L + 4.76. For 10 cells √L = 6.7, so
  ///   n = 10⁵ sees a root-mean-square relative error of 3.7 % in the cells.
  /// - Source: K. Pearson (1900); χ² tail by the regularized incomplete gamma function.
  public static func chiSquare(
    counts: [Int], probabilities: [Double], falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(counts.count == probabilities.count, "one probability for each cell")
    precondition(
      abs(probabilities.reduce(0, +) - 1) < 1e-9 && probabilities.allSatisfy { $0 >= 0 },
      "the cells' probabilities sum to 1")
    let total = Double(counts.reduce(0, +))
    if zip(counts, probabilities).contains(where: { $0 > 0 && $1 == 0 }) {
      return Verdict("a cell of probability 0 stays empty", pValue: 0, falseFail: falseFail)
    }
    let groups = pooled(probabilities.map { $0 * total })
    precondition(groups.count > 1, "too few draws for a chi-square test")
    var statistic = 0.0
    for group in groups {
      let expected = group.reduce(0.0) { $0 + probabilities[$1] } * total
      let observed = Double(group.reduce(0) { $0 + counts[$1] })
      statistic += (observed - expected) * (observed - expected) / expected
    }
    return verdict(
      statistic, groups.count - 1, "\(Int(total)) draws have the stated probabilities", falseFail)
  }

  /// Chi-square of homogeneity: two independent samples of counts have the same law.
  ///
  /// Neighbouring cells are pooled until each expects at least ``leastExpectedCount`` draws in the
  /// smaller sample.
  ///
  /// - False-fail rate: `falseFail` (1e-6) in the limit of many draws; at 50 expected counts
  ///   within a factor of five of it.
  /// - Power: laws p and q of sample sizes m and n give λ = mn/(m + n) Σ (p − q)²/r, r being the
  ///   pooled law (mp + nq)/(m + n). The difference is missed with probability at most about
  ///   Φ(√L − √λ), L the upper `falseFail` quantile of χ²; once in a million if
  ///   √λ ≥ √L + 4.76. Two cells, m = n = 10⁴: probabilities 0.5 and 0.57 are told apart.
  /// - Source: K. Pearson (1911); χ² tail by the regularized incomplete gamma function.
  ///
  /// The samples have to be independent of each other: common random numbers make the test blind.
  public static func chiSquare(
    counts first: [Int], sameLawAs second: [Int], falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(first.count == second.count, "the same cells in both samples")
    let m = Double(first.reduce(0, +))
    let n = Double(second.reduce(0, +))
    precondition(m > 0 && n > 0, "a comparison of laws needs two samples")
    let smaller = min(m, n)
    let groups = pooled(zip(first, second).map { Double($0 + $1) * smaller / (m + n) })
    let statement = "\(Int(m)) and \(Int(n)) draws have one law"
    guard groups.count > 1 else {
      // One cell only: nothing differs, and nothing could.
      return Verdict("\(statement), all in one cell", pValue: 1, falseFail: falseFail)
    }
    var statistic = 0.0
    for group in groups {
      let a = Double(group.reduce(0) { $0 + first[$1] })
      let b = Double(group.reduce(0) { $0 + second[$1] })
      let gap = a * n - b * m
      statistic += gap * gap / (m * n * (a + b))
    }
    return verdict(statistic, groups.count - 1, statement, falseFail)
  }

  /// Chi-square of homogeneity on raw draws of a discrete law, such as the indices of chosen arms.
  ///
  /// The cells are the distinct values in ascending order. False-fail rate, power and source as for
  /// ``chiSquare(counts:sameLawAs:falseFail:)``.
  public static func chiSquare<Value: Hashable & Comparable>(
    draws first: [Value], sameLawAs second: [Value], falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    var counts: [Value: (Int, Int)] = [:]
    for value in first { counts[value, default: (0, 0)].0 += 1 }
    for value in second { counts[value, default: (0, 0)].1 += 1 }
    let cells = counts.sorted { $0.key < $1.key }.map(\.value)
    return chiSquare(
      counts: cells.map(\.0), sameLawAs: cells.map(\.1), falseFail: falseFail)
  }

  private static func verdict(
    _ statistic: Double, _ degrees: Int, _ statement: String, _ falseFail: Double
  ) -> Verdict {
    Verdict(
      "\(statement), chi-square \(statistic) with \(degrees) degrees of freedom",
      pValue: SpecialFunctions.regularizedGammaQ(Double(degrees) / 2, statistic / 2),
      falseFail: falseFail)
  }

  /// Groups neighbouring cells until each group expects enough; the rest joins the last group.
  private static func pooled(_ expected: [Double]) -> [[Int]] {
    var groups: [[Int]] = []
    var open: [Int] = []
    var sum = 0.0
    for (cell, count) in expected.enumerated() where count > 0 {
      open.append(cell)
      sum += count
      if sum >= leastExpectedCount {
        groups.append(open)
        open = []
        sum = 0
      }
    }
    if let last = groups.indices.last {
      groups[last] += open
    } else if !open.isEmpty {
      groups.append(open)
    }
    return groups
  }
}
