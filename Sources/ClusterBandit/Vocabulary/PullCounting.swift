/// Which count of a cluster an outer rule sees.
public enum PullCounting: String, Sendable, CaseIterable {
  /// The pulls m_c of the cluster.
  case pulls
  /// The moment-matched count ν = r(1 − r)/v − 1: the weight of the Beta distribution with the
  /// estimate's mean and variance, prior included.
  ///
  /// It says how much is known of the cluster's representative, which under MAX is far less than
  /// the pulls of the whole cluster. Source: Pandey, Chakrabarti and Agarwal (2007), section 4.
  case matched
}
