import BanditExperiments
import Foundation

/// Which mistakes a study's targets would notice.
extension ReproduceCommand {
  /// Plays every study with one plausible mistake after the other.
  func studyPower(_ planned: [Experiment]) throws {
    running.blas.apply()
    let reasons = try mistakes.survivors.map { try KnownSurvivors(file: $0) } ?? KnownSurvivors()
    var printer = ReportPrinter(format, display, width: text.width)
    var (unexplained, unknown): ([String], [String]) = ([], [])
    var found: [PowerStudy] = []
    for study in planned {
      let name = study.plan.name
      let report = PowerReport(
        try power(of: study, known: reasons.reasons(in: name)),
        reasons: reasons.reasons(in: name))
      unexplained += report.unexplained.map { "\(name): \($0)" }
      unknown += report.unknown.map { "\(name) | \($0)" }
      found.append(report.study)
      try printer.add(report)
    }
    try printer.finish()
    if found.count > 1, format.isText { try printer.show(PowerSummary(found)) }
    if studies.isEmpty {
      let names = Set(planned.map(\.plan.name))
      unknown += reasons.studies.filter { !names.contains($0) }
    }
    if !unexplained.isEmpty { note("no check notices these mistakes:") }
    for text in unexplained { note("- \(text)") }
    if !unknown.isEmpty {
      note("\(mistakes.survivors ?? "") names mistakes that are not tried here:")
    }
    for text in unknown { note("- \(text)") }
    if !unexplained.isEmpty || !unknown.isEmpty { throw ExitStatus.checkMissed }
  }

  private func power(
    of study: Experiment, known reasons: [String: String]
  ) throws -> PowerStudy {
    let folders = [URL(fileURLWithPath: ".")] + shipped.folders.map { URL(fileURLWithPath: $0) }
    let control = RunControl()
    let (threads, isQuiet, name) = (running.blas.threads, running.quiet, study.plan.name)
    return try Interruption.cancelling(control) {
      try PowerStudy(
        study, catalogues: Kinds.catalogues,
        folder: folders.first { study.plan.filesAreUnchanged(in: $0) } ?? folders[0],
        draw: PowerDraw(
          share: mistakes.share ?? 1, number: mistakes.draw ?? 0, known: Set(reasons.keys)),
        workers: running.workers
      ) { experiment in
        let result = try experiment.run(jobs: 1, blasThreads: threads, control: control)
        try ExitStatus.throwIfInterrupted()
        return result
      } hears: { text in
        if !isQuiet { note("\(name): \(text)") }
      }
    }
  }
}

/// Mistakes of which it is known that nothing notices them, and why.
private struct KnownSurvivors {
  private var reasons: [String: [String: String]] = [:]

  init() {}

  /// A file with a line `study | mistake | reason` for each; lines that begin with # are comments.
  init(file: String) throws {
    let text: String
    do throws(UnreadableFile) {
      text = String(decoding: try readFile(file), as: UTF8.self)
    } catch {
      note("error: cannot read \(file): \(error.reason)")
      throw ExitStatus.invalidInput
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let fields = line.components(separatedBy: " | ")
      guard fields.count == 3, !fields.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
        note("\(file):\(index + 1): error: a line holds study | mistake | reason")
        throw ExitStatus.invalidInput
      }
      reasons[fields[0], default: [:]][fields[1]] = fields[2]
    }
  }

  /// The studies that it names, in order.
  var studies: [String] { reasons.keys.sorted() }

  func reasons(in study: String) -> [String: String] { reasons[study] ?? [:] }
}
