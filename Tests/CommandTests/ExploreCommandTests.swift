import Foundation
import Testing

@Suite("The command 'explore'")
struct ExploreCommandTests {
  @Test("The first line is the address with a token, and ^C ends with 130 within two seconds")
  func served() throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["explore", "--port", "0"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = ""
    while !line.hasSuffix("\n") {
      let bytes = output.fileHandleForReading.availableData
      guard !bytes.isEmpty else { break }
      line += String(decoding: bytes, as: UTF8.self)
    }
    #expect(line.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}\n/) != nil)
    Thread.sleep(forTimeInterval: 0.2)
    let start = ContinuousClock.now
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test("A port that there is not is refused")
  func port() throws {
    let outcome = try Program.run(["explore", "--port", "65536"])
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("--port 65536 is out of range"))
  }
}
