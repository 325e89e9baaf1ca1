import Foundation
import Testing

@Suite("Runs that are killed lose nothing")
struct KilledRunTests {
  /// Some blocks, each of which takes a moment.
  static let text = """
    name: blocks
    horizon: 300
    replications: 950
    checkpoints: {count: 20}
    environment: {kind: bernoulli, means: [0.4, 0.6]}
    policies: [{kind: random}, {kind: thompson}]
    """

  private func start(_ arguments: [String], in folder: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static let resume = ["run", "blocks.yaml", "-o", "out", "--resume", "--quiet"]

  @Test("After kill −9 at any moment --resume ends with the file of an uninterrupted run")
  func killed() throws {
    let scratch = try Scratch()
    try scratch.write("blocks.yaml", KilledRunTests.text)
    let whole = try Program.run(["run", "blocks.yaml", "-o", "whole"], in: scratch.folder)
    #expect(whole.status == 0)
    let partial = scratch.url("out/blocks-partial.sqlite").path
    func changed() -> Date? {
      (try? FileManager.default.attributesOfItem(atPath: partial))?[.modificationDate] as? Date
    }
    var (count, unfinished) = (0, 0)
    for round in 1...8 {
      let before = changed()
      let process = try start(KilledRunTests.resume, in: scratch.folder)
      while process.isRunning, changed() == before { Thread.sleep(forTimeInterval: 0.002) }
      Thread.sleep(forTimeInterval: 0.02 * Double(round))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      count += 1
      for name in ["out/blocks.sqlite", "out/blocks-partial.sqlite"] {
        guard FileManager.default.fileExists(atPath: scratch.url(name).path) else { continue }
        let verified = try Program.run(["verify", name], in: scratch.folder)
        if verified.status == 64, verified.messages.contains("it is empty") { continue }
        #expect(verified.status == 0, "\(name): \(verified.output)")
        if name.contains("partial") { unfinished += 1 }
      }
    }
    #expect(count == 8 && unfinished > 0)
    let end = try Program.run(KilledRunTests.resume, in: scratch.folder)
    #expect(end.status == 0 && end.output == whole.output)
    let sqlite = try FileManager.default.contentsOfDirectory(atPath: scratch.url("out").path)
      .filter { $0.contains("sqlite") }
    #expect(sqlite == ["blocks.sqlite"])
    let hashes = try ["out", "whole"].map {
      try Program.run(["verify", "\($0)/blocks.sqlite"], in: scratch.folder).output
        .split(separator: " ").last
    }
    #expect(hashes[0] == hashes[1])
  }

  @Test("After ^C what is complete can be shown, and --resume goes on from there")
  func interrupted() throws {
    let scratch = try Scratch()
    try scratch.write(
      "blocks.yaml", KilledRunTests.text.replacing("horizon: 300", with: "horizon: 3000"))
    let process = try start(
      ["run", "blocks.yaml", "-o", "out", "--jobs", "1"], in: scratch.folder)
    let partial = scratch.url("out/blocks-partial.sqlite")
    for _ in 0..<600 {
      if let size = try? Data(contentsOf: partial).count, size > 200_000 { break }
      Thread.sleep(forTimeInterval: 0.05)
    }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let shown = try Program.run(["show", "out/blocks-partial.sqlite"], in: scratch.folder)
    #expect(shown.status == 0 && shown.output.contains("PARTIAL: "))
    let again = try Program.run(["run", "blocks.yaml", "-o", "out"], in: scratch.folder)
    #expect(again.status == 64 && again.messages.contains("--resume goes on from there"))
    let end = try Program.run(KilledRunTests.resume, in: scratch.folder)
    #expect(end.status == 0 && !end.output.contains("PARTIAL"))
    let fresh = try Program.run(["run", "blocks.yaml", "--quiet"], in: scratch.folder)
    #expect(end.output == fresh.output)
  }

  @Test(
    "A full disk is told, what fits is kept, and with room the run goes on",
    .enabled(if: geteuid() == 0, "mounting a small file system needs root"))
  func full() throws {
    let scratch = try Scratch()
    try scratch.write("blocks.yaml", KilledRunTests.text)
    try FileManager.default.createDirectory(
      at: scratch.url("small"), withIntermediateDirectories: true)
    let line = """
      mount -t tmpfs -o size=SIZEk none small || exit 99
      $P run blocks.yaml -o small --quiet > full.txt 2> full.err; echo "status $?"
      ls -A small
      mount -o remount,size=20m small
      $P run blocks.yaml -o small --quiet --resume > rest.txt 2> rest.err; echo "status $?"
      ls -A small
      $P verify small/blocks.sqlite
      umount small
      """
    let whole = try Program.run(["run", "blocks.yaml", "-o", "whole"], in: scratch.folder)
    let hash = try #require(
      try Program.run(["verify", "whole/blocks.sqlite"], in: scratch.folder).output
        .split(whereSeparator: \.isWhitespace).last)
    var count = 0
    for size in [40, 120, 200, 280, 400, 600] {
      let outcome = try Program.shell(
        "unshare -m sh -c '\(line.replacing("SIZE", with: String(size)))'", in: scratch.folder)
      // Where mounting is forbidden there is nothing to see.
      if outcome.output.isEmpty { return }
      let lines = outcome.output.split(separator: "\n").map(String.init)
      let error = try String(contentsOf: scratch.url("full.err"), encoding: .utf8)
      #expect(lines.first == "status 74", "\(size) kB: \(error)")
      #expect(error.contains("no space left on the device"), "\(size) kB: \(error)")
      #expect(lines.filter { $0 == "status 0" }.count == 1, "\(size) kB: \(outcome.output)")
      #expect(lines.last?.hasSuffix(String(hash)) == true, "\(size) kB: \(outcome.output)")
      let rest = try String(contentsOf: scratch.url("rest.txt"), encoding: .utf8)
      #expect(rest == whole.output)
      count += 1
    }
    #expect(count == 6)
  }

