/// What the candidates of a rule are.
public enum SelectionLevel: Sendable {
  /// Arms: the rule adds its own prior to observed successes and failures.
  case arms
  /// Clusters, or arms under a dependence model: the estimate already holds a prior.
  case clusters
}
