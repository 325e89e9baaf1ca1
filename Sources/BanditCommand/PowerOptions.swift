import ArgumentParser

/// Which mistakes in studies are played.
struct PowerOptions: ParsableArguments {
  @Flag(
    help: """
      Play every study with one plausible mistake after the other (a parameter moved, another \
      policy in its place, a longer horizon) until a check notices it, with the replications of \
      --quick first and then with all, and say which check that is.
      """)
  var power = false

  @Option(
    parsing: .unconditional,
    help: "With --power: try this share of the mistakes that --survivors does not name.",
    transform: { try readDecimal($0) })
  var share: Double?

  @Option(
    parsing: .unconditional, help: "With --share: another number draws other mistakes.",
    transform: readSeed)
  var draw: UInt64?

  @Option(
    help: ArgumentHelp(
      "With --power: mistakes that nothing notices, a line 'study | mistake | reason' each; others "
        + "exit with 1.", valueName: "file"))
  var survivors: String?

  func validate() throws {
    if survivors != nil, !power { throw ValidationError("--survivors goes with --power.") }
    if let share, !power || !(share > 0 && share <= 1) {
      throw ValidationError("--share goes with --power: give a number above 0 and up to 1.")
    }
    if draw != nil, share == nil { throw ValidationError("--draw goes with --share.") }
  }
}
