import Foundation
import Testing

@testable import BanditNotebooks

@Suite("The shell of notebooks", .serialized)
struct BashShellTests {
  private func run(
    _ command: String, timeout: Double = 20, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> CommandOutcome {
    try BashShell(isCancelled: isCancelled).run(
      CommandRequest(
        command: command, folder: "/", environment: ["PATH": "/usr/bin:/bin", "A": "b c"],
        timeout: timeout))
  }

  @Test("Both outputs come in order, with an empty input and nothing inherited")
  func output() throws {
    let outcome = try run(
      "echo 1; echo 2 >&2; echo 3; cat; pwd; env | grep -c ^A=; echo ${USER-none}")
    #expect(outcome.lines == ["1", "2", "3", "/", "1", "none"])
    #expect(outcome.ending == .exited(0))
    #expect(try run("ls /proc/self/fd | wc -l").lines == ["4"])
  }

  @Test("The status is the command's, or that of its signal")
  func status() throws {
    #expect(try run("exit 3").ending == .exited(3))
    #expect(try run("kill -9 $$").ending == .exited(137))
    #expect(try run("no-such-command").ending == .exited(127))
  }

  @Test("A command that is too long for the system cannot be started")
  func tooLong() {
    #expect(throws: ShellFailure.self) { try run("echo " + String(repeating: "a", count: 300_000)) }
  }

  /// Whether a process still runs; one that has ended may wait for its parent.
  private func isRunning(_ identifier: String?, patience: Int = 100) throws -> Bool {
    let number = try #require(identifier.flatMap { Int($0) })
    for _ in 0..<patience {
      let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
      guard let status, !status.contains(") Z ") else { return false }
      // A signal takes its time.
      Thread.sleep(forTimeInterval: 0.05)
    }
    return true
  }

  @Test("A command that hangs is stopped with the children that ignore it")
  func hanging() throws {
    #expect(try isRunning("\(ProcessInfo.processInfo.processIdentifier)", patience: 1))
    let start = ContinuousClock.now
    let outcome = try run(
      "bash -c 'trap \"\" TERM; echo $BASHPID; while :; do sleep 0.05; done' & sleep 100",
      timeout: 2)
    #expect(outcome.ending == .timedOut)
    #expect(outcome.lines.count == 1)
    #expect(try !isRunning(outcome.lines.first))
    #expect(ContinuousClock.now - start < .seconds(60))
    let polite = try run(
      "exec 2>&-; trap 'echo bye; exit 0' TERM; echo hi; while :; do sleep 0.05; done", timeout: 2
    )
    #expect(polite.ending == .timedOut)
    #expect(polite.lines == ["hi", "bye"])
  }

  @Test("What a command leaves in the background ends with it")
  func background() throws {
    let start = ContinuousClock.now
    let outcome = try run("sleep 100 & echo $!")
    #expect(outcome.ending == .exited(0))
    #expect(try !isRunning(outcome.lines.first))
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test("A check that is cancelled stops its command")
  func cancelled() throws {
    let start = ContinuousClock.now
    #expect(throws: CancellationError.self) {
      try run("sleep 100") { ContinuousClock.now - start > .milliseconds(200) }
    }
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test("Output beyond the bound is cut and said so, and endless output ends with its time")
  func cut() throws {
    let outcome = try run("yes 123456789", timeout: 2)
    #expect(outcome.ending == .timedOut)
    #expect(outcome.isCut)
    #expect(outcome.bytes.count == 1_000_000)
    #expect(outcome.lines.count == 100_001)
    #expect(outcome.lines.last == "[the output is cut after 1000000 bytes]")
    #expect(try run("head -c 1000000 /dev/zero").isCut == false)
  }

  @Test("What a Markdown file cannot hold is replaced")
  func replaced() throws {
    let outcome = try run("printf 'a\\377b\\r\\n\\033[1mc\\td\\000\\n\\n'")
    #expect(outcome.lines == ["a\u{FFFD}b", "\u{FFFD}[1mc\td\u{FFFD}", ""])
    #expect(try run("true").lines == [])
    #expect(try run("echo").lines == [""])
    #expect(try run("printf x").lines == ["x"])
  }
}
