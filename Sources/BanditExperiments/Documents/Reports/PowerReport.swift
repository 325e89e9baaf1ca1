/// Which mistakes in a study would be noticed, and by what.
public struct PowerReport: TabularReport {
  /// What was found.
  public let study: PowerStudy
  /// Why mutations may survive, by their texts.
  private let reasons: [String: String]

  /// The report of a study.
  ///
  /// - Parameters:
  ///   - study: what was played.
  ///   - reasons: why mutations may survive, by their texts.
  public init(_ study: PowerStudy, reasons: [String: String] = [:]) {
    self.study = study
    self.reasons = reasons
  }

  /// The study.
  public var subject: ReportSubject { study.subject }

  /// Mistakes with a reason that are no mistakes of the study.
  public var unknown: [String] { reasons.keys.filter { !study.mistakes.contains($0) }.sorted() }

  /// Survivors for which no reason is known.
  public var unexplained: [String] { study.survivors.filter { reasons[$0] == nil } }

  /// The document.
  public var document: Document {
    let noticed = study.outcomes.count(where: \.isNoticed)
    let real = study.outcomes.count { !$0.isHarmless }
    let drawn = study.outcomes.count
    let sizes = study.sizes.map(grouped).joined(separator: ", then ")
    return Document(
      subject.heading + [
        .table(Table(study.outcomes, fields)),
        .paragraph(
          drawn == 0 || study.hasPassingChecks
            ? "\(noticed) of \(real) mistakes that change results are noticed"
              + " (\(sizes) replications)"
            : "no check passes with the right plan, so that nothing can notice a mistake: play more "
              + "replications"),
      ])
  }

  /// The keys of the table's columns.
  public static let columnKeys = ["mistake", "noticed_by", "z", "checks"]

  private var fields: [Table.Field<PowerStudy.Outcome>] {
    [
      .init("mistake", nil, .left) { .text($0.text) },
      .init("noticed_by", "noticed by", .left, priority: 1) { .text(notice($0)) },
      .init("z", priority: 0) { $0.isHarmless ? .blank : $0.clearest?.scoreCell ?? .blank },
      .init("checks", priority: 2) { .integer($0.count) },
    ]
  }

  private func notice(_ outcome: PowerStudy.Outcome) -> String {
    if outcome.isHarmless { return "changes no result" }
    if outcome.isNoticed, let check = outcome.clearest {
      return "\(check.kind.rawValue): \(check.subject)"
    }
    return reasons[outcome.text].map { "nothing: \($0)" } ?? "NOTHING"
  }

  /// A row for each mutation; the check of one that survives is the clearest of those that pass.
  public var records: (key: String, table: Table) {
    (
      "mistakes",
      Table(
        study.outcomes,
        [
          .init("mistake") { .text($0.text) },
          .init("noticed") { .flag($0.isNoticed) },
          .init("harmless") { .flag($0.isHarmless) },
          .init("kind") { $0.clearest.map { .text($0.kind.rawValue) } ?? .blank },
          .init("check") { $0.clearest.map { .text($0.subject) } ?? .blank },
          .init("z") { .number($0.clearest?.z) },
          .init("checks") { .integer($0.count) },
          .init("reason") { reasons[$0.text].map { .text($0) } ?? .blank },
          .init("sort") { .text($0.kind.rawValue) },
          .init("replications") { .integer($0.replications) },
        ])
    )
  }
}
