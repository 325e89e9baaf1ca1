import ClusterBandit

/// The policy with the lowest mean pseudo-regret in an environment, and those that the paired tests
/// cannot tell from it.
///
/// The tests are those of ``ExperimentComparison`` at 5 %, the lowest against every other policy.
/// Policies that never lose anything, which is the oracle's privilege, are no rivals.
struct BestPolicy: Sendable, Equatable {
  /// The environment's label.
  let environment: String
  /// The label of the policy.
  let policy: String
  /// The labels of the policies that may be as good, in the order of the plan.
  private(set) var equals: [String]
  /// Every other policy with it.
  private let pairs: [ExperimentComparison.Pair]
  private let hasOracle: Bool

  /// Whether it is lower than every other policy.
  var isAlone: Bool { equals.isEmpty }

  /// The best policy of an environment; nil without a rival or with one replication.
  init?(_ result: ResultSet, _ environment: String) {
    let cells = result.cells(of: environment)
    let rivals = cells.filter(BestPolicy.loses)
    func mean(_ cell: ResultSet.Cell) -> Double {
      cell.final[.pseudoRegret]?.mean ?? .infinity
    }
    guard rivals.count > 1, let lowest = rivals.min(by: { mean($0) < mean($1) }),
      lowest.replications > 1
    else { return nil }
    var selection = ComparisonSelection()
    selection.against = lowest.policy
    let comparison = ExperimentComparison(
      ResultSet(
        plan: result.plan, manifest: result.manifest, cells: rivals, constants: [], notes: []),
      selection)
    self.environment = environment
    policy = lowest.policy
    pairs = comparison.environments.flatMap(\.pairs)
    equals = pairs.filter { $0.verdict != .secondBetter }.map(\.first)
    hasOracle = rivals.count < cells.count
  }

  /// The best policies of all environments, for one table of them: the tests of the whole table are
  /// one family for Holm's correction.
  static func all(_ result: ResultSet) -> [BestPolicy] {
    let found = result.environments.compactMap { BestPolicy(result, $0) }
    let adjusted = holm(found.flatMap(\.pairs).map(\.comparison.permutationTest))
    let risk = 1 - ComparisonSelection().level
    var place = 0
    return found.map { one in
      var best = one
      let family = adjusted[place..<place + one.pairs.count]
      place += one.pairs.count
      // The pairs were judged in their environment alone; with more tests less is certain.
      best.equals = zip(one.pairs, family).filter { pair, adjusted in
        pair.verdict != .secondBetter || adjusted > risk
      }.map(\.0.first)
      return best
    }
  }

  /// Whether a policy loses anything.
  static func loses(_ cell: ResultSet.Cell) -> Bool {
    cell.values[.pseudoRegret]?.contains { $0 != 0 } ?? false
  }

  /// What stands beside a table that marks the best in bold.
  var text: String {
    isAlone
      ? "bold: lower than every other policy\(hasOracle ? ", except policies without regret" : "")"
      : "\(policy) has the lowest mean; not distinguishable from it: "
        + equals.joined(separator: ", ")
  }

  /// How the best was found, in words.
  static let tests = "paired tests at 5 %, Holm's correction"
  /// How the best of all environments were found, in words.
  static let testsOfAll = tests + " over the whole table"
}
