/// How many mistakes of each kind the studies notice: studies by kinds of mistakes.
public struct PowerSummary: Report {
  private let studies: [PowerStudy]

  /// The summary of some studies.
  public init(_ studies: [PowerStudy]) { self.studies = studies }

  /// The document: a row for each study, with the mistakes that are noticed and those that change
  /// results, and a row of sums.
  public var document: Document {
    let outcomes = studies.flatMap(\.outcomes)
    var table = Table(studies, fields)
    table.append(
      [.text("together"), .blank]
        + Mutation.Kind.allCases.map { .text(PowerSummary.share(outcomes, of: $0)) }
        + [.integer(outcomes.count(where: \.survives))])
    return Document([
      .heading("Mistakes that are noticed, of those that change results", level: 1), .table(table),
    ])
  }

  private var fields: [Table.Field<PowerStudy>] {
    [
      .init("study", nil, .left) { .text($0.subject.name) },
      .init("replications", priority: 2) {
        .text($0.sizes.map(grouped).joined(separator: ", "))
      },
    ]
      + Mutation.Kind.allCases.map { kind in
        .init(kind.rawValue, priority: 1) { .text(PowerSummary.share($0.outcomes, of: kind)) }
      } + [.init("survive") { .integer($0.survivors.count) }]
  }

  private static func share(_ outcomes: [PowerStudy.Outcome], of kind: Mutation.Kind) -> String {
    let real = outcomes.filter { $0.kind == kind && !$0.isHarmless }
    return real.isEmpty ? "–" : "\(real.count(where: \.isNoticed)) of \(real.count)"
  }
}
