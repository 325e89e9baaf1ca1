import ClusterBandit

/// The mean pseudo-regret of every policy on every environment in one table.
///
/// A permuted control stands beside its environment. The lowest mean of an environment is marked
/// where ``BestPolicy/all(_:)`` finds it below every other one, all tests of the table being one
/// family; policies that never lose anything,
/// which is the oracle's privilege, are no rivals.
struct ResultSummary {
  private let result: ResultSet
  private let policies: [String]
  /// Each environment before its control.
  private let columns: [Place]
  private let best: [BestPolicy]
  private let medium: Medium

  /// An environment of the table.
  private struct Place {
    let label: String
    /// The place of the environment among those that are no controls.
    let group: Int
    let isControl: Bool
  }

  init(_ result: ResultSet, _ medium: Medium = .file) {
    self.result = result
    self.medium = medium
    var seen: Set<String> = []
    policies = result.cells.map(\.policy).filter { seen.insert($0).inserted }
    let labels = result.environments
    func base(_ label: String) -> String? {
      let base = label.replacing(", permuted", with: "", maxReplacements: 1)
      return base != label && labels.contains(base) ? base : nil
    }
    columns = labels.filter { base($0) == nil }.enumerated().flatMap { group, label in
      [Place(label: label, group: group, isControl: false)]
        + labels.filter { base($0) == label }.map {
          Place(label: $0, group: group, isControl: true)
        }
    }
    best = BestPolicy.all(result)
  }

  /// The table and what has to be told with it.
  var blocks: [Document.Block] {
    [.table(table), .list(legend)]
  }

  private var table: Table {
    // A long list of environments reads better downwards.
    var table = columns.count > 2 * policies.count ? environmentsDown : environmentsAcross
    table.overflow = .cuts
    let horizons = Set(result.cells.map(\.horizon))
    let rounds = horizons.count == 1 ? horizons.first.map { " after \(grouped($0)) rounds" } : nil
    table.title =
      "Mean pseudo regret\(rounds ?? ""), in brackets the standard error of its last digits"
    return table
  }

  private var environmentsAcross: Table {
    Table(
      policies,
      [.init("policy", nil, .left) { .text($0) }]
        + columns.enumerated().map { index, place in
          .init(
            "environment_\(index + 1)", place.isControl ? "permuted" : place.label,
            priority: place.group + 1
          ) { policy in cell(place.label, policy) }
        })
  }

  private var environmentsDown: Table {
    Table(
      columns,
      [.init("environment", nil, .left) { .text($0.label) }]
        + policies.enumerated().map { index, policy in
          .init("policy_\(index + 1)", policy, priority: index + 1) { cell($0.label, policy) }
        })
  }

  private func cell(_ environment: String, _ policy: String) -> Cell {
    let cells = result.cells(of: environment)
    guard let one = cells.first(where: { $0.policy == policy }) else { return .blank }
    let places = decimals(forErrors: cells.map { $0.final[.pseudoRegret]?.standardError })
    let isMarked = best.contains {
      $0.environment == environment && $0.policy == policy && $0.isAlone
    }
    return .estimate(one.final[.pseudoRegret], places - 1, isMarked: isMarked)
  }

  private var legend: [String] {
    var lines: [String] = []
    if best.contains(where: { medium == .page || $0.isAlone }) {
      let hasOracle = result.cells.contains { !BestPolicy.loses($0) }
      lines.append(
        (medium == .page ? "bold" : "marked *")
          + ": lower than every other policy in its environment"
          + (hasOracle ? ", except policies without regret" : "")
          + ": \(BestPolicy.testsOfAll)")
    }
    if medium == .page {
      lines += best.filter { !$0.isAlone }.map { "\($0.environment): \($0.text)" }
    }
    if columns.contains(where: \.isControl) {
      lines.append(
        "permuted: the same arms, assigned at random to clusters of the same sizes")
    }
    return lines
  }
}
