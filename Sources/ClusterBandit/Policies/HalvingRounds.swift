import Randomness

/// The candidates of sequential halving that are left, and whose turn it is.
///
/// n candidates take L = ⌈log₂ n⌉ phases. In a phase each of the s that are left has
/// max(1, ⌊budget/(s L)⌋) turns, one candidate after the other; then the better ⌈s/2⌉ stay.
///
/// Source: Z. Karnin, T. Koren and O. Somekh, "Almost optimal exploration in multi-armed bandits",
/// ICML 2013, algorithm 3. At least one turn each is ours: the formula rounds to none where the
/// budget is less than n L.
///
/// With ties `uniform` the order of a phase's turns is drawn when it begins, and equal values are
/// ranked by it; with `first` both follow the order of the candidates. A turn is O(1), the end of a
/// phase O(s log s) with memory for sorting. 4 bytes a candidate.
struct HalvingRounds {
  /// The candidates that are left.
  private(set) var survivors: [Int32]
  /// The budget of a phase.
  private let budget: Int
  private let ties: TieBreak
  /// The place of the turn that comes next.
  private var place = 0
  /// How often every candidate has had its turn in the phase, and how often it will.
  private var (round, rounds) = (0, 0)

  /// Halving of some candidates, at least one, with so many turns altogether.
  init(_ candidates: Range<Int>, budget: Int, ties: TieBreak) {
    survivors = candidates.map { Int32($0) }
    self.budget = budget / max(1, HalvingRounds.phases(candidates.count))
    self.ties = ties
    startPhase()
  }

  /// ⌈log₂ n⌉: the phases until one of n candidates is left.
  static func phases(_ count: Int) -> Int {
    count < 2 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  /// The one that is left; nil while there are several.
  var winner: Int? { survivors.count == 1 ? Int(survivors[0]) : nil }

  /// Whose turn it is; nil when the phase is over.
  mutating func next(using stream: inout RandomStream) -> Int? {
    if round == rounds { return nil }
    if round == 0, place == 0, ties == .uniform { stream.shuffle(&survivors) }
    let candidate = Int(survivors[place])
    place += 1
    if place == survivors.count { (place, round) = (0, round + 1) }
    return candidate
  }

  /// Keeps the better half, rounded up, by one value for each survivor.
  mutating func halve(by values: [Double]) {
    let ranked = survivors.indices.sorted {
      values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1]
    }
    survivors = ranked.prefix((survivors.count + 1) / 2).sorted().map { survivors[$0] }
    startPhase()
  }

  private mutating func startPhase() {
    (place, round) = (0, 0)
    rounds = max(1, budget / survivors.count)
  }
}
