import BanditExperiments
import ClusterBandit
import Foundation

/// What the page wants to be played: a study that it composed, or a shipped one by its name.
///
/// A study has the form of an experiment file, so that the same reader checks it, the same messages
/// name its mistakes, and the command line plays the same numbers from the same text.
struct StudyRequest: Decodable {
  /// A study in the form of a file.
  var study: PlanValue?
  /// The name of a shipped one.
  var shipped: String?
  /// The seed in decimal digits: a number of JSON has too few bits.
  var seed: String?
  /// Replications in place of the study's.
  var replications: Int?
  /// Rounds in place of the study's.
  var horizon: Int?

  /// The keys of a file that a study may have: none that reads anything.
  private static let keys: Set<String> = [
    "name", "title", "seed", "horizon", "replications", "batch", "checkpoints", "environment",
    "environments", "policies",
  ]

  /// What is played.
  ///
  /// - Throws: ``Refusal`` with all that is wrong.
  func experiment(_ shelf: StudyShelf) throws(Refusal) -> Experiment {
    var reader = PlanReader()
    reader.catalogues = shelf.catalogues
    reader.overrides = try overrides
    var file: String?
    var bytes = Data()
    if let shipped {
      file = try shelf.file(named: shipped)
    } else {
      bytes = try checkedBytes(shelf)
      reader.readsFiles = false
    }
    let experiment: Experiment
    do throws(InvalidInput) {
      if let file {
        experiment = try reader.prepare(
          try reader.read(file: file), folder: PlanReader.folder(of: file))
      } else {
        experiment = try reader.prepare(
          try reader.read(bytes, named: "study", folder: URL(fileURLWithPath: "/nowhere")))
      }
    } catch {
      let lines = error.diagnostics.prefix(6).map { one in
        one.message + (one.keyPath.isEmpty ? "" : " at '\(one.keyPath)'")
      }
      throw refused(
        lines.joined(separator: "; "), error.diagnostics.first?.hint ?? "change the study")
    }
    try StudyLimits.check(experiment)
    return experiment
  }

  private var overrides: PlanOverrides {
    get throws(Refusal) {
      var changed = PlanOverrides(replications: replications, horizon: horizon)
      if let seed {
        guard let number = UInt64(seed) else {
          throw refused(
            "'\(seed.prefix(40))' is no seed", "a seed is a whole number from 0 to \(UInt64.max)")
        }
        changed.seed = number
      }
      try StudyLimits.check(replications, in: StudyLimits.replications, "replications")
      try StudyLimits.check(horizon, in: StudyLimits.horizon, "rounds")
      return changed
    }
  }

  /// The study as text for the reader, once it is sure that nothing in it names a file.
  private func checkedBytes(_ shelf: StudyShelf) throws(Refusal) -> Data {
    guard case .mapping(let entries) = study else {
      throw refused("a study is missing", "compose one, or name a shipped experiment")
    }
    if let foreign = entries.keys.sorted().first(where: { !StudyRequest.keys.contains($0) }) {
      throw refused("a study has no '\(foreign.prefix(40))' here", "leave it out")
    }
    var environments: [PlanValue] = []
    if let one = entries["environment"] { environments.append(one) }
    if case .list(let more) = entries["environments"] { environments += more }
    for environment in environments {
      guard case .mapping(let arguments) = environment, case .text(let kind) = arguments["kind"]
      else { throw refused("an environment has no kind", "give one, such as beta-clusters") }
      // What the reader would understand under another spelling is not let through.
      guard let family = shelf.catalogues.environments[kind] else {
        throw refused(
          "there is no environment '\(kind.prefix(40))'",
          "'cluster-bandit list environments' names them")
      }
      guard !family.parameters.contains(where: \.isFile) else {
        throw refused("'\(kind)' reads files, and the page reads none", "use 'cluster-bandit run'")
      }
    }
    return Data(PlanValue.mapping(entries).flowText.utf8)
  }
}

extension PlanValue {
  /// The value as YAML takes JSON: with a space behind every colon, without which its reader looks
  /// for slips of typing.
  fileprivate var flowText: String {
    switch self {
    case .flag(let flag): String(flag)
    case .number(let number): JSON.text(number)
    case .text(let text): JSON.text(text)
    case .list(let elements): "[" + elements.map(\.flowText).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.sorted { $0.key < $1.key }
        .map { "\(JSON.text($0.key)): \($0.value.flowText)" }.joined(separator: ", ") + "}"
    }
  }
}
