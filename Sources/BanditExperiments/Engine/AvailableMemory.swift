import Foundation

/// The memory that this process may use: the machine's, or the limit of its container or job.
enum AvailableMemory {
  /// In bytes.
  static var bytes: Double {
    let installed = Double(ProcessInfo.processInfo.physicalMemory)
    return min(installed, limit(in: "/sys/fs/cgroup", group: groups) ?? installed)
  }

  /// The smallest limit of the control groups that the process is in.
  ///
  /// Source: the files memory.max of the kernel's "Control Group v2" and memory.limit_in_bytes of
  /// its "Memory Resource Controller".
  ///
  /// - Parameters:
  ///   - root: where control groups are mounted.
  ///   - group: the text of /proc/self/cgroup.
  static func limit(in root: String, group: String) -> Double? {
    var limits: [Double] = []
    for line in group.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
      let (base, name) =
        isUnified ? (root, "memory.max") : (root + "/memory", "memory.limit_in_bytes")
      // A group is bound by those above it; inside a container its own path may not be visible.
      var path = parts[2].split(separator: "/").map(String.init)
      while true {
        let file = ([base] + path + [name]).joined(separator: "/")
        if let text = try? String(contentsOfFile: file, encoding: .utf8),
          let limit = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
          limits.append(limit)
        }
        guard !path.isEmpty else { break }
        path.removeLast()
      }
    }
    return limits.min()
  }

  private static var groups: String {
    (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
  }
}
