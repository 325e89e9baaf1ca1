/// What was seen of arms before the first round: H_i pulls that paid S_i^H.
///
/// Arms are those of the user's numbering, as in lists of means; of arms without a row nothing was
/// seen. Source: D. Bouneffouf et al., "Optimal exploitation of clustering and history information
/// in multi-armed bandit", IJCAI 2019 (HUCBC).
///
/// A policy with a history goes on as one that made these pulls itself: arms' indices are
/// (S_i + S_i^H)/(n_i + H_i) + sqrt(2 ln t/(n_i + H_i)), those of clusters the same with sums over
/// their arms, and t counts the pulls of the history, too, the clock of a cluster those of its
/// arms. So does T, where a rule knows the horizon.
public struct ArmHistory: Sendable, Equatable {
  /// What was seen of one arm.
  public struct Entry: Sendable, Equatable {
    /// The arm's number, from 0.
    public let arm: Int
    /// H_i ≥ 0, a whole number.
    public let pulls: Double
    /// S_i^H, from 0 to H_i, a whole number.
    public let successes: Double
    /// Where it stands, if it comes from a file.
    public let place: RewardLog.Place?

    /// Creates an entry.
    public init(arm: Int, pulls: Double, successes: Double, place: RewardLog.Place? = nil) {
      self.arm = arm
      self.pulls = pulls
      self.successes = successes
      self.place = place
    }
  }

  /// The most pulls of an arm: counts and their sums stay exact.
  public static let countRange = NumberRange.closed(0, 1e12)

  /// One for each row, no two of one arm.
  public let entries: [Entry]

  /// A history; counts must be whole, and no arm may occur twice.
  public init(entries: [Entry]) {
    demand(
      Set(entries.map(\.arm)).count == entries.count
        && entries.allSatisfy { entry in
          entry.arm >= 0 && ArmHistory.countRange.contains(entry.pulls)
            && (0...entry.pulls).contains(entry.successes)
            && entry.pulls == entry.pulls.rounded()
            && entry.successes == entry.successes.rounded()
        }, "a history has whole numbers 0 ≤ successes ≤ pulls, and one entry for an arm")
    self.entries = entries
  }

  /// Σ H_i.
  var pulls: Double { entries.reduce(0) { $0 + $1.pulls } }

  /// The entries with the places that their arms have in an instance.
  func placed(in clustering: Clustering) -> [(place: Int, entry: Entry)] {
    guard let listed = clustering.listed else { return entries.map { ($0.arm, $0) } }
    var places = Array(repeating: 0, count: listed.count)
    for (place, arm) in listed.enumerated() { places[arm] = place }
    return entries.map { (places[$0.arm], $0) }
  }
}
