import ArgumentParser
import BanditExperiments

/// What a command line puts in the place of a file's values.
struct OverrideOptions: ParsableArguments {
  // Values that begin with a dash are values: -1 is a bad seed and not an unknown option.
  @Option(
    parsing: .unconditional, help: "Replications, instead of the file's.",
    transform: readWholeNumber)
  var replications: Int?

  @Option(
    parsing: .unconditional, help: "Rounds of every problem, instead of the file's.",
    transform: readWholeNumber)
  var horizon: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the file's.", transform: readSeed)
  var seed: UInt64?

  /// Whether nothing is put in the place of anything.
  var isEmpty: Bool { replications == nil && horizon == nil && seed == nil }

  /// The values for a reader.
  var overrides: PlanOverrides {
    PlanOverrides(replications: replications, horizon: horizon, seed: seed)
  }

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(horizon, in: ExperimentLimits.horizon, "--horizon")
  }
}
