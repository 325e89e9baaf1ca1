import ArgumentParser
import BanditExperiments

/// `bench`: CPU time per pull of reference cases.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure CPU time per pull on one thread.",
    usage: """
      cluster-bandit bench
      cluster-bandit bench a-thompson d-tsc --runs 15
      """,
    discussion: """
      Cases a: three Bernoulli arms (0.4, 0.6, 0.8), 10,000 rounds. Case d: 100 arms in 10 \
      clusters, two-level Thompson sampling, 10,000 rounds. Time includes drawing rewards and \
      recording all metrics at 100 checkpoints. The machine's speed drifts: compare only with \
      what ran beside it.
      """)

  @Argument(help: ArgumentHelp("Cases, by default all.", valueName: "case"))
  var cases: [String] = []

  @Option(parsing: .unconditional, help: "Timed runs of each case, after one that is not counted.")
  var runs = 5

  @OptionGroup var blas: BLASOptions

  func validate() throws { try require(runs, in: 1...10_000, "--runs") }

  func run() throws {
    warnOfDebugBuild()
    blas.apply()
    let names = Benchmark.cases.map(\.name)
    if let unknown = cases.first(where: { !names.contains($0) }) {
      note(
        "error: there is no case '\(unknown)'; "
          + hint(for: unknown, among: names, what: "cases"))
      throw ExitStatus.invalidInput
    }
    let selected = Benchmark.cases.filter { cases.isEmpty || cases.contains($0.name) }
    try emit(Benchmark.report(selected.map { Benchmark.measure($0, runs: runs) }))
  }
}
