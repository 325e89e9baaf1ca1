import ArgumentParser
import BanditExperiments

/// A run that ends when its means are precise enough.
extension RunCommand {
  /// Refuses what goes not with a precision.
  func require(_ precise: PrecisionOptions, playing saved: String?) throws {
    guard precise.bound != nil else { return }
    if saved != nil {
      throw ValidationError("--from plays a result as it was: leave out --precision.")
    }
    if changed.replications == 1 {
      throw ValidationError(
        "--replications says the most with --precision, and one alone has no standard error: "
          + "give 2 or more.")
    }
    if precise.quantity.count == 3, keeping.finals == .none {
      throw ValidationError(
        "--precision-of difference needs single replications: leave out --finals none.")
    }
  }

  /// What the command line puts in the place of the file's values: all replications that there may
  /// be.
  func overrides(_ precision: Precision) -> PlanOverrides {
    var overrides = changed.overrides
    overrides.replications = precision.maximum
    return overrides
  }
}

extension Precision {
  /// Says what of experiments it cannot be had of, and exits.
  func require(of experiments: [Experiment]) throws {
    let problems = experiments.flatMap { self.problems($0.plan) }
    guard problems.isEmpty else {
      for problem in problems { note("error: \(problem)") }
      throw ExitStatus.invalidInput
    }
  }

  /// Whether a run has reached it; how it ended is told.
  func isReached(by result: ResultSet, isQuiet: Bool) -> Bool {
    guard !result.isPartial else { return true }
    let verdict = verdict(on: result)
    let name = result.plan.name
    let text = sentence(verdict, replications: result.plan.replications)
    guard case .reached = verdict else {
      if let text { note("error: \(name): \(text)") }
      return false
    }
    if let text, !isQuiet { note("\(name): \(text)") }
    return true
  }
}
