import ArgumentParser
import BanditBenchmarks
import BanditExperiments
import Foundation

/// `bench`: speed, memory and their growth.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure speed and memory, beside references in the same run.",
    usage: """
      cluster-bandit bench
      cluster-bandit bench growth blas --format json
      cluster-bandit bench a-ucb1 --against './peer 3 10000 1000' --runs 15
      """,
    discussion: """
      Groups of cases: pulls (whole replications with recording: a, three Bernoulli arms; b and c, \
      1,000 and 100,000 arms; d, 100 arms in 10 clusters; e, contexts; g, normal arms), growth (one \
      decision for 10² to 10⁷ arms, and UCB1 over T = kN), batches (one pull over the size of a \
      batch), blas (linear algebra beside the dgemm rate and plain loops), jobs (workers). Without \
      names: pulls.

      Times are CPU time on one thread, but for jobs, which go by the wall's clock. Runs are \
      interleaved: every round runs each case once and the outside command beside each. The \
      machine's speed drifts, so trust ratios, which are medians over rounds, more than times.
      """)

  @Argument(
    help: ArgumentHelp("Cases or groups, by default the group pulls.", valueName: "case"))
  var cases: [String] = []

  @Option(parsing: .unconditional, help: "Timed rounds, after one that is not counted.")
  var runs = 5

  @Option(
    help: ArgumentHelp(
      "A shell command to run beside every case; prints the ratio of CPU times.",
      valueName: "command"))
  var against: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The pulls that the command makes, by default as many as the case.", valueName: "n"))
  var againstPulls: Int?

  @Option(help: "plain or json.")
  var format: Format = .plain

  @OptionGroup var blas: BLASOptions

  @Flag(help: .hidden)
  var memoryProbe = false

  enum Format: String, ExpressibleByArgument, CaseIterable { case plain, json }

  func validate() throws {
    try require(runs, in: 1...10_000, "--runs")
    try require(againstPulls, in: 1...(1 << 53), "--against-pulls")
    if let against, against.allSatisfy(\.isWhitespace) {
      throw ValidationError("--against is empty: give a shell command, such as './peer 3 10000'")
    }
    if againstPulls != nil, against == nil {
      throw ValidationError("--against-pulls says how many pulls --against makes: give both")
    }
  }

  func run() throws {
    warnOfDebugBuild()
    blas.apply()
    let selected: [BenchmarkCase]
    switch Benchmark.select(cases) {
    case .success(let found): selected = found
    case .failure(let unknown):
      let groups = BenchmarkGroup.allCases.map(\.rawValue)
      let likely = suggestion(for: unknown.name, among: groups + Benchmark.cases.map(\.name))
      let hint = likely.map { "did you mean '\($0)'?" }
      let known =
        "the groups are \(groups.joined(separator: ", ")), and the table of each names its cases"
      note("error: there is no case '\(unknown.name)'; \(hint ?? known)")
      throw ExitStatus.invalidInput
    }
    if memoryProbe {
      try emit("\(selected.first?.residentBytes?() ?? .nan)")
      return
    }
    let command = against.map { OutsideCommand($0) }
    let line = isatty(2) == 1 ? ProgressLine("bench") : nil
    defer { line?.clear() }
    let measurements: [BenchmarkMeasurement]
    do {
      measurements = try Benchmark.measure(
        selected, runs: runs, against: command, commandUnits: againstPulls.map { Double($0) },
        bytesPerArm: { Self.bytesPerArm($0) }, progress: { line?.show($0) })
    } catch {
      line?.clear()
      note("error: \(error)")
      throw ExitStatus.runFailed
    }
    let report = BenchmarkReport(measurements, against: command)
    line?.clear()
    try emit(format == .json ? report.json() : report.plain())
  }

  /// Memory is looked at in a process of its own, whose allocator gives freed memory back at once.
  private static func bytesPerArm(_ benchmark: BenchmarkCase) -> Double? {
    guard let program = Bundle.main.executableURL else { return nil }
    let process = Process()
    process.executableURL = program
    process.arguments = ["bench", benchmark.name, "--memory-probe"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "MALLOC_MMAP_THRESHOLD_": "65536"
    ]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap {
      $0.isNaN ? nil : $0
    }
  }
}
