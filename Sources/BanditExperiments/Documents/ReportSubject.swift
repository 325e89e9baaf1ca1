/// The experiment that a report is about: its name and what its numbers depend on.
public struct ReportSubject: Sendable, Equatable {
  /// The experiment's name.
  public let name: String
  /// The experiment's title.
  public let title: String
  /// The root seed.
  public let seed: UInt64
  /// The horizon, or nil where problems have several.
  public let horizon: Int?
  /// The horizon, or the smallest and the largest.
  let horizonText: String
  /// The number of replications.
  public let replications: Int
  /// The pulls of a batch, or nil where problems have several.
  public let batch: Int?
  /// How much of the plan was played, where it is not all.
  public var partiality: String?
  /// The version of the streams.
  public let streams: Int
  /// The SHA-256 of the plan.
  let planHash: String

  /// What a plan is about.
  init(_ plan: Plan) {
    name = plan.name
    title = plan.title
    seed = plan.seed
    let horizons = Set(plan.problems.map(\.horizon))
    horizon = horizons.count == 1 ? horizons.first : nil
    horizonText = plan.horizonText
    replications = plan.replications
    batch = plan.commonBatch
    streams = plan.streams
    planHash = plan.sha256
  }

  /// What tells one run of an experiment from all others: the first digits of the plan's hash.
  var origin: String { "plan \(planHash.prefix(16)) · streams \(streams)" }

  /// The members of a JSON object.
  var members: [(key: String, cell: Cell)] {
    [
      ("experiment", .text(name)), ("title", .text(title)), ("seed", .seed(seed)),
      ("horizon", .integer(horizon)), ("replications", .integer(replications)),
      ("streams", .integer(streams)),
    ]
  }

  /// The heading of a document: the title, and a line with the numbers.
  var heading: [Document.Block] {
    let facts =
      [
        name, "seed \(seed)",
        "\(grouped(replications)) \(replications == 1 ? "replication" : "replications")",
        "horizon \(horizonText)",
      ] + (batch.map { $0 > 1 ? ["batches of \(grouped($0))"] : [] } ?? [])
    return [.heading(title, level: 1), .paragraph(facts.joined(separator: " · "))]
      + (partiality.map { [.paragraph("PARTIAL: \($0)")] } ?? [])
  }
}
