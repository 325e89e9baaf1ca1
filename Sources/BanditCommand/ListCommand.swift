import ArgumentParser
import BanditExperiments
import ClusterBandit

/// `list`: what an experiment may name, with formulas, parameters and defaults.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List policies, environments, strategies, rules or experiments.",
    usage: """
      cluster-bandit list policies
      cluster-bandit list experiments
      """)

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case policies
    case environments
    case strategies
    case rules
    case experiments
  }

  @Argument(help: "policies, environments, strategies, rules or experiments.")
  var subject: Subject

  @OptionGroup var shipped: ShippedOptions

  func run() throws {
    switch subject {
    case .policies: try emit(Listing.policies(Kinds.catalogues.policies))
    case .environments: try emit(Listing.environments(Kinds.catalogues.environments))
    case .rules: try emit(Listing.rules(Kinds.rules))
    case .strategies: try emit(Listing.strategies(Kinds.strategies))
    case .experiments:
      let (folder, names) = try shipped.list()
      var experiments: [(file: String, Plan)] = []
      for file in names.map({ "\(folder)/\($0).yaml" }) {
        do {
          experiments.append((file, try shipped.reader().read(file: file)))
        } catch {
          note("note: \(file) is left out; 'cluster-bandit validate \(file)' says what is wrong")
        }
      }
      try emit(Listing.experiments(experiments))
    }
  }
}
