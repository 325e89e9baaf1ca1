import Foundation

/// The program of a name where the variable PATH has it; nil where it has none.
func executable(named name: String) -> URL? {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  let places = path.split(separator: ":").map {
    URL(fileURLWithPath: String($0)).appendingPathComponent(name)
  }
  return places.first { FileManager.default.isExecutableFile(atPath: $0.path) }
}
