import Foundation
import Testing

@Suite("The command 'explore'")
struct ExploreCommandTests {
  /// The program while it serves the page, with the address that it printed first.
  private struct Served {
    let process = Process()
    let errors = Pipe()
    private(set) var address = ""

    init(_ arguments: [String] = [], path: String? = nil) throws {
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["explore", "--port", "0"] + arguments
      if let path {
        process.environment = ProcessInfo.processInfo.environment.merging(["PATH": path]) { $1 }
      }
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      while !address.hasSuffix("\n") {
        let bytes = output.fileHandleForReading.availableData
        guard !bytes.isEmpty else { break }
        address += String(decoding: bytes, as: UTF8.self)
      }
    }

    /// Presses ^C; what was written to standard error.
    func end() -> String {
      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
      return String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
  }

  @Test("The first line is the address with a token, and ^C ends with 130 within two seconds")
  func served() throws {
    let served = try Served()
    #expect(
      served.address.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}\n/) != nil)
    Thread.sleep(forTimeInterval: 0.2)
    let start = ContinuousClock.now
    _ = served.end()
    #expect(served.process.terminationStatus == 130)
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test("--open hands over a file that only its owner reads, and removes it at the end")
  func opened() throws {
    let scratch = try Scratch()
    let opener = try scratch.write(
      "xdg-open",
      """
      #!/bin/sh
      { echo "$*"; stat -c %a "$1"; cat "$1"; } > "$0.new" && mv "$0.new" "$0.report"
      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: opener)
    let served = try Served(["--open"], path: "\(scratch.folder.path):/usr/bin:/bin")
    let deadline = ContinuousClock.now + .seconds(20)
    let report = scratch.url("xdg-open.report")
    while !FileManager.default.fileExists(atPath: report.path), ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.02)
    }
    let file = try? String(contentsOf: report, encoding: .utf8)
    _ = served.end()
    let lines = try #require(file).split(separator: "\n").map(String.init)
    try #require(lines.count > 2)
    #expect(!lines[0].contains("token"))
    #expect(lines[1] == "600")
    let address = served.address.trimmingCharacters(in: .newlines)
    #expect(lines.contains { $0.contains("url=\(address)\"") })
    let folder = URL(fileURLWithPath: lines[0]).deletingLastPathComponent().path
    #expect(folder.contains("cluster-bandit-"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("Without a desktop --open says so, and the page is served all the same")
  func noDesktop() throws {
    let served = try Served(["--open"], path: "/nowhere")
    #expect(served.address.contains("?token="))
    Thread.sleep(forTimeInterval: 0.2)
    #expect(served.end().contains("note: xdg-open, which opens a browser, is not installed"))
    #expect(served.process.terminationStatus == 130)
  }

  @Test("A port that there is not is refused")
  func port() throws {
    let outcome = try Program.run(["explore", "--port", "65536"])
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("--port 65536 is out of range"))
    let word = try Program.run(["explore", "--port", "nan"])
    #expect(word.status == 64)
    #expect(word.messages.contains("write a whole number"))
  }

  @Test("What does not go together is refused before anything is computed")
  func together() throws {
    let scratch = try Scratch()
    let folder = scratch.url("new").path
    for arguments in [["--export", folder, "--open"], ["--export", folder, "--port", "0"]] {
      let outcome = try Program.run(["explore"] + arguments)
      #expect(outcome.status == 64)
      #expect(outcome.messages.contains("leave out --port and --open"))
    }
    let alone = try Program.run(["explore", "--force"])
    #expect(alone.status == 64)
    #expect(alone.messages.contains("give --export dir"))
    let empty = try Program.run(["explore", "--export", " "])
    #expect(empty.status == 64)
    #expect(empty.messages.contains("--export is empty"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("A page is written over nothing, unless it is one of this program and --force is given")
  func folders() throws {
    let scratch = try Scratch()
    func refused(_ path: String, _ more: [String] = []) throws -> String {
      let outcome = try Program.run(["explore", "--export", path] + more)
      #expect(outcome.status == 64)
      return outcome.messages
    }
    let file = try scratch.write("file", "mine")
    #expect(try refused(file).contains("it is a file"))
    #expect(try refused(file, ["--force"]).contains("it is a file"))
    let other = scratch.url("other")
    let manager = FileManager.default
    try manager.createDirectory(at: other, withIntermediateDirectories: false)
    try Data("a".utf8).write(to: other.appendingPathComponent("notes.txt"))
    #expect(try refused(other.path).contains("such as 'notes.txt'"))
    let page = other.appendingPathComponent("index.html")
    try Data("<!doctype html><p>mine".utf8).write(to: page)
    #expect(try refused(other.path).contains("is no page of this program"))
    #expect(try refused(other.path, ["--force"]).contains("is no page of this program"))
    let own =
      "<!doctype html><meta name=\"generator\" content=\"cluster-bandit explore\"><p>recorded"
    try Data(own.utf8).write(to: page)
    #expect(try refused(other.path).contains("--force to replace it"))
    #expect(try String(contentsOf: page, encoding: .utf8) == own)
  }

  @Test("A folder that cannot be made is said before anything is computed")
  func unwritable() throws {
    let outcome = try Program.run(["explore", "--export", "/proc/lecture"])
    #expect(outcome.status == 74)
    #expect(outcome.messages.contains("cannot write /proc/lecture"))
  }

  @Test("^C ends a recording with 130, and no half of a page is there")
  func interrupted() throws {
    let scratch = try Scratch()
    let folder = scratch.url("lecture")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["explore", "--export", folder.path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = ContinuousClock.now + .seconds(20)
    while !FileManager.default.fileExists(atPath: folder.path), ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.01)
    }
    Thread.sleep(forTimeInterval: 0.1)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
