import Foundation
import Testing

@Suite("What was lost or moved, from the command line")
struct RecoveryTests {
  /// A study of some seconds with one worker.
  private static let long = KilledRunTests.text.replacing("horizon: 300", with: "horizon: 20000")

  /// The hash that `verify` prints.
  private func hash(_ file: String, in folder: URL) throws -> String {
    let outcome = try Program.run(["verify", file], in: folder)
    return String(try #require(outcome.output.split(whereSeparator: \.isWhitespace).last))
  }

  /// The command of a message between quotes, with the built program in it.
  private func command(_ pattern: Regex<(Substring, Substring)>, in text: String) throws -> String {
    "$P \(try #require(text.firstMatch(of: pattern), "\(text)").output.1)"
  }

  @Test("Repair commands can be pasted, whatever the names of folders", .timeLimit(.minutes(2)))
  func pasted() throws {
    let scratch = try Scratch()
    let name = "my $HOME's \"best\" (1)"
    let folder = scratch.url(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try study().write(
      to: folder.appendingPathComponent("study.yaml"), atomically: true, encoding: .utf8)
    let run = try Program.run(
      ["run", "\(name)/study.yaml", "-o", "\(name)/out", "--quiet"], in: scratch.folder)
    #expect(run.status == 0, "\(run.errors)")
    let file = "\(name)/out/study.sqlite"
    let sound = try hash(file, in: scratch.folder)
    var bytes = try Data(contentsOf: scratch.url(file))
    let cell = try #require(bytes.range(of: Data("bernoullithompson".utf8)))
    bytes[cell.lowerBound] ^= 0x20
    try bytes.write(to: scratch.url(file))
    let shown = try Program.run(["show", file], in: scratch.folder)
    #expect(shown.status == 64)
    let verify = try command(/'cluster-bandit (verify .*)' says/, in: shown.messages)
    let damaged = try Program.shell(verify, in: scratch.folder)
    #expect(damaged.status == 1 && damaged.output.contains("the table 'cell' is not as it was"))
    let repair = try command(/'cluster-bandit (run .*)' plays/, in: damaged.output)
    #expect(try Program.shell(repair, in: scratch.folder).status == 0)
    #expect(try hash(file, in: scratch.folder) == sound)
    let plan = try Program.run(
      ["sweep", "plan", "\(name)/study.yaml", "--shards", "1", "-o", "\(name)/sweep"],
      in: scratch.folder)
    let submit = try command(/'cluster-bandit (sweep submit .*)', with/, in: plan.output)
    #expect(try Program.shell(submit, in: scratch.folder).status == 0)
    let status = try Program.run(
      ["sweep", "status", "\(name)/sweep", "--width", "400"], in: scratch.folder)
    let merge = try command(/'cluster-bandit (sweep merge .*)' makes/, in: status.output)
    let merged = try Program.shell(merge, in: scratch.folder)
    #expect(merged.status == 0 && merged.output.contains(sound), "\(merged.errors)")
    try FileManager.default.removeItem(at: scratch.url("\(name)/sweep/sweep.json"))
    let lost = try Program.run(["sweep", "status", "\(name)/sweep"], in: scratch.folder)
    let copy = try #require(lost.messages.firstMatch(of: /'(cp .*)' puts/)).output.1
    #expect(try Program.shell(String(copy), in: scratch.folder).status == 0)
    #expect(try Program.run(["sweep", "status", "\(name)/sweep"], in: scratch.folder).status == 0)
  }

  @Test(
    "A file or folder that is removed during a run is told at the next block, with what to write",
    arguments: ["rm out/blocks-partial.sqlite", "rm -r out", "mv out old"])
  func removed(removal: String) throws {
    let scratch = try Scratch()
    try scratch.write("blocks.yaml", RecoveryTests.long)
    let outcome = try Program.shell(
      """
      $P run blocks.yaml -o out --jobs 1 > told 2> told.err & worker=$!
      for glance in $(seq 600); do
        size=$(stat -c %s out/blocks-partial.sqlite 2> /dev/null || echo 0)
        [ "$size" -gt 50000 ] && break
        sleep 0.02
      done
      \(removal); wait $worker; echo $?
      """, in: scratch.folder)
    #expect(outcome.output == "74\n", "\(outcome.output) \(outcome.errors)")
    let errors = try String(contentsOf: scratch.url("told.err"), encoding: .utf8)
    #expect(errors.contains("was removed or renamed during the run"), "\(errors)")
    #expect(errors.contains("with 'cluster-bandit run blocks.yaml -o out --jobs 1'\n"))
    // It ended early: what was measured until then is printed, and is not all.
    let told = try String(contentsOf: scratch.url("told"), encoding: .utf8)
    #expect(told.contains("PARTIAL"), "\(told)")
    if removal.hasPrefix("mv") {
      let kept = try Program.run(["verify", "old/blocks-partial.sqlite"], in: scratch.folder)
      #expect(kept.status == 0 && kept.output.contains("is sound, and unfinished"))
    }
  }

  @Test(
    "What is on a read-only disk is read, and nothing is played that could not be kept",
    .enabled(if: geteuid() == 0, "mounting a file system needs root"))
  func readOnly() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    try FileManager.default.createDirectory(
      at: scratch.url("disk"), withIntermediateDirectories: true)
    let line = """
      mount -t tmpfs none disk || exit 99
      $P run study.yaml -o disk --quiet > ran && $P sweep plan study.yaml --shards 1 -o disk/sweep > ran
      mount -o remount,ro disk
      ls -AR disk > before
      for command in "run study.yaml -o disk" "run study.yaml -o disk/new" \\
        "run study.yaml -o disk --resume --replications 200" \\
        "sweep run disk/sweep --shard 0" "sweep plan study.yaml --shards 1 -o disk/other"; do
        $P $command > printed 2> told; echo "$? $(wc -c < printed) $(grep -ci read-only told)"
      done
      ls -AR disk | cmp before - && $P verify disk/study.sqlite && $P show disk/study.sqlite
      umount disk
      """
    let outcome = try Program.shell("unshare -m sh -c '\(line)'", in: scratch.folder)
    // Where mounting is forbidden there is nothing to see.
    if outcome.output.isEmpty { return }
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.prefix(5).allSatisfy { $0 == "74 0 1" }, "\(lines) \(outcome.errors)")
    #expect(lines.count > 6 && lines[5].contains("is sound"), "\(lines)")
  }

