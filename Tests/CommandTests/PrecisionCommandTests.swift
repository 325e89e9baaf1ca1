import Foundation
import Testing

@Suite("run --precision, from the command line")
struct PrecisionCommandTests {
  private static let text = study("precise").replacing("replications: 3", with: "replications: 40")

  private func run(_ words: String, in scratch: Scratch) throws -> Outcome {
    try Program.run(
      ["run", "precise.yaml"] + words.split(separator: " ").map(String.init),
      in: scratch.folder)
  }

  private func hash(_ file: String, in scratch: Scratch) throws -> String {
    let outcome = try Program.run(["verify", file], in: scratch.folder)
    return String(try #require(outcome.output.split(whereSeparator: \.isWhitespace).last))
  }

  @Test("The result is that of as many replications, saved or not, at once or with breaks")
  func sameResult() throws {
    let scratch = try Scratch()
    try scratch.write("precise.yaml", PrecisionCommandTests.text)
    let whole = try run("--precision 3% -o whole --jobs 2", in: scratch)
    #expect(whole.status == 0, "\(whole.errors)")
    let count = try #require(
      whole.messages.firstMatch(of: /precise: ([0-9,]+) replications: every standard error is/)
    ).output.1.replacing(",", with: "")
    #expect(Int(count).map { $0 > 500 && $0 % 100 == 0 } == true)
    let fixed = try run("--replications \(count) -o fixed --quiet", in: scratch)
    #expect(fixed.output == whole.output && fixed.status == 0)
    let sound = try hash("fixed/precise.sqlite", in: scratch)
    #expect(try hash("whole/precise.sqlite", in: scratch) == sound)
    let memory = try run("--precision 3% --quiet --jobs 1", in: scratch)
    #expect(memory.output == whole.output && memory.errors.isEmpty)
    // A look at 300, then a precision that they reach, then the one that is wanted.
    let short = try run("--precision 3% --replications 300 -o broken", in: scratch)
    #expect(short.status == 1 && short.messages.contains("300 replications, the most"))
    let coarse = try run("--precision 40% -o broken --resume", in: scratch)
    #expect(coarse.status == 0 && coarse.messages.contains("300 replications: every"))
    let gone = try run("--precision 3% -o broken --resume", in: scratch)
    #expect(gone.status == 0 && gone.output == whole.output, "\(gone.errors)")
    #expect(try hash("broken/precise.sqlite", in: scratch) == sound)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url("broken").path)
        .allSatisfy { !$0.contains("partial") })
  }

  @Test("A killed run is gone on with, to the same result", .timeLimit(.minutes(1)))
  func killed() throws {
    let scratch = try Scratch()
    let long = PrecisionCommandTests.text.replacing("horizon: 100", with: "horizon: 3000")
    try scratch.write("precise.yaml", long)
    let outcome = try Program.shell(
      """
      $P run precise.yaml --precision 3% -o whole --quiet > whole.txt
      $P run precise.yaml --precision 3% -o out --jobs 1 > /dev/null 2>&1 & worker=$!
      for glance in $(seq 600); do
        size=$(stat -c %s out/precise-partial.sqlite 2> /dev/null || echo 0)
        [ "$size" -gt 60000 ] && break
        sleep 0.02
      done
      kill -9 $worker; wait $worker
      $P run precise.yaml --precision 3% -o out --resume --quiet | cmp - whole.txt; echo $?
      """, in: scratch.folder)
    #expect(outcome.output.hasSuffix("0\n"), "\(outcome.output) \(outcome.errors)")
    let sound = try hash("whole/precise.sqlite", in: scratch)
    #expect(try hash("out/precise.sqlite", in: scratch) == sound)
  }

  @Test(
    "What is no precision is told",
    arguments: [
      ("--precision 0%", "above 0%"), ("--precision -2%", "above 0%"),
      ("--precision 100%", "below 100%"), ("--precision 0", "above 0"),
      ("--precision two", "such as 2%"), ("--precision nan", "such as 2%"),
      ("--precision 2% --replications 1", "2 or more"),
      ("--precision-of means", "give --precision"),
      ("--precision-metric reward", "give --precision"),
      ("--precision 2% --precision-metric rewrd", "did you mean 'reward'?"),
      ("--precision 2% --precision-metric cvar95", "there is no metric 'cvar95'"),
      ("--precision 2% --precision-metric simple-regret", "its file needs 'recommend:"),
      ("--precision 2% --precision-of median", "takes the word means"),
      ("--precision 2% --precision-of difference random", "takes the word means"),
      ("--precision 2% --precision-of difference random tomson", "did you mean 'thompson'?"),
      ("--precision 2% --precision-of difference random random", "differs from itself"),
      (
        "--precision 2% --precision-of difference random thompson --finals none -o out",
        "--finals none"
      ),
    ])
  func refused(words: String, told: String) throws {
    let scratch = try Scratch()
    try scratch.write("precise.yaml", PrecisionCommandTests.text)
    let outcome = try run(words, in: scratch)
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.messages.contains(told), "\(outcome.messages)")
  }

  @Test("Another metric than the pseudo-regret is looked at")
  func metric() throws {
    let scratch = try Scratch()
    try scratch.write("precise.yaml", PrecisionCommandTests.text)
    let outcome = try run("--precision 2% --precision-metric reward", in: scratch)
    #expect(
      outcome.status == 0
        && outcome.messages.contains("every standard error of the reward is at most 2 %"),
      "\(outcome.messages)")
  }

  @Test("The difference of two policies is looked at alone")
  func difference() throws {
    let scratch = try Scratch()
    try scratch.write("precise.yaml", PrecisionCommandTests.text)
    let outcome = try run("--precision 0.2 --precision-of difference random thompson", in: scratch)
    #expect(outcome.status == 0 && outcome.messages.contains("'random' minus 'thompson'"))
  }
}
