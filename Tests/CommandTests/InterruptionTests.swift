import Foundation
import Testing

@Suite("Interrupted runs")
struct InterruptionTests {
  /// Two problems: the first takes no time, the second minutes.
  static let long = """
    name: long
    horizon: 900000000
    replications: 3
    checkpoints: {count: 1}
    environments:
      - {label: short, kind: bernoulli, means: [0.4, 0.6]}
      - {label: endless, kind: bernoulli, means: [0.4, 0.6]}
    policies: [{kind: random}]
    sweep: [{path: environments.0.means.0, values: [0.4]}, {path: horizon, values: [10, 900000000]}]
    """

  /// Under nohup, which programs inherit, a closed terminal is no interruption.
  static let signals: [Int32] = {
    var action = sigaction()
    sigaction(SIGHUP, nil, &action)
    let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
    let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignored
    return [SIGINT, SIGTERM] + (isIgnored ? [] : [SIGHUP])
  }()

  /// Starts a run, sends signals some time apart, and waits.
  private func interrupted(
    _ arguments: [String], signals: [Int32], in folder: URL, after delay: Double = 1.5
  ) throws -> (status: Int32, seconds: Double, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = folder.appendingPathComponent("printed")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: delay)
    let clock = ContinuousClock()
    let start = clock.now
    for signal in signals {
      kill(process.processIdentifier, signal)
      Thread.sleep(forTimeInterval: 0.05)
    }
    process.waitUntilExit()
    return (
      process.terminationStatus, (clock.now - start) / .seconds(1),
      try String(contentsOf: output, encoding: .utf8)
    )
  }

  @Test(
    "^C keeps what is complete, saves it as partial, and says so",
    arguments: InterruptionTests.signals)
  func once(_ signal: Int32) throws {
    let scratch = try Scratch()
    try scratch.write("long.yaml", InterruptionTests.long)
    let run = try interrupted(
      ["run", "long.yaml", "--output", "out", "--jobs", "1"], signals: [signal],
      in: scratch.folder)
    #expect(run.status == 128 + signal)
    #expect(run.seconds < 3, "\(run.seconds) s")
    #expect(run.output.contains("PARTIAL: "))
    let saved = try String(contentsOf: scratch.url("out/long-partial.json"), encoding: .utf8)
    let experiment = try #require(try experiments(saved).first)
    #expect(experiment["partial"] as? Bool == true)
    let again = try Program.run(["run", "--from", scratch.url("out/long-partial.json").path])
    #expect(again.status == 64 && again.errors.contains("the result of 'long' is partial"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url("out/long.json").path))
    let shown = try Program.run(["show", scratch.url("out/long-partial.json").path])
    #expect(shown.status == 0 && shown.output.contains("PARTIAL: "))
  }

  @Test("Under nohup a closed terminal ends nothing")
  func nohup() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study().replacing("horizon: 100", with: "horizon: 8000000"))
    let run = try Program.shell(
      """
      (trap '' HUP; exec $P run study.yaml --quiet > printed) & run=$!
      sleep 0.3; kill -HUP $run; wait $run; echo $?
      """, in: scratch.folder)
    #expect(run.output == "0\n")
  }

  @Test("What nothing was complete of is not saved")
  func nothing() throws {
    let scratch = try Scratch()
    let text = study("slow").replacing("horizon: 100", with: "horizon: 900000000")
    try scratch.write("slow.yaml", text)
    let run = try interrupted(
      ["run", "slow.yaml", "--output", "out", "--jobs", "1"], signals: [SIGINT],
      in: scratch.folder)
    #expect(run.status == 130 && run.output.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url("out").path).isEmpty)
  }

  @Test("A second ^C leaves at once")
  func twice() throws {
    let scratch = try Scratch()
    try scratch.write("long.yaml", InterruptionTests.long)
    let run = try interrupted(
      ["run", "long.yaml"], signals: [SIGINT, SIGINT], in: scratch.folder)
    #expect(run.status == 130)
  }
}
