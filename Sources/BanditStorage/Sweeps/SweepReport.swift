package import BanditExperiments
import Foundation

/// A sweep for people: each shard, how far all of them are, and what is to be done.
package struct SweepReport: Report {
  private let inspection: SweepInspection

  /// The report of an inspection.
  package init(_ inspection: SweepInspection) { self.inspection = inspection }

  private var sweep: SweepPlan { inspection.folder.sweep }

  /// The document.
  package var document: Document {
    let plan = sweep.plan
    var lines = [SweepReport.line(inspection), SweepReport.pace(inspection)].compactMap(\.self)
    let missing = inspection.missing
    if !missing.isEmpty {
      lines.append(
        "missing: \(ArraySpecification(missing)); \(SweepReport.remedy(inspection.folder))")
    } else if inspection.isComplete {
      let isMerged = FileManager.default.fileExists(atPath: inspection.folder.result.finished)
      lines.append(
        isMerged
          ? "merged: \(inspection.folder.result.finished)"
          : "\(inspection.folder.command("merge")) makes one result of them")
    }
    return Document([
      .heading(plan.title, level: 1),
      .paragraph(
        "\(plan.name) · seed \(plan.seed) · \(grouped(plan.replications)) replications · "
          + "\(counted(plan.blockCount, "block")) in \(counted(sweep.shardCount, "shard"))"),
      .table(table), .list(lines + inspection.refusals.map(\.description)),
    ])
  }

  /// How to play what is missing.
  package static func remedy(_ folder: SweepFolder) -> String {
    "\(folder.command("submit")) plays what is missing here, and with --engine slurm on a cluster"
  }

  /// How many shards are in which state.
  package static func line(_ inspection: SweepInspection) -> String {
    let words = ["done", "running", "stopped", "missing", "refused"]
    let counts = words.map { word in inspection.states.count { $0.word == word } }
    return zip(words, counts).filter { $0.1 > 0 || $0.0 == "done" }
      .map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", ")
      + " of \(counted(inspection.states.count, "shard"))"
  }

  /// How fast it goes and how long it takes; nil if nothing is left.
  package static func pace(_ inspection: SweepInspection) -> String? {
    guard !inspection.isComplete else { return nil }
    let progress = SweepProgress(inspection)
    let share = "\(fixed(100 * progress.share, 0)) % of all pulls"
    if let rate = progress.rate, let left = progress.secondsLeft {
      return "\(share), \(fixed(rate / 1e6, 1)) M pulls/s, about \(duration(left)) left"
    }
    let estimate = duration(progress.estimatedSeconds)
    let isPlayed = inspection.states.contains(where: \.isRunning)
    return share
      + (isPlayed
        ? ", no speed is known yet" : "; the rest takes about \(estimate), one shard at a time")
  }

  private typealias Row = (shards: ClosedRange<Int>, state: ShardState)

  /// Neighbors that are alike stand in one row.
  private var rows: [Row] {
    inspection.states.enumerated().reduce(into: []) { rows, next in
      if let last = rows.last, last.state.isLike(next.element) {
        rows[rows.count - 1].shards = last.shards.lowerBound...next.offset
      } else {
        rows.append((next.offset...next.offset, next.element))
      }
    }
  }

  private var table: Table {
    // Only of what is being played is more known than where it is.
    let isPlayed = inspection.states.contains(where: \.isRunning)
    let columns: [Table.Field<Row>] =
      [
        .init("shards", nil, .left) { .text("\(ArraySpecification($0.shards))") },
        .init("state", nil, .left) { .text($0.state.word) },
        .init("blocks") { row in
          let counts = row.shards.map { sweep.places(of: $0).count }
          let present = zip(row.shards, counts).reduce(0) {
            $0 + inspection.states[$1.0].blocks(of: $1.1)
          }
          return .text("\(grouped(present)) of \(grouped(counts.reduce(0, +)))")
        },
        .init("machine", nil, .left, priority: 1) { .text($0.state.host) },
      ]
    let details: [Table.Field<Row>] = [
      .init("since", nil, .left, priority: 2) { .text($0.state.since) },
      .init("job", nil, .left, priority: 3) { .text($0.state.job) },
    ]
    return Table(rows, isPlayed ? columns + details : columns)
  }
}

extension ShardState {
  fileprivate func isLike(_ other: ShardState) -> Bool {
    switch (self, other) {
    case (.missing, .missing), (.refused, .refused): true
    case (.done(let host), .done(let otherHost)): host == otherHost
    default: false
    }
  }

  fileprivate var host: String {
    switch self {
    case .done(let host): host
    case .running(let progress): progress?.host ?? "?"
    default: ""
    }
  }

  fileprivate var since: String {
    if case .running(let progress?) = self { progress.since.ISO8601Format() } else { "" }
  }

  fileprivate var job: String {
    if case .running(let progress?) = self { progress.job ?? "" } else { "" }
  }
}
