/// Round ticks by Wilkinson's extended labeling.
///
/// J. Talbot, S. Lin and P. Hanrahan, "An extension of Wilkinson's algorithm for positioning tick
/// labels on axes", IEEE Transactions on Visualization and Computer Graphics 16, 2010. A labeling is
/// k multiples of q 10^z; its score is 0.25 simplicity + 0.2 coverage + 0.5 density
/// + 0.05 legibility. Bounds on what is left to gain end the search. Two things are narrower than
/// in the paper: ticks stay within the range, and are all multiples of their step within it (its j
/// is 1), for with both, odd multiples of 1,000 would win. Legibility is 1, or excludes the
/// labeling where two labels are too near.
struct ExtendedLabeling {
  /// Whole multiples of a power of ten, ascending.
  struct Labeling: Equatable {
    var wholes: [Int]
    var ten: Int

    var values: [Double] { wholes.map { Double.scaled(Double($0), ten: ten) } }
  }

  /// The paper's steps 1, 5, 2, 2.5, 4, 3, in order of preference, in tenths.
  private static let steps = [10, 50, 20, 25, 40, 30]

  private let lower: Double
  private let upper: Double
  private let wanted: Double
  private var best: Labeling?
  private var bestScore = -Double.infinity

  /// The best labeling with about so many ticks that is legible; nil if none is.
  static func labeling(
    _ lower: Double, _ upper: Double, ticks: Double, isLegible: (Labeling) -> Bool
  ) -> Labeling? {
    var search = ExtendedLabeling(lower: lower, upper: upper, wanted: max(ticks, 2))
    search.run(isLegible)
    return search.best
  }

  private init(lower: Double, upper: Double, wanted: Double) {
    self.lower = lower
    self.upper = upper
    self.wanted = wanted
  }

  private mutating func run(_ isLegible: (Labeling) -> Bool) {
    guard upper - lower > 0, (upper - lower).isFinite else { return }
    for (order, step) in Self.steps.enumerated() {
      let simplest = simplicity(order, hasZero: true)
      if total(simplest, 1, 1) < bestScore { return }
      for count in 2...Int(2 * wanted + 3) {
        let densest = Double(count) >= wanted ? 2 - Double(count - 1) / (wanted - 1) : 1
        if total(simplest, 1, densest) < bestScore { break }
        look(order, step, count, simplest, densest, isLegible)
      }
    }
  }

  /// Looks at the powers of ten with which so many ticks may cover the range.
  private mutating func look(
    _ order: Int, _ step: Int, _ count: Int, _ simplest: Double, _ densest: Double,
    _ isLegible: (Labeling) -> Bool
  ) {
    let gap = (upper - lower) / Double(count + 1) / (Double(step) / 10)
    guard gap > 0 else { return }
    for ten in [gap.decade + 1, gap.decade] {
      let unit = Double.scaled(Double(step), ten: ten - 1)
      let span = unit * Double(count - 1)
      // Ticks stay within the range, so a longer labeling is none.
      if span > upper - lower { continue }
      let open = (upper - lower - span) / 2
      let widest = 1 - square(open / (0.1 * (upper - lower)))
      if total(simplest, widest, densest) < bestScore { return }
      let lowest = (lower / unit).rounded(.up)
      let highest = (upper / unit).rounded(.down) - Double(count - 1)
      guard lowest <= highest, lowest.magnitude < 1e14, highest - lowest < 1000 else { continue }
      for start in Int(lowest)...Int(highest) {
        let wholes = (0..<count).map { (start + $0) * step }
        consider(Labeling(wholes: wholes, ten: ten - 1), order, isLegible)
      }
    }
  }

  private mutating func consider(
    _ labeling: Labeling, _ order: Int, _ isLegible: (Labeling) -> Bool
  ) {
    let values = labeling.values
    guard let first = values.first, let last = values.last, first >= lower, last <= upper
    else { return }
    let range = upper - lower
    let coverage = 1 - 0.5 * (square(upper - last) + square(lower - first)) / square(0.1 * range)
    let density = Double(values.count - 1) / (last - first)
    let wantedDensity = (wanted - 1) / range
    let score = total(
      simplicity(order, hasZero: labeling.wholes.contains(0)), coverage,
      2 - max(density / wantedDensity, wantedDensity / density))
    guard score > bestScore, isLegible(labeling) else { return }
    bestScore = score
    best = labeling
  }

  private func simplicity(_ order: Int, hasZero: Bool) -> Double {
    (hasZero ? 1 : 0) - Double(order) / Double(Self.steps.count - 1)
  }

  private func total(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
    0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
  }

  private func square(_ value: Double) -> Double { value * value }
}
