import Foundation
import Testing

@Suite("Sweeps, from the command line")
struct SweepCommandTests {
  /// Some blocks, each of which takes a moment.
  private func planned(_ shards: Int = 3, horizon: Int = 20_000) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "blocks.yaml",
      KilledRunTests.text.replacing("replications: 950", with: "replications: 450")
        .replacing("horizon: 300", with: "horizon: \(horizon)"))
    let plan = try Program.run(
      ["sweep", "plan", "blocks.yaml", "--shards", String(shards), "-o", "sweep"],
      in: scratch.folder)
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(
      plan.output.hasPrefix(
        "sweep: 5 blocks of 100 replications in \(shards) \(shards == 1 ? "shard" : "shards")\n"))
    return scratch
  }

  private func hash(_ file: String, _ scratch: Scratch) throws -> String {
    let outcome = try Program.run(["verify", file], in: scratch.folder)
    return String(try #require(outcome.output.split(whereSeparator: \.isWhitespace).last))
  }

  @Test("A sweep that is planned, killed, submitted and merged gives the file of one run")
  func whole() throws {
    let scratch = try planned()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["sweep", "run", "sweep", "--shard", "1", "--quiet"]
    process.currentDirectoryURL = scratch.folder
    try process.run()
    let partial = scratch.url("sweep/shards/shard-0001-partial.sqlite").path
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: partial) {
      Thread.sleep(forTimeInterval: 0.02)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let status = try Program.run(
      ["sweep", "status", "sweep"], in: scratch.folder, environment: ["COLUMNS": "80"])
    #expect(status.status == 1)
    #expect(status.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(status.output.contains("- missing: 0-2; 'cluster-bandit sweep submit sweep' plays"))
    let early = try Program.run(["sweep", "merge", "sweep"], in: scratch.folder)
    #expect(early.status == 1 && early.output.isEmpty)
    #expect(early.messages.contains("error: shards 0-2 are missing; 'cluster-bandit sweep submit"))
    let submit = try Program.run(["sweep", "submit", "sweep"], in: scratch.folder)
    #expect(submit.status == 0 && submit.output.isEmpty)
    #expect(submit.messages.contains("blocks shard 2: 2 blocks, done"), "\(submit.messages)")
    let watch = try Program.run(["sweep", "watch", "sweep"], in: scratch.folder)
    #expect(watch.status == 0 && watch.output.contains("- 3 done of 3 shards"))
    let merged = try Program.run(["sweep", "merge", "sweep"], in: scratch.folder)
    #expect(merged.status == 0 && merged.messages.isEmpty, "\(merged.errors)")
    let run = try Program.run(["run", "blocks.yaml", "-o", "whole"], in: scratch.folder)
    #expect(run.status == 0)
    let expected = try hash("whole/blocks.sqlite", scratch)
    #expect(merged.output == "sweep/blocks.sqlite: 3 shards, SHA-256 \(expected)\n")
    #expect(try hash("sweep/blocks.sqlite", scratch) == expected)
  }

  @Test("A shard that is told to end keeps its blocks, says so, and goes on")
  func told() throws {
    // How far it is is told every second.
    let scratch = try planned(1, horizon: 120_000)
    let outcome = try Program.shell(
      """
      $P sweep run sweep --shard 0 --jobs 1 2> told & worker=$!
      for glance in $(seq 600); do
        grep -q '"blocks":[1-9]' sweep/shards/shard-0000.json 2> /dev/null && break
        sleep 0.05
      done
      kill -TERM $worker; wait $worker; echo $?
      """, in: scratch.folder)
    #expect(outcome.output == "143\n")
    let told = try String(contentsOf: scratch.url("told"), encoding: .utf8)
    #expect(told.contains("of 5 blocks are kept; the same command goes on from there"), "\(told)")
    #expect(
      !FileManager.default.fileExists(atPath: scratch.url("sweep/shards/shard-0000.json").path))
    let rest = try Program.run(["sweep", "run", "sweep", "--shard", "0"], in: scratch.folder)
    #expect(rest.status == 0 && rest.messages.hasSuffix("blocks shard 0: 5 blocks, done\n"))
    let again = try Program.run(["sweep", "run", "sweep", "--shard", "0"], in: scratch.folder)
    #expect(again.messages == "blocks shard 0: all of it was there already\n")
  }

  @Test("An array job is handed to sbatch with what is missing, and its refusal is told")
  func slurm() throws {
    let scratch = try planned()
    _ = try Program.run(["sweep", "run", "sweep", "--shard", "1"], in: scratch.folder)
    try scratch.write("sbatch", "#!/bin/sh\necho \"$@\" > asked\necho 17\\;here\n")
    let good = try Program.shell(
      "chmod +x sbatch; PATH=.:$PATH $P sweep submit sweep --engine slurm -- --mem=2G",
      in: scratch.folder)
    #expect(good.status == 0 && good.output == "17\n")
    let asked = try String(contentsOf: scratch.url("asked"), encoding: .utf8)
    #expect(
      asked == "--parsable --chdir=sweep --array=0,2 --mem=2G sweep/sweep.sbatch\n")
    let lint = try Program.shell("bash -n sweep/sweep.sbatch", in: scratch.folder)
    #expect(lint.status == 0, "\(lint.errors)")
    try scratch.write(
      "sbatch",
      "#!/bin/sh\nhead -c 200000 /dev/zero | tr '\\0' '\\n' >&2\n"
        + "echo 'sbatch: error: no such partition' >&2\nexit 1\n")
    let bad = try Program.shell(
      "chmod +x sbatch; PATH=.:$PATH $P sweep submit sweep --engine slurm", in: scratch.folder)
    #expect(bad.status == 64 && bad.output.isEmpty)
    #expect(bad.messages.contains("sweep/sweep.sbatch: sbatch: error: no such partition; edit"))
    // A cluster whose arrays have two tasks at most.
    try scratch.write("sbatch", "#!/bin/sh\necho \"$@\" >> chunks\nwc -l < chunks\n")
    try scratch.write("scontrol", "#!/bin/sh\necho 'MaxArraySize            = 2'\n")
    let chunks = try Program.shell(
      "chmod +x scontrol; PATH=.:$PATH $P sweep submit sweep --engine slurm", in: scratch.folder)
    #expect(chunks.status == 0 && chunks.output == "1\n2\n", "\(chunks.errors)")
    #expect(
      chunks.messages.hasPrefix(
        "the numbers of tasks end at 1 here (MaxArraySize): 2 shards are 2 jobs\n"))
    #expect(
      try String(contentsOf: scratch.url("chunks"), encoding: .utf8)
        == "--parsable --chdir=sweep --array=0 sweep/sweep.sbatch\n"
        + "--parsable --chdir=sweep --array=0 --output=shards/slurm-2+%a.txt sweep/sweep.sbatch 2\n"
    )
    let none = try Program.shell(
      "PATH=/nowhere $P sweep submit sweep --engine slurm", in: scratch.folder)
    #expect(none.status == 64 && none.messages.contains("there is no program sbatch here"))
  }

  @Test(
    "Mistakes are told with what to write",
    arguments: [
      (["stats", "sweep"], "did you mean 'cluster-bandit sweep status'?"),
      (["frob"], "the commands of 'sweep' are plan, submit, status, watch, merge, run"),
      (["run", "sweep", "--shard", "3"], "--shard 3 is out of range"),
      (["run", "sweep", "--shard", "0", "--quite"], "did you mean '--quiet'?"),
      (["status", "nowhere"], "nowhere/sweep.json: no such file; 'cluster-bandit sweep plan"),
      (["plan", "blocks.yaml", "--shards", "0", "-o", "x"], "--shards 0 is out of range"),
      (["plan", "blocks.yaml", "--shards", "4", "-o", "sweep"], "shards 3 instead of 4"),
      (["submit", "sweep", "--", "--mem=1G"], "options of sbatch are for --engine slurm."),
      (["status", "sweep", "--jobs", "2"], "there is no option '--jobs' of 'sweep status'"),
    ])
  func mistakes(arguments: [String], message: String) throws {
    let scratch = try planned()
    let outcome = try Program.run(["sweep"] + arguments, in: scratch.folder)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  @Test("A study with data files is played from the folder of its sweep, wherever one stands")
  func data() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      at: scratch.url("study"), withIntermediateDirectories: true)
    let means = "cluster,arm,successes,trials,theta\na,a1,2,10,0.2\na,a2,7,10,0.7\n"
    try scratch.write("study/means.csv", means)
    try scratch.write(
      "study/data.yaml",
      study("data").replacing("bernoulli, means: [0.4, 0.6]", with: "table, file: means.csv"))
    let plan = try Program.run(
      ["sweep", "plan", "study/data.yaml", "--shards", "1", "-o", "sweep"], in: scratch.folder)
    #expect(plan.status == 0, "\(plan.errors)")
    let run = try Program.shell("cd / && $P sweep submit \(scratch.url("sweep").path)")
    #expect(run.status == 0, "\(run.errors)")
    try scratch.write("study/means.csv", means.replacing("0.7", with: "0.6"))
    let changed = try Program.run(["sweep", "merge", "sweep"], in: scratch.folder)
    #expect(changed.status == 64 && changed.messages.contains("means.csv"))
  }
}
