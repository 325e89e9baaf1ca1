import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// `verify`: whether saved results are as they were saved, and come out again.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that saved results are as they were saved.",
    usage: """
      cluster-bandit verify results/my-study.sqlite
      cluster-bandit verify results/my-study.sqlite --blocks 3
      """,
    discussion: """
      Every hash in the file is worked out again. With --blocks, some blocks of replications are \
      played again too and must measure the same. Exit status: 0 sound, 1 damaged or something else \
      was measured, 64 there is no such result.
      """)

  @Argument(help: "Results: the NAME.sqlite of 'run --output'.")
  var files: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Also play that many blocks again, chosen at random.", valueName: "k"),
    transform: readWholeNumber)
  var blocks = 0

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws { try require(blocks, in: 0...1_000_000, "--blocks") }

  func run() throws {
    running.blas.apply()
    var isSound = true
    for file in files where Interruption.status == nil {
      let verification: Verification
      do throws(StorageFailure) {
        verification = try Verification(file)
      } catch {
        note("error: \(error)")
        throw ExitStatus.invalidInput
      }
      guard verification.damages.isEmpty else {
        isSound = false
        try emit("\(file) is damaged:")
        for damage in verification.damages { try emit("  \(damage)") }
        try emit("  \(repair(file, verification))")
        continue
      }
      try emit(summary(file, verification))
      if blocks > 0, try !replay(file, verification) { isSound = false }
    }
    try ExitStatus.throwIfInterrupted()
    if !isSound { throw ExitStatus.checkMissed }
  }

  private func summary(_ file: String, _ verification: Verification) -> String {
    let blocks = counted(verification.blocks.count, "block")
    guard verification.isFinished, let hash = verification.contentHash else {
      return "\(file) is sound, and unfinished: \(blocks)"
    }
    return "\(file) is sound: \(blocks), SHA-256 \(hash)"
  }

  /// The command that makes the file again.
  private func repair(_ file: String, _ verification: Verification) -> String {
    if let command = SweepFolder.repair(of: file) {
      return "\(command) makes it anew and keeps this file under another name"
    }
    let folder = (file as NSString).deletingLastPathComponent
    let place = folder.isEmpty ? "." : folder
    guard verification.plan != nil else {
      let command = ShellCommand.program("run", "EXPERIMENT", "--output", place, "--force")
      return "its plan is lost: \(command) plays it again and keeps this file under another name"
    }
    let command = ShellCommand.program("run", "--from", file, "--output", place, "--force")
    return "\(command) plays it again and keeps this file under another name"
  }

  /// Plays some blocks again.
  private func replay(_ file: String, _ verification: Verification) throws -> Bool {
    guard let plan = verification.plan, let manifest = verification.manifest else { return false }
    let folder = PlanReader.folder(of: file)
    let experiment: Experiment
    do throws(InvalidInput) {
      experiment = try shipped.experiment(of: plan, madeBy: manifest, beside: folder)
    } catch {
      note("\(error)")
      throw ExitStatus.invalidInput
    }
    warnOfDebugBuild(unless: running.quiet)
    let chosen = verification.blocks.keys.shuffled().prefix(blocks).sorted()
    var isSame = true
    for id in chosen {
      let name = "block \(id.block) of '\(plan.problems[id.problem].label)'"
      let control = RunControl()
      let outcome: Bool?
      do {
        outcome = try Interruption.cancelling(control) {
          try verification.replayed(id, experiment, jobs: running.jobs, control: control)
        }
      } catch {
        note("error: \(plan.name): \(error)")
        throw ExitStatus.runFailed
      }
      guard let outcome else { break }
      try emit("  \(name) \(outcome ? "measured the same again" : "measured something else")")
      isSame = isSame && outcome
    }
    if !isSame { try emit("  it was made by \(madeBy(manifest))") }
    return isSame
  }

  private func madeBy(_ manifest: Manifest) -> String {
    manifest.maker
      + (manifest.blas.map { " with OpenBLAS \($0.version) for \($0.core)" } ?? "")
      + "; this is \(ProgramVersion.current.program)"
      + (ProgramVersion.current.commit.map { " (commit \($0.prefix(10)))" } ?? "")
  }
}
