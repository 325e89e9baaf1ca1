import ArgumentParser
import BanditExperiments

/// `validate`: reads experiments and runs nothing.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check experiment files without running them; say how much there is to run.",
    usage: """
      cluster-bandit validate my-study.yaml
      cluster-bandit validate experiments/*.yaml
      cluster-bandit validate my-study.yaml --resolved > my-plan.yaml
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  @Flag(
    help: ArgumentHelp(
      "Print the plan that a file stands for, sweeps expanded and defaults filled in, as YAML.",
      discussion: "It is an experiment file itself, so only one is printed at a time."))
  var resolved = false

  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try requireOneInput(files)
    if resolved, files.count > 1 {
      throw ValidationError("--resolved prints one plan: give one file, not \(files.count).")
    }
  }

  func run() throws {
    let experiments = try shipped.read(files)
    if resolved {
      for experiment in experiments { try emit(experiment.plan.yaml, terminator: "") }
      return
    }
    let workers = RunningOptions.defaultWorkers
    for (path, experiment) in zip(files.map(shipped.path), experiments) {
      let name = path == "-" ? "<stdin>" : path
      let size = "\(name): valid, \(Listing.size(of: experiment.plan)), about"
      do {
        let seconds = duration(try DurationEstimate.seconds(experiment, jobs: workers))
        let memory = experiment.memory(jobs: workers)
        try emit(
          "\(size) \(seconds) and \(memory) with \(workers) \(workers == 1 ? "worker" : "workers")")
      } catch let lack as InsufficientMemory {
        try emit("\(size) \(experiment.memory(jobs: workers)); \(lack)")
      }
      for line in Listing.environments(of: experiment) { try emit("    \(line)") }
    }
  }
}
