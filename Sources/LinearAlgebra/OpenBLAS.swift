internal import COpenBLAS
internal import Glibc

/// OpenBLAS, loaded when its first function is needed and not before.
///
/// A program that is linked with OpenBLAS runs its constructor, which starts a worker for each
/// processor; they spin for a while before they sleep. A process that multiplies no matrices must
/// not pay for them, nor one whose operations run on one thread.
enum OpenBLAS {
  /// The functions; the first use loads the library, or ends the process if there is none.
  ///
  /// A missing library is the fault of an installation and not of a caller. So the process ends as
  /// the dynamic linker ends it for a library that it misses: with a line on standard error and
  /// status 127.
  static var functions: OpenBLASFunctions {
    switch library {
    case .success(let functions): return functions
    case .failure(let missing):
      var line = "error: \(missing.description)\n"
      line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(127)
    }
  }

  /// The functions, or why there are none.
  static let library: Result<OpenBLASFunctions, MissingLibrary> = load()

  /// OpenBLAS cannot be loaded.
  struct MissingLibrary: Error {
    let description: String
  }

  /// The name of the library for programs, and that of the package with the headers.
  private static let names = ["libopenblas.so.0", "libopenblas.so"]

  private static func load() -> Result<OpenBLASFunctions, MissingLibrary> {
    let handle = onOneProcessor {
      names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }.first
    }
    guard let handle else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason is given"
      return .failure(
        MissingLibrary(
          description: "OpenBLAS cannot be loaded (\(reason)); install libopenblas0 or "
            + "libopenblas-dev, or name its folder in LD_LIBRARY_PATH"))
    }
    var missing: [String] = []
    func function<Function>(_ name: String) -> Function? {
      guard let address = dlsym(handle, name) else {
        missing.append(name)
        return nil
      }
      return unsafeBitCast(address, to: Function.self)
    }
    let functions = OpenBLASFunctions(
      dgemm: function("cblas_dgemm"), dgemv: function("cblas_dgemv"),
      dsyrk: function("cblas_dsyrk"), dtrmm: function("cblas_dtrmm"),
      dtrsm: function("cblas_dtrsm"), dtrsv: function("cblas_dtrsv"),
      dpotrf: function("dpotrf_"),
      set_num_threads: function("openblas_set_num_threads"),
      get_num_threads: function("openblas_get_num_threads"),
      get_config: function("openblas_get_config"),
      get_corename: function("openblas_get_corename"),
      get_parallel: function("openblas_get_parallel"))
    guard missing.isEmpty else {
      return .failure(
        MissingLibrary(description: "OpenBLAS lacks \(missing.joined(separator: ", "))"))
    }
    BLASThreads.begin(with: functions)
    return .success(functions)
  }

  /// Runs `body` while the calling thread is allowed on one processor only.
  ///
  /// OpenBLAS's constructor counts the processors that its thread may use, and starts no worker
  /// where there is one, whatever OPENBLAS_NUM_THREADS says. To set that variable for a moment
  /// would not be safe: another thread may be reading the environment. Workers that are asked for
  /// later are started then, and may use all processors. Where the system refuses, the workers are
  /// started, which costs time and nothing else.
  private static func onOneProcessor<Value>(_ body: () -> Value) -> Value {
    let size = MemoryLayout<cpu_set_t>.size
    var allowed = cpu_set_t()
    guard sched_getaffinity(0, size, &allowed) == 0 else { return body() }
    var one = allowed
    withUnsafeMutableBytes(of: &one) { bytes in
      // The set has one bit for each processor: the lowest stays.
      var isFound = false
      for index in bytes.indices {
        if isFound { bytes[index] = 0 } else { bytes[index] &= 0 &- bytes[index] }
        isFound = isFound || bytes[index] != 0
      }
    }
    guard sched_setaffinity(0, size, &one) == 0 else { return body() }
    defer { sched_setaffinity(0, size, &allowed) }
    return body()
  }
}
