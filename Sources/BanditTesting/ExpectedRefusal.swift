public import ClusterBandit

/// Arguments that a kind must refuse, though each is well-formed by itself.
///
/// Given to a contract beside the kind, they make sure that its checks do not fall silent.
public struct ExpectedRefusal: Sendable {
  /// The values, over the defaults.
  public let values: [String: ParameterValue]
  /// Where the problem is to be found; see `ArgumentProblem/path`.
  public let path: [String]

  /// Expects these values to be refused because of the one at `path`.
  public init(_ values: [String: ParameterValue], at path: [String]) {
    self.values = values
    self.path = path
  }

  /// What was told in the place of the refusal, or nil if it was told.
  func complaint(_ problems: [ArgumentProblem]) -> String? {
    if problems.contains(where: { $0.path == path }) { return nil }
    return problems.isEmpty
      ? "not refused" : "refused at \(problems.map(\.path)) and not at \(path)"
  }
}
