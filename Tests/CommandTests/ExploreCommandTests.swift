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
  }
}
