import ClusterBandit
import Foundation
import Randomness

/// One reading of one file: its top level.
///
/// Problems and targets are read in the extensions beside it.
struct PlanReading {
  let reader: PlanReader
  var arguments: ArgumentReader
  /// The environments that may be named.
  let environmentKinds: [Variant]
  /// The policies that may be named.
  let policyKinds: [Variant]
  /// The labels of problems whose environment is the same in every replication.
  var fixedLabels: Set<String> = []
  /// The keys of the file; not one that is given and says no.
  var givenKeys: Set<String> = []
  /// The labels of problems whose rewards are other numbers than 0 and 1.
  var labelsWithoutBits: [String] = []
  /// The labels of problems whose rounds have contexts.
  var labelsWithContexts: [String] = []
  /// The labels of problems whose arms die.
  var labelsWithMortals: [String] = []
  /// The shapes of the environments that the policies being read are for.
  var shapes: [ProblemShape] = []
  /// Where the names of which kinds were listed.
  var listed: [String: SourcePosition] = [:]

  /// The keys of an experiment.
  static let keys = PlanKey.all.map(\.name)

  init(reader: PlanReader, arguments: ArgumentReader) {
    self.reader = reader
    self.arguments = arguments
    self.arguments.dataFolders = reader.dataFolders
    self.arguments.readsFiles = reader.readsFiles
    environmentKinds = reader.catalogues.environments.families.map {
      Variant($0.name, aliases: $0.aliases, $0.summary, $0.parameters)
    }
    policyKinds = reader.catalogues.policies.families.map {
      Variant($0.name, aliases: $0.aliases, $0.summary, $0.parameters)
    }
  }

  /// The keys of components, and those inside them.
  var keyTerms: [Term] {
    PlanReading.environmentKeys.map { Term(key: $0) }
      + (environmentKinds + policyKinds).flatMap(\.parameters).allTerms
  }

  mutating func plan(_ written: ConfigurationNode) -> Plan? {
    let top = KeyPathText()
    let root = canonical(written.withoutNotes)
    if let (message, hint) = root.otherThanMapping {
      arguments.report(root.position, message, at: top, hint: hint)
      return nil
    }
    guard
      let entries = arguments.entries(
        of: root, at: top, allowed: PlanReading.keys, what: "an experiment",
        remark: "; keys of your own begin with x-")
    else { return nil }
    var name: String?
    if let node = entries["name"] {
      name = experimentName(node)
    } else {
      missing("name", in: root, "the experiment's name, under which results are filed: my-study")
    }
    if let name {
      arguments.dataFolders.know(reader.readBefore[name] ?? [], isBinding: false)
    }
    let title = entries["title"].flatMap { arguments.text($0, at: top["title"]) }
    let seed = entries["seed"].map { arguments.seed($0, at: top["seed"]) } ?? 0
    let replications =
      entries["replications"].map {
        arguments.integer($0, ExperimentLimits.replications, at: top["replications"])
      } ?? 100
    let checkpoints = entries["checkpoints"].map { self.checkpoints($0) } ?? Checkpoints()
    let quick = entries["quick-replications"].flatMap {
      arguments.integer(
        $0, ExperimentLimits.quickReplications, at: top["quick-replications"])
    }
    let keepsEvidence = entries["evidence"].flatMap { arguments.flag($0, at: top["evidence"]) }
    let discount = entries["discount"].flatMap { self.discount($0, at: top["discount"]) }
    let variates = entries["control-variates"].flatMap {
      arguments.flag($0, at: top["control-variates"])
    }
    let recommendation = entries["recommend"].flatMap {
      arguments.choice($0, Recommendation.allCases.map(\.rawValue), at: top["recommend"])
    }
    givenKeys = Set(entries.keys)
    if keepsEvidence != true { givenKeys.remove("evidence") }
    if variates != true { givenKeys.remove("control-variates") }
    readFiles(entries["files"])
    checkStreams(entries["streams"])
    let problems: [Plan.Problem]
    if let node = entries["problems"] {
      for key in PlanKey.names(.written) {
        guard let other = entries[key] else { continue }
        arguments.report(
          other.position, "'\(key)' and 'problems' exclude each other", at: top[key],
          hint: "a plan with 'problems' spells out every problem: move it there")
      }
      problems = resolvedProblems(node)
    } else {
      problems = sweptProblems(root, entries["sweep"])
      checkLabels(root)
    }
    if keepsEvidence == true, let node = entries["evidence"], let label = labelsWithoutBits.first {
      arguments.report(
        node.position, "evidence is that of 0/1 rewards, and those of \(label.quoted) are not",
        at: top["evidence"],
        hint: "leave evidence out, or move that environment to a file of its own")
    }
    if let node = entries["recommend"], let label = labelsWithContexts.first {
      arguments.report(
        node.position, "\(label.quoted) has contexts: no arm is the best in all rounds",
        at: top["recommend"],
        hint: "leave recommend out, or move that environment to a file of its own")
    }
    refuseMortals(entries)
    if let node = entries["checkpoints"] { checkRounds(of: checkpoints, node, problems) }
    // Labels are looked up only where there are some.
    let labelled = arguments.diagnostics.isEmpty ? problems : nil
    let targets = targets(entries, labelled)
    guard arguments.diagnostics.isEmpty, let name, let seed, let replications else { return nil }
    var plan = Plan(
      name: name, title: title ?? name, seed: reader.overrides.seed ?? seed,
      replications: reader.overrides.replications ?? replications, quickReplications: quick,
      checkpoints: checkpoints, problems: problems, targets: targets,
      files: arguments.filesRead)
    plan.evidence = keepsEvidence == true ? true : nil
    plan.discount = discount
    plan.controlVariates = variates == true ? true : nil
    plan.recommend = recommendation.flatMap { Recommendation(rawValue: $0) }
    return plan
  }

