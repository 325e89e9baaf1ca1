import Foundation
import Testing

@testable import BanditExperiments

@Suite("Memory that a process may use")
struct AvailableMemoryTests {
  /// The limit in a tree of control groups with these files.
  private func limit(_ files: [String: String], _ group: String) throws -> Double? {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return AvailableMemory.limit(in: folder.url.path, group: group)
  }

  @Test("The second version: the smallest limit of the group and those above it")
  func unified() throws {
    let files = [
      "a/b/c/memory.max": "max\n", "a/b/memory.max": "3000\n", "a/memory.max": "5000\n",
      "memory.max": "max\n", "z/memory.max": "7\n",
    ]
    #expect(try limit(files, "0::/a/b/c\n") == 3000)
    #expect(try limit(files, "0::/a/b\n") == 3000)
    #expect(try limit(files, "0::/a\n") == 5000)
    #expect(try limit(files, "0::/\n") == nil)
    // Inside a container the group's own path is not there, only what is above.
    #expect(try limit(files, "0::/a/b/unseen/d\n") == 3000)
    #expect(try limit(["memory.max": "1073741824\n"], "0::/unseen\n") == 1_073_741_824)
  }

  @Test("The first version has a tree of its own for memory, alone or with others")
  func first() throws {
    let files = [
      "memory/docker/x/memory.limit_in_bytes": "4096\n",
      "memory/memory.limit_in_bytes": "9223372036854771712\n",
      "cpu/docker/x/memory.limit_in_bytes": "1\n", "docker/x/memory.max": "2\n",
    ]
    #expect(try limit(files, "5:cpu:/docker/x\n4:memory:/docker/x\n1:name=systemd:/x\n") == 4096)
    #expect(try limit(files, "4:cpuset,memory:/docker/x\n") == 4096)
    #expect(try limit(files, "4:memory:/docker/y\n") == 9_223_372_036_854_771_712)
    #expect(try limit(files, "5:cpu:/docker/x\n6:memory_recursive:/docker/x\n") == nil)
  }

  @Test("Where both versions are mounted the smaller limit holds")
  func both() throws {
    let files = ["memory/g/memory.limit_in_bytes": "4096\n", "h/memory.max": "2048\n"]
    #expect(try limit(files, "4:memory:/g\n0::/h\n") == 2048)
    #expect(try limit(files, "0::/\n4:memory:/g\n") == 4096)
  }

  @Test("Without a limit, a group or a readable number there is none")
  func none() throws {
    #expect(try limit([:], "0::/a\n") == nil)
    #expect(try limit(["a/memory.max": "max"], "0::/a") == nil)
    for group in ["", "\n", "0", "0::", "memory", ":::", "4:memory"] {
      #expect(try limit(["a/memory.max": "5\n"], group) == nil)
    }
    for text in ["", "many\n", "5 bytes\n", "-\n"] {
      #expect(try limit(["a/memory.max": text], "0::/a\n") == nil)
    }
    // A path may hold colons.
    #expect(try limit(["a:b/memory.max": "5\n"], "0::/a:b\n") == 5)
  }

  @Test("A process may use something, and no more than the machine has")
  func machine() {
    #expect(AvailableMemory.bytes > 1e6)
    #expect(AvailableMemory.bytes <= Double(ProcessInfo.processInfo.physicalMemory))
  }
}
