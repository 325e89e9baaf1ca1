import BanditExperiments
import Foundation

/// The program rsvg-convert, which makes PDF and PNG of SVG.
struct Rasterizer {
  private let program: URL

  /// The program where the variable PATH has it, or a message that names its package.
  init() throws {
    guard let found = executable(named: "rsvg-convert") else {
      note(
        "error: PDF and PNG are made by rsvg-convert, which is not installed; install the package "
          + "librsvg2-bin, or write an SVG")
      throw ExitStatus.runFailed
    }
    program = found
  }

  /// The picture in another format; pixels are half as large, for sharp screens.
  func convert(_ svg: String, to format: String) throws -> Data {
    let source = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).svg")
    defer { try? FileManager.default.removeItem(at: source) }
    try writeFile(Data(svg.utf8), to: source)
    let process = Process()
    process.executableURL = program
    process.arguments =
      ["--format", format, "--zoom", format == "png" ? "2" : "1", source.path]
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      note("error: \(program.path) cannot be started: \(error.localizedDescription)")
      throw ExitStatus.runFailed
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, !bytes.isEmpty else {
      note("error: \(program.path) failed with status \(process.terminationStatus)")
      throw ExitStatus.runFailed
    }
    return bytes
  }
}
