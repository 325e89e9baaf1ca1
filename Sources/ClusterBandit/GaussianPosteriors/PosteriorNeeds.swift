/// What a posterior will be asked for, so that it keeps nothing else.
package struct PosteriorNeeds: Sendable {
  /// Joint draws.
  package var draws: Bool
  /// Variances with pending pulls counted.
  package var anticipation: Bool

  /// Creates needs.
  package init(draws: Bool = false, anticipation: Bool = false) {
    self.draws = draws
    self.anticipation = anticipation
  }
}
