import ArgumentParser
import BanditExperiments
import ClusterBandit

/// `list`: what an experiment may name, with formulas, parameters and defaults.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List policies, environments, strategies or experiments.",
    usage: """
      cluster-bandit list policies
      cluster-bandit list experiments
      """)

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case policies
    case environments
    case strategies
    case experiments
  }

  @Argument(help: "policies, environments, strategies or experiments.")
  var subject: Subject

  @OptionGroup var shipped: ShippedOptions

  func run() throws {
    switch subject {
    case .policies: try emit(Listing.policies(.standard))
    case .environments: try emit(Listing.environments(.standard))
    case .strategies: try emit(Listing.strategies())
    case .experiments:
      let (folder, names) = try shipped.list()
      let files = names.map { "\(folder)/\($0).yaml" }
      let experiments = try readAll(files, ExperimentReader())
      try emit(Listing.experiments(zip(files, experiments).map { ($0, $1) }))
    }
  }
}
