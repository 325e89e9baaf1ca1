/// Which mistakes in a study would be noticed, and by what.
public struct PowerReport: TabularReport {
  /// What was found.
  public let study: PowerStudy
  /// Why mutations may survive, by their texts.
  private let reasons: [String: String]

  /// The report of a study.
  ///
  /// - Parameter reasons: why mutations may survive, by their texts.
  public init(_ study: PowerStudy, reasons: [String: String] = [:]) {
    self.study = study
    self.reasons = reasons
  }

  /// The study.
  public var subject: ReportSubject { study.subject }

  /// Mistakes with a reason that are not among those that were tried.
  public var unknown: [String] {
    reasons.keys.filter { text in !study.outcomes.contains { $0.text == text } }.sorted()
  }

  /// Survivors for which no reason is known.
  public var unexplained: [String] { study.survivors.filter { reasons[$0] == nil } }

  /// The document.
  public var document: Document {
    let noticed = study.outcomes.count { $0.noticed != nil }
    let real = study.outcomes.count { !$0.isHarmless }
    return Document(
      subject.heading + [
        .table(Table(study.outcomes, fields)),
        .paragraph(
          study.hasPassingChecks
            ? "\(noticed) of \(real) mistakes that change results are noticed"
            : "no check passes with the right plan, so that nothing can notice a mistake: play more "
              + "replications"),
      ])
  }

  /// The keys of the table's columns.
  public static let columnKeys = ["mistake", "noticed_by", "z", "checks"]

  private var fields: [Table.Field<PowerStudy.Outcome>] {
    [
      .init("mistake", nil, .left) { .text($0.text) },
      .init("noticed_by", "noticed by", .left, priority: 1) {
        .text($0.noticed.map { "\($0.kind.rawValue): \($0.subject)" } ?? survival($0))
      },
      .init("z", priority: 0) { $0.noticed?.scoreCell ?? .blank },
      .init("checks", priority: 2) { .integer($0.count) },
    ]
  }

  private func survival(_ outcome: PowerStudy.Outcome) -> String {
    if outcome.isHarmless { return "changes no result" }
    return reasons[outcome.text].map { "nothing: \($0)" } ?? "NOTHING"
  }

  /// A row for each mutation.
  public var records: (key: String, table: Table) {
    (
      "mistakes",
      Table(
        study.outcomes,
        [
          .init("mistake") { .text($0.text) },
          .init("noticed") { .flag($0.noticed != nil) },
          .init("harmless") { .flag($0.isHarmless) },
          .init("kind") { $0.noticed.map { .text($0.kind.rawValue) } ?? .blank },
          .init("check") { $0.noticed.map { .text($0.subject) } ?? .blank },
          .init("z") { .number($0.noticed?.z) },
          .init("checks") { .integer($0.count) },
          .init("reason") { reasons[$0.text].map { .text($0) } ?? .blank },
        ])
    )
  }
}