  private mutating func discount(_ node: ConfigurationNode, at path: KeyPathText) -> Double? {
    guard let factor = arguments.number(node, .location, at: path) else { return nil }
    guard factor > 0, factor <= 1 else {
      arguments.report(
        node.position, "'\(factor.short)' is out of range", at: path,
        hint: "write a number above 0 and below 1, such as 0.95")
      return nil
    }
    guard factor < 1 else {
      arguments.report(
        node.position, "with a discount factor of 1 no round counts less than another", at: path,
        hint: "leave discount out: reward and regret are kept as they are; or write 0.99")
      return nil
    }
    return factor
  }

  mutating func missing(_ key: String, in root: ConfigurationNode, _ hint: String) {
    arguments.report(
      root.position, "the key '\(key)' is missing", at: KeyPathText(text: key), hint: hint)
  }

  private mutating func experimentName(_ node: ConfigurationNode) -> String? {
    let path = KeyPathText(text: "name")
    guard let name = arguments.text(node, at: path) else { return nil }
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "-_.".unicodeScalars.contains($0))
    }
    guard isPlain, name.count <= 100, name.first?.isLetter == true || name.first?.isNumber == true
    else {
      arguments.report(
        node.position, "\(name.quoted) cannot be a name", at: path,
        hint: "use letters, digits, '-', '_' and '.', for results are filed under it")
      return nil
    }
    return name
  }

  /// The hashes that data files must have.
  private mutating func readFiles(_ node: ConfigurationNode?) {
    let path = KeyPathText(text: "files")
    guard let node, !node.isEmptyList else { return }
    for (index, element) in (arguments.elements(node, of: "files", at: path) ?? []).enumerated() {
      guard
        let entries = arguments.entries(
          of: element, at: path[index], allowed: ["name", "sha256"], what: "a file"),
        let name = entries["name"].flatMap({ arguments.text($0, at: path[index]["name"]) }),
        let hash = entries["sha256"].flatMap({ arguments.text($0, at: path[index]["sha256"]) })
      else { continue }
      arguments.expectedHashes[name] = hash
      let file = Plan.DataFile(name: name, sha256: hash)
      arguments.dataFolders.know([file], isBinding: true)
    }
  }

  private mutating func checkStreams(_ node: ConfigurationNode?) {
    let path = KeyPathText(text: "streams")
    guard let node, let streams = arguments.integer(node, 1...1000, at: path),
      streams != StreamVersion.current
    else { return }
    arguments.report(
      node.position,
      "the plan was made for version \(streams) of the streams, and this program draws version "
        + "\(StreamVersion.current)", at: path,
      hint: "leave it out to run the plan with today's streams; its numbers will be others")
  }
}

extension ConfigurationNode {
  /// What to say of a whole file that is a list, or assigns as TOML does.
  fileprivate var otherThanMapping: (message: String, hint: String)? {
    switch self {
    case .list:
      ("the file is a list", "a file holds one experiment and begins with name: my-study, no dash")
    case .scalar(let text, _, _) where text.contains("="):
      ("the file has no keys", "YAML has a colon and a space, not '=': write name: my-study")
    default: nil
    }
  }

  /// A mapping without the keys that begin with `x-`: they hold what anchors name.
  fileprivate var withoutNotes: ConfigurationNode {
    guard case .mapping(let entries, let position) = self else { return self }
    return .mapping(entries.filter { !$0.key.hasPrefix("x-") }, at: position)
  }

  /// True for `[]`.
  var isEmptyList: Bool {
    if case .list(let elements, _) = self { elements.isEmpty } else { false }
  }
}