  @Test("A result that lies beside another seed's is gone on with, in every format")
  func beside() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study().replacing("replications: 3", with: "replications: 130"))
    func run(_ words: String) throws -> Outcome {
      try Program.run(
        ["run", "study.yaml"] + words.split(separator: " ").map(String.init), in: scratch.folder)
    }
    // As it is when two seeds run into one folder at once, and this one's ends second.
    #expect(try run("-o out --seed 7").status == 0)
    #expect(try run("-o there --seed 8").status == 0)
    try FileManager.default.moveItem(
      at: scratch.url("there/study.sqlite"), to: scratch.url("out/study-0a1b2c3d.sqlite"))
    let more = try run("-o out --seed 8 --resume --replications 250")
    #expect(more.status == 0, "\(more.errors)")
    let whole = try run("-o whole --seed 8 --replications 250")
    #expect(more.output == whole.output)
    #expect(
      try hash("out/study-0a1b2c3d.sqlite", in: scratch.folder)
        == hash("whole/study.sqlite", in: scratch.folder))
    for ending in [".json", ".csv", "-curves.csv", ".md"] {
      #expect(
        try Data(contentsOf: scratch.url("out/study-0a1b2c3d\(ending)"))
          == Data(contentsOf: scratch.url("whole/study\(ending)")))
    }
    let other = try run("-o out --seed 7 --resume")
    #expect(other.status == 0 && other.messages.contains("all of it was there already"))
    let third = try run("-o out --seed 9 --resume")
    #expect(third.status == 64 && third.messages.contains("seed 7 instead of 9"))
  }

  @Test("Data files that moved are told with their hash, and found where --data says")
  func moved() throws {
    let scratch = try Scratch()
    let means = "cluster,arm,successes,trials,theta\na,a1,2,10,0.2\na,a2,7,10,0.7\n"
    for folder in ["study", "kept"] {
      try FileManager.default.createDirectory(
        at: scratch.url(folder), withIntermediateDirectories: true)
    }
    try scratch.write("study/means.csv", means)
    try scratch.write(
      "study/data.yaml",
      study("data").replacing("bernoulli, means: [0.4, 0.6]", with: "table, file: means.csv")
        .replacing("replications: 3", with: "replications: 130"))
    func run(_ words: String) throws -> Outcome {
      try Program.run(words.split(separator: " ").map(String.init), in: scratch.folder)
    }
    let whole = try run("run study/data.yaml -o out")
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(try run("sweep plan study/data.yaml --shards 1 -o sweep").status == 0)
    let sum = try Program.shell("sha256sum < study/means.csv", in: scratch.folder).output.prefix(64)
    // Moved, renamed, and a file of its old name beside it.
    try FileManager.default.moveItem(
      at: scratch.url("study/means.csv"), to: scratch.url("kept/old-means.csv"))
    try scratch.write("kept/means.csv", means.replacing("0.7", with: "0.6"))
    let commands = [
      "run --from out/data.sqlite", "verify out/data.sqlite --blocks 1",
      "sweep run sweep --shard 0",
      "sweep submit sweep", "sweep merge sweep",
      "run study/data.yaml -o out --resume --replications 250",
    ]
    for command in commands {
      let lost = try run(command)
      #expect(lost.status == 64, "\(command)")
      for part in ["'means.csv' cannot be read: no such file", "SHA-256 \(sum)", "with --data"] {
        #expect(lost.messages.contains(part), "\(command): \(lost.messages)")
      }
    }
    for command in commands {
      let found = try run("\(command) --data kept")
      #expect(found.status == 0, "\(command): \(found.errors)")
    }
    let more = try hash("out/data.sqlite", in: scratch.folder)
    try FileManager.default.moveItem(
      at: scratch.url("kept/old-means.csv"), to: scratch.url("study/means.csv"))
    #expect(try run("run study/data.yaml -o whole --replications 250").status == 0)
    #expect(try hash("whole/data.sqlite", in: scratch.folder) == more)
    let none = try run("run --from out/data.sqlite --data nowhere")
    #expect(none.status == 64 && none.messages.contains("--data 'nowhere' is no folder"))
    let slurm = try run("sweep submit sweep --engine slurm --data kept")
    #expect(slurm.status == 64 && slurm.messages.contains("copy them there"))
  }
}
