import ClusterBandit

/// The columns of what is recommended, of the worst runs, and of adjusted regrets.
extension ResultReport {
  /// Simple regret and error of the recommended arm.
  static var recommendationFields: [CellField] {
    [
      CellField("simple_regret", "simple regret", priority: 1) {
        .estimate($0.final[.simpleRegret], 4)
      },
      CellField("error", "error", priority: 1) { .estimate($0.final[.recommendationError], 3) },
    ]
  }

  /// The pseudo-regret less what the luck of the rewards explains, with its standard error.
  static func adjustedFields(_ places: Int) -> [CellField] {
    [
      CellField(Metric.adjustedRegret.key, "adjusted", priority: 1) {
        .number($0.final[.adjustedRegret]?.mean, decimals: places)
      },
      CellField("\(Metric.adjustedRegret.key)_standard_error", "± s.e.", priority: 1) {
        .number($0.final[.adjustedRegret]?.standardError, decimals: places)
      },
    ]
  }

  /// The mean of the worst twentieth of the pseudo-regrets, with its standard error.
  static func tailFields(_ places: Int) -> [CellField] {
    [
      CellField("cvar95", "worst 5 %", priority: 7) {
        .number($0.final[.pseudoRegret]?.tail?.mean, decimals: places)
      },
      CellField("cvar95_standard_error", "± s.e.", priority: 7) {
        .number($0.final[.pseudoRegret]?.tail?.standardError, decimals: places)
      },
    ]
  }
}