  @Test(
    "A disk that is full at the first block: the reason, the bytes, and no file that holds nothing",
    .enabled(if: geteuid() == 0, "mounting a small file system needs root"),
    arguments: ["run blocks.yaml -o small", "sweep run small/sweep --shard 0"])
  func fullAtOnce(command: String) throws {
    let scratch = try Scratch()
    try scratch.write("blocks.yaml", KilledRunTests.text)
    try FileManager.default.createDirectory(
      at: scratch.url("small"), withIntermediateDirectories: true)
    let line = """
      mount -t tmpfs -o size=2m none small || exit 99
      $P sweep plan blocks.yaml --shards 2 -o small/sweep > planned
      head -c 4m /dev/zero > small/fill 2> filled
      truncate -s -$((ROOM * 1024)) small/fill
      $P \(command) --quiet 2> full.err; echo "status $?"
      find small -name "*.sqlite*"
      rm small/fill
      $P \(command) --quiet > rest; echo "status $?"
      umount small
      """
    var count = 0
    for (room, reason) in [
      (0, "no space left on the device"), (4, "no space left on the device"),
      (84, "no space left on the device for 48,689 bytes"),
    ] {
      let outcome = try Program.shell(
        "unshare -m sh -c '\(line.replacing("ROOM", with: String(room)))'", in: scratch.folder)
      // Where mounting is forbidden there is nothing to see.
      if outcome.output.isEmpty { return }
      let error = try String(contentsOf: scratch.url("full.err"), encoding: .utf8)
      #expect(outcome.output == "status 74\nstatus 0\n", "\(room) kB: \(outcome.output)\(error)")
      #expect(error.contains("-partial.sqlite: \(reason)"), "\(room) kB: \(error)")
      #expect(
        error.hasSuffix("nothing was kept yet: mend it and give the same command again\n"),
        "\(room) kB: \(error)")
      count += 1
    }
    #expect(count == 3)
  }
}
