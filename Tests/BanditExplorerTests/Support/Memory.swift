import Foundation
import Testing

/// What the process takes, as the system counts it.
enum Memory {
  /// The bytes of it that are in memory.
  static func resident() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
  }
}
