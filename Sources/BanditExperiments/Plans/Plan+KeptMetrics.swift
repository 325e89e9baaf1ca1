public import ClusterBandit

extension Metric {
  /// What an experiment must say so that the metric is kept: a key and an example of its value; nil
  /// for what is always kept.
  package var requirement: (key: String, example: String)? {
    switch self {
    case .logBayesFactor: ("evidence", "true")
    case .discountedReward, .discountedRegret: ("discount", "0.9")
    case .adjustedRegret: ("control-variates", "true")
    case .simpleRegret, .recommendationError: ("recommend", "most-pulled")
    default: nil
    }
  }
}

extension Plan {
  /// Whether results of the plan hold a metric.
  public func keeps(_ metric: Metric) -> Bool {
    switch metric.requirement?.key {
    case "evidence": evidence == true
    case "discount": discount != nil
    case "control-variates": controlVariates == true
    case "recommend": recommend != nil
    default: true
    }
  }
}
