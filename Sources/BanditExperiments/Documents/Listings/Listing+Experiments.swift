import ClusterBandit

/// Experiments in a few words.
extension Listing {
  /// Every experiment with its title and size.
  package static func experiments(_ experiments: [(file: String, Plan)]) -> String {
    experiments.map { file, experiment in
      "\(experiment.name)\n    \(experiment.title)\n    \(size(of: experiment))\n    \(file)\n"
    }.joined(separator: "\n")
  }

  /// How much an experiment is, in a few words.
  package static func size(of experiment: Plan) -> String {
    let cells = experiment.problems.reduce(0) { $0 + $1.policies.count }
    let unit = [(1e12, "T"), (1e9, "G"), (1e6, "M")].first { experiment.pulls >= $0.0 }
    let pulls =
      unit.map { "\(fixed(experiment.pulls / $0.0, 1)) \($0.1) pulls" }
      ?? counted(Int(experiment.pulls), "pull")
    return "\(counted(experiment.problems.count, "environment")), \(counted(cells, "row")), "
      + "\(counted(experiment.replications, "replication")), \(pulls)"
  }

  /// The arms and clusters of an experiment's environments as they were read, those that are alike
  /// on one line; of many the first ones.
  package static func environments(of experiment: Experiment) -> [String] {
    let most = 12
    var labels: [String: [String]] = [:]
    var order: [String] = []
    for problem in experiment.problems {
      let text = "\(ProblemDescription(problem))"
      if labels[text] == nil { order.append(text) }
      labels[text, default: []].append(problem.label)
    }
    let shown = order.prefix(most).map { text in
      let alike = labels[text] ?? []
      let others = alike.count - 1
      return (alike.first ?? "") + (others > 0 ? " and \(grouped(others)) more" : "") + ": " + text
    }
    return shown + (order.count > most ? ["… and \(grouped(order.count - most)) more"] : [])
  }
}
