public import ClusterBandit

/// What the factorizations of an environment's instances, or of a policy there, met in all
/// replications.
public struct ResultNote: Sendable, Hashable, Codable {
  /// The environment's label.
  public let environment: String
  /// The policy's label, or nil for what belongs to the instances.
  public let policy: String?
  /// What was met, all replications together.
  public let notes: NumericalNotes

  /// In words.
  var text: String {
    var parts: [String] = []
    let jittered = notes.jitteredFactorisations
    if jittered > 0 {
      let jitter =
        "with at most \(brief(notes.largestRelativeJitter)) of the largest variance added to the "
        + "diagonal"
      parts.append(
        policy == nil
          ? "means of \(grouped(jittered)) \(jittered == 1 ? "cluster" : "clusters") were drawn \(jitter)"
          : "\(grouped(jittered)) \(jittered == 1 ? "factorisation" : "factorisations") \(jitter)")
    }
    if notes.diagonalFallbacks > 0 {
      parts.append("the diagonal alone was used \(grouped(notes.diagonalFallbacks)) times")
    }
    let place = policy.map { "\($0) on \(environment)" } ?? environment
    return "\(place): \(parts.joined(separator: "; "))"
  }

  /// Two digits of a small number.
  private func brief(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var (mantissa, exponent) = (value, 0)
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return exponent == 0 ? fixed(mantissa, 1) : "\(fixed(mantissa, 1))e\(exponent)"
  }
}
