import ArgumentParser
import BanditExperiments

/// `validate`: reads experiments and runs nothing.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check experiment files without running them.",
    usage: """
      cluster-bandit validate my-study.yaml
      cluster-bandit validate experiments/*.yaml
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  @OptionGroup var shipped: ShippedOptions

  func validate() throws { try requireOneInput(files) }

  func run() throws {
    let experiments = try shipped.read(files)
    for (path, experiment) in zip(files.map { shipped.fileOrName($0) }, experiments) {
      try emit("\(path == "-" ? "<stdin>" : path): valid, \(Listing.size(of: experiment))")
    }
  }
}
