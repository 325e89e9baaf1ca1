import ClusterBandit

extension Parameter {
  /// Whether its value is the name of a file.
  var isFile: Bool {
    switch type {
    case .table, .log, .features, .history: true
    default: false
    }
  }
}
