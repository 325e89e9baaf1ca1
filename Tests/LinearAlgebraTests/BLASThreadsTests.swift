import COpenBLAS
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Each test of a setting runs in a process of its own, since the setting belongs to the process.
///
/// Most first ask OpenBLAS itself for three threads, as another part of the program may, so that a
/// count of one cannot be an accident of the machine or of the environment.
@Suite("BLASThreads")
struct BLASThreadsTests {
  /// Whether this OpenBLAS can have more than one thread.
  static let hasThreads = BLASConfiguration.current.parallelism != .sequential

  @Test("OpenBLAS is not in memory before the first operation, even where a count is asked for")
  func loadedLate() async {
    await #expect(processExitsWith: .success) {
      try #require(!isOpenBLASInMemory())
      BLASThreads.setCount(2)
      try #require(!isOpenBLASInMemory())
      multiply()
      try #require(isOpenBLASInMemory())
    }
  }

  @Test("OpenBLAS finds one processor when it is loaded, and so starts no worker")
  func noWorker() async {
    await #expect(processExitsWith: .success) {
      setenv("OPENBLAS_NUM_THREADS", "7", 1)
      var before = cpu_set_t()
      var after = cpu_set_t()
      let size = MemoryLayout<cpu_set_t>.size
      try #require(sched_getaffinity(0, size, &before) == 0)
      multiply()
      try #require(sched_getaffinity(0, size, &after) == 0)
      try #require(try openBLAS("openblas_get_num_procs", Getter.self)() == 1)
      // The thread may use all its processors again.
      let words = [before, after].map { withUnsafeBytes(of: $0) { Array($0) } }
      try #require(words[0] == words[1])
    }
  }

  @Test("the count is one unless set")
  func defaultIsOne() async {
    await #expect(processExitsWith: .success) {
      try openBLAS("openblas_set_num_threads", Setter.self)(3)
      try #require(BLASThreads.count == 1)
    }
  }

  @Test("the first operation sets the count to one")
  func operationComesFirst() async {
    await #expect(processExitsWith: .success) {
      try openBLAS("openblas_set_num_threads", Setter.self)(3)
      multiply()
      try #require(try openBLAS("openblas_get_num_threads", Getter.self)() == 1)
    }
  }

  @Test("the count is one for each of several tasks that come first together")
  func tasksComeFirst() async {
    await #expect(processExitsWith: .success) {
      try openBLAS("openblas_set_num_threads", Setter.self)(3)
      let counts = try await withThrowingTaskGroup(of: Int32.self) { group in
        for _ in 0..<8 {
          group.addTask {
            multiply()
            return try openBLAS("openblas_get_num_threads", Getter.self)()
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      try #require(counts == Array(repeating: 1, count: 8))
    }
  }

  @Test("a count that was set outlasts the first operation", .enabled(if: hasThreads))
  func setCountLasts() async {
    await #expect(processExitsWith: .success) {
      BLASThreads.setCount(2)
      multiply()
      try #require(try openBLAS("openblas_get_num_threads", Getter.self)() == 2)
      try #require(BLASThreads.count == 2)
      try #require(BLASConfiguration.current.threadCount == 2)
      BLASThreads.setCount(1)
      try #require(BLASThreads.count == 1)
    }
  }

  @Test("a count of zero stops")
  func zeroStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      BLASThreads.setCount(0)
    }
    expectMessage("0 is no number of threads", in: result?.standardErrorContent)
  }

  @Test("the configuration states OpenBLAS's version, build, processor and threads")
  func configuration() throws {
    let configuration = BLASConfiguration.current
    #expect(configuration.description.hasPrefix("OpenBLAS \(configuration.version)"))
    let components = configuration.version.split(separator: ".")
    #expect(components.count >= 3)
    #expect(components.prefix(2).allSatisfy { Int($0) != nil })
    #expect(!configuration.core.isEmpty)
    #expect(configuration.parallelism != .unknown)
    #expect(configuration.threadCount == 1)
    #expect(BLASConfiguration.ifInstalled == configuration)
  }
}

private typealias Setter = @convention(c) (Int32) -> Void
private typealias Getter = @convention(c) () -> Int32

private func multiply() {
  var y = [0.0]
  gemv([[1]], [1], &y)
}

/// A function of OpenBLAS, which is loaded if it is not in memory yet.
private func openBLAS<Function>(_ name: String, _ type: Function.Type) throws -> Function {
  let library = try #require(
    dlopen("libopenblas.so.0", RTLD_NOW) ?? dlopen("libopenblas.so", RTLD_NOW))
  return unsafeBitCast(try #require(dlsym(library, name)), to: type)
}

private func isOpenBLASInMemory() -> Bool {
  let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
  return maps.contains("libopenblas")
}
