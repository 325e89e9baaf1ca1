import COpenBLAS
import LinearAlgebra
import Testing

/// Each test of a setting runs in a process of its own, since the setting belongs to the process.
///
/// They first ask OpenBLAS itself for three threads, so that a count of one cannot be an accident of
/// the machine or of the environment.
@Suite("BLASThreads")
struct BLASThreadsTests {
  /// Whether this OpenBLAS can have more than one thread.
  static let hasThreads = BLASConfiguration.current.parallelism != .sequential

  @Test("the count is one unless set")
  func defaultIsOne() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      try #require(BLASThreads.count == 1)
    }
  }

  @Test("gemv sets the count to one when it is the first operation")
  func gemvComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var y = [0.0]
      gemv([[1]], [1], &y)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("gemm sets the count to one when it is the first operation")
  func gemmComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var c: Matrix = [[0]]
      gemm([[1]], [[1]], &c)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("potrf sets the count to one when it is the first operation")
  func potrfComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var a: Matrix = [[1]]
      try potrf(&a)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("syrk sets the count to one when it is the first operation")
  func syrkComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var c: Matrix = [[0]]
      syrk([[1]], &c)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("trmm sets the count to one when it is the first operation")
  func trmmComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var b: Matrix = [[0]]
      trmm([[1]], &b)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("potrs sets the count to one when it is the first operation")
  func potrsComesFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      var b: Matrix = [[0]]
      potrs([[1]], &b)
      try #require(openblas_get_num_threads() == 1)
    }
  }

  @Test("the count is one for each of several tasks that come first together")
  func tasksComeFirst() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(3)
      let counts = await withTaskGroup(of: Int32.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var y = [0.0]
            gemv([[1]], [1], &y)
            return openblas_get_num_threads()
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      try #require(counts == Array(repeating: 1, count: 8))
    }
  }

  @Test("a count that was set outlasts the first operation", .enabled(if: hasThreads))
  func setCountLasts() async {
    await #expect(processExitsWith: .success) {
      BLASThreads.setCount(2)
      try #require(openblas_get_num_threads() == 2)
      var y = [0.0]
      gemv([[1]], [1], &y)
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
  }
}
