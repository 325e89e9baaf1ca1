import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("The script for Slurm")
struct SlurmScriptTests {
  private func script(_ seconds: Double, program: String = "/bin/p") throws -> SlurmScript {
    let sweep = SweepPlan(
      try smallExperiment(replications: 1_000), kept: KeptValues(), shards: 10,
      seconds: [seconds, seconds], workers: 2, dataFolder: "/")
    return SlurmScript(sweep, program: program)
  }

  @Test(
    "The time limit is three times the estimate, and ten minutes at least",
    arguments: [
      (0.1, "0-00:10:00"), (36.0, "0-03:00:00"), (400.0, "1-09:20:00"), (1e12, "34722-05:20:00"),
    ])
  func limit(seconds: Double, text: String) throws {
    // A shard has two blocks, and two workers.
    let script = try script(seconds)
    #expect(script.text.contains("#SBATCH --time=\(text)\n"), "\(script.minutes)")
  }

  @Test("Memory and workers are asked for as they are estimated")
  func memory() throws {
    let script = try script(1)
    #expect((128...160).contains(script.mebibytes))
    #expect(script.text.contains("#SBATCH --mem=\(script.mebibytes)M\n"))
    #expect(script.text.contains("#SBATCH --cpus-per-task=2\n"))
    #expect(script.text.contains("sbatch --array=0-9 sweep.sbatch\n"))
  }

  @Test("A path of the program may have blanks and quotes")
  func quoted() throws {
    let program = "/a b/it's ${x} `y` \"z\""
    let line = try #require(
      try script(1, program: program).text.split(separator: "\n").first {
        $0.hasPrefix("program=")
      })
    #expect(try shellOutput("\(line); printf %s \"$program\"") == program)
    #expect(
      try shellOutput("CLUSTER_BANDIT=/mine/it; \(line); printf %s \"$program\"") == "/mine/it")
  }

  @Test("Options of whoever submits come behind those of the program")
  func arguments() throws {
    let small = try SmallSweep(shards: 6)
    for limit in [nil, 6, 1001] {
      let array = SlurmArray(small.folder, [0, 3, 4, 5], options: ["--mem=2G"], limit: limit)
      #expect(array.jobs == [[0, 3, 4, 5]])
      #expect(
        array.arguments(of: [0, 3, 4, 5]) == [
          "--parsable", "--chdir=\(small.folder.path)", "--array=0,3-5", "--mem=2G",
          small.folder.script,
        ])
    }
  }

  @Test("Shards beyond the numbers of tasks are jobs of their own, and the script adds what lacks")
  func chunks() throws {
    let small = try SmallSweep(shards: 12)
    let array = SlurmArray(small.folder, [0, 2, 3, 7, 10, 11], options: ["-p", "x"], limit: 4)
    #expect(array.jobs == [[0, 2, 3], [7], [10, 11]])
    #expect(
      array.arguments(of: [10, 11]) == [
        "--parsable", "--chdir=\(small.folder.path)", "--array=2-3",
        "--output=shards/slurm-8+%a.txt", "-p", "x", small.folder.script, "8",
      ])
    // The script of the small sweep is empty, as one may be that knows no argument.
    let refusal = #expect(throws: StorageFailure.self) { try array.check() }
    #expect(refusal?.reason.contains("the numbers of tasks end at 3 here") == true)
    try SlurmArray(small.folder, [0, 2, 3], options: [], limit: 4).check()
    try Data(script(1).text.utf8).write(to: URL(fileURLWithPath: small.folder.script))
    try array.check()
    let line = try #require(
      try script(1).text.split(separator: "\n").first { $0.hasPrefix("shard=") })
    #expect(try shellOutput("SLURM_ARRAY_TASK_ID=3; set -- 8; \(line); echo $shard") == "11\n")
    #expect(try shellOutput("SLURM_ARRAY_TASK_ID=3; set --; \(line); echo $shard") == "3\n")
  }
}

/// What a line of bash prints.
private func shellOutput(_ line: String) throws -> String {
  let (process, pipe) = (Process(), Pipe())
  process.executableURL = URL(fileURLWithPath: "/bin/bash")
  process.arguments = ["-uc", line]
  process.standardOutput = pipe
  try process.run()
  let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: bytes, as: UTF8.self)
}
