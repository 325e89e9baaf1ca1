import ClusterBandit

/// A key at the top of an experiment file.
///
/// The reader, the listing and the schema know the same keys: these.
package struct PlanKey: Sendable {
  /// Who writes the key.
  enum Place { case anywhere, written, target, resolved }

  /// The key.
  package let name: String
  /// What may stand there, in words.
  package let type: String
  /// What holds when the key is left out.
  package let absence: String
  /// What it means.
  package let meaning: String
  /// Other keys that are taken for it.
  package var aliases: [String] { Term(key: name).aliases }
  let place: Place

  /// Every key, in the order of the listing.
  package static let all: [PlanKey] = [
    PlanKey("name", "text", "required", "the name under which results are filed"),
    PlanKey("title", "text", "the name", "one line above the tables"),
    PlanKey("seed", "a whole number", "0", "the root of all random numbers"),
    PlanKey("replications", "a whole number", "100", "how often every problem is played"),
    PlanKey(
      "quick-replications", "a whole number", "a tenth", "replications of 'reproduce --quick'"),
    PlanKey(
      "checkpoints", "{count: 100, spacing: linear or logarithmic}, or a list of rounds",
      "100, linear",
      "at which rounds curves are kept"),
    PlanKey(
      "evidence", "true or false", "false",
      "whether log-bayes-factor is kept: do the labels of clusters say anything, for 0/1 rewards"),
    PlanKey(
      "discount", "a number above 0 and below 1", "none",
      "α: discounted-reward and discounted-regret are kept, in which round t counts α^(t−1)"),
    PlanKey(
      "control-variates", "true or false", "false",
      "whether adjusted-regret is kept: the mean of the pseudo-regret with a smaller error"),
    PlanKey(
      "recommend", Recommendation.allCases.map(\.rawValue).joined(separator: ", "), "none",
      "which arm is recommended at the checkpoints: simple-regret and error of it are kept"),
    PlanKey(
      "horizon", "a whole number, or {discount-tail: ε}", "required",
      "the rounds T of a replication, or as many as leave rewards worth α^T/(1−α) ≤ ε", .written),
    PlanKey(
      "batch", "a whole number", "1",
      "pulls that are chosen before the first of their rewards is seen", .written),
    PlanKey("environment", "a kind with its parameters", "required", "the arms", .written),
    PlanKey("environments", "a list of them", "–", "several, each with a label", .written),
    PlanKey("policies", "a list of kinds with their parameters", "required", "who plays", .written),
    PlanKey(
      "sweep", "a list of {path: KEY.KEY, values: […]}", "none",
      "keys that take several values; all combinations are run", .written),
    PlanKey(
      "published", targets(.published), "none",
      "means from the literature, which 'reproduce' compares", .target),
    PlanKey(
      "references", targets(.reference), "none",
      "means from an independent program, which 'reproduce' compares", .target),
    PlanKey(
      "shown", targets(.shown), "none",
      "means from the literature that prove nothing: printed, not counted", .target),
    PlanKey(
      "claims", targets(.claim) + " (one of the two is needed)", "none",
      "orderings and ratios from the literature, which 'reproduce' tests", .target),
    PlanKey(
      "constants", targets(.constant), "none",
      "exact constants from the literature, which 'reproduce' computes", .target),
    PlanKey("problems", "a list", "–", "what 'validate --resolved' spells out", .resolved),
    PlanKey("targets", "a list", "–", "what 'reproduce' compares with", .resolved),
    PlanKey("files", "a list of {name, sha256}", "–", "the data files that were read", .resolved),
    PlanKey("streams", "a whole number", "this program's", "the version of the streams", .resolved),
  ]

  private init(
    _ name: String, _ type: String, _ absence: String, _ meaning: String,
    _ place: Place = .anywhere
  ) {
    self.name = name
    self.type = type
    self.absence = absence
    self.meaning = meaning
    self.place = place
  }

  /// What a list of targets holds: the keys that each must have, and those that it may have.
  private static func targets(_ kind: Target.Kind) -> String {
    let (required, others, _) = PlanReading.keys(of: kind)
    return "a list of {\(required.joined(separator: ", ")), source}, also with "
      + others.joined(separator: ", ")
  }

  /// The keys of a place.
  static func names(_ place: Place) -> [String] { all.filter { $0.place == place }.map(\.name) }

  /// The list that holds targets of a kind.
  static func list(of kind: Target.Kind) -> String {
    switch kind {
    case .published: "published"
    case .reference: "references"
    case .shown: "shown"
    case .claim: "claims"
    case .constant: "constants"
    }
  }
}
