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
      cluster-bandit validate my-study.yaml --resolved > my-plan.yaml
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  @Flag(
    help: "Print the plan that a file stands for, sweeps expanded and defaults filled in, as YAML.")
  var resolved = false

  @OptionGroup var shipped: ShippedOptions

  func validate() throws { try requireOneInput(files) }

  func run() throws {
    let plans = try shipped.read(files).map(\.plan)
    if resolved {
      for (index, plan) in plans.enumerated() {
        try emit((index > 0 ? "---\n" : "") + plan.yaml, terminator: "")
      }
      return
    }
    for (path, plan) in zip(files.map { shipped.fileOrName($0) }, plans) {
      try emit("\(path == "-" ? "<stdin>" : path): valid, \(Listing.size(of: plan))")
    }
  }
}
