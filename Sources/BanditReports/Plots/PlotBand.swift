/// What is drawn about means.
public enum PlotBand: String, Sendable, Hashable, CaseIterable {
  /// One standard error to each side.
  case standardError = "se"
  /// The confidence interval of the mean, by Student's t.
  case confidence = "ci"
  /// The 5 % and 95 % quantiles of single replications.
  case quantiles
  /// Nothing.
  case none
}
