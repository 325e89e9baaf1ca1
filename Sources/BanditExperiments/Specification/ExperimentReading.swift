import ClusterBandit
import Foundation

/// One reading of one file: its top level.
///
/// Problems and published values are read in the extensions beside it.
struct ExperimentReading {
  let reader: ExperimentReader
  var arguments: ArgumentReader
  /// Checkpoints that were worked out already.
  var roundsOfHorizon: [Int: [Int]] = [:]

  private static let keys = [
    "name", "title", "seed", "horizon", "replications", "batch", "checkpoints", "environment",
    "environments", "policies", "sweep", "published", "claims", "constants",
    "quick-replications",
  ]

  mutating func experiment(_ root: ConfigurationNode) -> Experiment? {
    let top = KeyPathText()
    guard
      let entries = arguments.entries(
        of: root, at: top, allowed: ExperimentReading.keys, what: "an experiment")
    else { return nil }
    var name: String?
    if let node = entries["name"] {
      name = experimentName(node)
    } else {
      missing("name", in: root, "the experiment's name is part of every seed: name: my-study")
    }
    let title = entries["title"].flatMap { arguments.text($0, at: top["title"]) }
    let seed = entries["seed"].map { arguments.seed($0, at: top["seed"]) } ?? 0
    let replications =
      entries["replications"].map {
        arguments.integer($0, ExperimentLimits.replications, at: top["replications"])
      } ?? 100
    let checkpoints = checkpointPlan(entries["checkpoints"])
    let axes = entries["sweep"].map { SweepReader.axes($0, &arguments) } ?? []
    // A horizon from the command line takes the place of swept ones too.
    let isFixed = reader.overrides.horizon != nil
    let variants = SweepReader.variants(
      of: root, axes: axes.filter { !isFixed || $0.path != ["horizon"] }, &arguments)
    let rounds = publishedRounds(entries["published"])
    var problems: [Experiment.Problem] = []
    // A mistake that every variant repeats is told once; thousands of them help nobody.
    for variant in variants where arguments.diagnostics.count <= 1000 {
      problems += self.problems(variant, checkpoints, extra: rounds) ?? []
    }
    // Where only a sweep gives a horizon, the first combination's stands for the experiment's.
    let horizon =
      entries["horizon"].flatMap { probedInteger($0, ExperimentLimits.horizon) }
      ?? problems.first?.horizon
    let batch =
      entries["batch"].flatMap { probedInteger($0, ExperimentLimits.batch) } ?? 1
    problems = merged(problems)
    checkLabels(root)
    let isComplete = arguments.diagnostics.isEmpty
    let published = entries["published"].map {
      self.published($0, problems, isComplete: isComplete, horizon: horizon)
    }
    // Labels are looked up only where there are some.
    let labelled = isComplete ? problems : nil
    let claims = entries["claims"].map { self.claims($0, labelled) }
    let constants = entries["constants"].map { self.constants($0, labelled) }
    let quick = entries["quick-replications"].flatMap {
      arguments.integer(
        $0, ExperimentLimits.quickReplications, at: top["quick-replications"])
    }
    guard arguments.diagnostics.isEmpty, let name, let seed, let replications, let horizon else {
      return nil
    }
    return Experiment(
      name: name, title: title ?? name, seed: reader.overrides.seed ?? seed,
      horizon: reader.overrides.horizon ?? horizon,
      replications: reader.overrides.replications ?? replications, batch: batch,
      problems: problems,
      published: published ?? [], claims: claims ?? [], constants: constants ?? [],
      quickReplications: quick)
  }

  /// A whole number, or nil, without a report: it is read elsewhere too.
  func probedInteger(_ node: ConfigurationNode, _ range: ClosedRange<Int>) -> Int? {
    var probe = arguments
    return probe.integer(node, range, at: KeyPathText())
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

  private mutating func checkpointPlan(_ node: ConfigurationNode?) -> CheckpointPlan {
    var plan = CheckpointPlan()
    let path = KeyPathText(text: "checkpoints")
    guard let node,
      let entries = arguments.entries(
        of: node, at: path, allowed: ["count", "spacing"], what: "checkpoints")
    else { return plan }
    if let node = entries["count"],
      let count = arguments.integer(node, ExperimentLimits.checkpoints, at: path["count"])
    {
      plan.count = count
    }
    if let node = entries["spacing"],
      let word = arguments.choice(
        node, CheckpointPlan.Spacing.allCases.map(\.rawValue), at: path["spacing"])
    {
      plan.spacing = CheckpointPlan.Spacing(rawValue: word) ?? plan.spacing
    }
    return plan
  }
}
