import ClusterBandit

/// What reports take from a result, in one place.
extension ResultSet {
  /// The experiment and what its numbers depend on.
  var subject: ReportSubject {
    var subject = ReportSubject(plan)
    subject.partiality = partiality
    return subject
  }

  /// How much of a partial result there is, in words; nil if it is whole.
  package var partiality: String? {
    guard isPartial else { return nil }
    let played = environments
    let whole = played.filter { label in
      cells(of: label).allSatisfy { $0.replications == plan.replications }
    }
    let rest = played.filter { !whole.contains($0) }.map { label in
      "\(grouped(cells(of: label).map(\.replications).min() ?? 0)) of "
        + "\(grouped(plan.replications)) replications of \(label.shown(atMost: 60))"
    }
    let missing = plan.problems.count - played.count
    return
      (["\(whole.count) of \(plan.problems.count) environments are complete"] + rest
      + (missing > 0 ? ["\(missing) not begun"] : [])).joined(separator: "; ")
  }

  /// Whether a mean was published of the last round.
  func isFinal(_ published: TargetMean) -> Bool {
    !published.isSpread
      && cells.first { $0.environment == published.environment }?.horizon == published.round
  }

  /// What stands under the tables: how rows were played, and what linear algebra has to tell.
  var footnotes: [String] {
    remarks.map(\.line) + notes.map(\.text) + [manifest.text].compactMap(\.self)
  }
}

extension Metric {
  /// The heading of a column.
  var heading: String { rawValue.replacing("-", with: " ") }

  /// The key of a column.
  var key: String { rawValue.replacing("-", with: "_") }
}
