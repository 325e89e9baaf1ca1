import Foundation
import Testing

@Suite("Threads of BLAS")
struct BLASThreadsTests {
  /// A study whose means come from a covariance.
  private let correlated = study().replacing(
    "{kind: bernoulli, means: [0.4, 0.6]}",
    with: "{kind: correlated-clusters, arms: 6, clusters: 2}")

  private func run(
    _ text: String, _ options: [String], threads: String?
  ) throws -> Outcome {
    var environment: [String: String] = [:]
    if let threads { environment["OPENBLAS_NUM_THREADS"] = threads }
    return try Program.run(["run", "-"] + options, input: text, environment: environment)
  }

  private func manifest(
    _ text: String, _ options: [String], threads: String?
  ) throws -> [String: Any] {
    let outcome = try run(text, options + ["--format", "json"], threads: threads)
    #expect(outcome.status == 0)
    return try #require(try experiments(outcome.output).first?["manifest"] as? [String: Any])
  }

  @Test(
    "One thread, whatever the variable says; the result and its manifest say that it is ignored")
  func ignored() throws {
    let blas = try #require(
      try manifest(correlated, [], threads: "3")["blas"] as? [String: Any])
    #expect(blas["threads"] as? Int == 1)
    #expect(blas["openblas_num_threads"] as? String == "3")
    #expect(blas["openblas_num_threads_used"] as? Bool == false)
    #expect(blas["version"] is String && blas["core"] is String)
    let outcome = try run(correlated, [], threads: "3")
    #expect(
      outcome.output.hasSuffix(
        "\n\n- BLAS ran on 1 thread: OPENBLAS_NUM_THREADS=3 is ignored unless --blas-threads "
          + "environment asks for it\n"))
  }

  @Test("Threads that are asked for are used and said")
  func asked() throws {
    // An OpenBLAS without threads stays with one.
    let given = try manifest(correlated, ["--blas-threads", "2"], threads: "3")["blas"]
    let threads = try #require((given as? [String: Any])?["threads"] as? Int)
    #expect((given as? [String: Any])?["openblas_num_threads_used"] as? Bool == false)
    #expect([1, 2].contains(threads))
    let taken = try #require(
      try manifest(correlated, ["--blas-threads", "environment"], threads: "2")["blas"]
        as? [String: Any])
    #expect(taken["threads"] as? Int == threads)
    #expect(taken["openblas_num_threads_used"] as? Bool == true)
    let outcome = try run(correlated, ["--blas-threads", "environment"], threads: "1")
    #expect(
      outcome.output.hasSuffix("\n\n- BLAS ran on 1 thread, as OPENBLAS_NUM_THREADS says\n"))
  }

  @Test("Without linear algebra the variable changes no byte")
  func untouched() throws {
    for format in ["table", "json"] {
      let plain = try run(study(), ["--format", format], threads: nil)
      let other = try run(study(), ["--format", format], threads: "7")
      #expect(plain.status == 0 && plain.output == other.output)
    }
    #expect(try manifest(study(), [], threads: "7")["blas"] is NSNull)
  }

  @Test(
    "A variable that holds no number of threads is refused where it is asked for",
    arguments: [
      ("", "is ''"), ("x", "is 'x'"), ("0", "is '0'"), ("-2", "is '-2'"), ("1.5", "is '1.5'"),
      ("99999999999999999999", "is '99999999999999999999'"),
    ])
  func refused(threads: String, complaint: String) throws {
    for command in [["run", "-"], ["bench"], ["reproduce"], ["compare", "-"], []] {
      let outcome = try Program.run(
        command + ["--blas-threads", "environment"], input: correlated,
        environment: ["OPENBLAS_NUM_THREADS": threads])
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(
        outcome.messages.hasPrefix(
          "error: --blas-threads environment: OPENBLAS_NUM_THREADS \(complaint); set it to a whole "
            + "number from 1 to 1,024, or give the number itself."))
    }
  }

  @Test("The same bytes for any number of workers")
  func workers() throws {
    let one = try run(correlated, ["--jobs", "1", "--format", "json"], threads: nil)
    let three = try run(correlated, ["--jobs", "3", "--format", "json"], threads: nil)
    #expect(one.status == 0 && one.output == three.output)
  }

  @Test("OpenBLAS is loaded where there is linear algebra, and nowhere else")
  func loadedWhereNeeded() throws {
    // The dynamic linker then names every library that it loads.
    let environment = ["LD_DEBUG": "files"]
    let plain = try Program.run(["run", "-"], input: study(), environment: environment)
    #expect(plain.status == 0 && plain.errors.contains("libswiftCore"))
    #expect(!plain.errors.contains("libopenblas"))
    let other = try Program.run(["run", "-"], input: correlated, environment: environment)
    #expect(other.status == 0 && other.errors.contains("libopenblas"))
  }

  @Test("Without OpenBLAS what needs it ends with a message, and the rest runs")
  func missing() throws {
    let scratch = try Scratch()
    for name in ["libopenblas.so.0", "libopenblas.so"] {
      try scratch.write(name, "this is no library")
    }
    let others = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":\($0)" } ?? ""
    let environment = ["LD_LIBRARY_PATH": scratch.folder.path + others]
    let needing = try Program.run(["run", "-"], input: correlated, environment: environment)
    #expect(needing.status == 127 && needing.output.isEmpty)
    #expect(needing.messages.hasPrefix("error: OpenBLAS cannot be loaded ("))
    #expect(needing.messages.contains("install libopenblas0"))
    let plain = try Program.run(["run", "-"], input: study(), environment: environment)
    #expect(plain.status == 0)
    let version = try Program.run(["--version"], environment: environment)
    #expect(version.status == 0 && version.output.hasSuffix(", no OpenBLAS\n"))
  }

  @Test("The version names OpenBLAS's, whatever else stands on the command line")
  func version() throws {
    for arguments in [["--version"], ["run", "--version"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains(", streams ") && outcome.output.contains(", OpenBLAS 0."))
    }
  }
}
