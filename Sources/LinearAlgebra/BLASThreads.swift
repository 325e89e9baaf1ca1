internal import COpenBLAS
internal import Synchronization

/// The number of threads on which BLAS runs each of its operations.
///
/// It is one unless ``setCount(_:)`` asks for more, whatever the environment says: it is set before
/// the first operation of this module, whichever that is and on whichever thread. With one thread,
/// the order of the sums in a product, hence its rounding, does not depend on the number of
/// processors, and independent runs can occupy the processors instead.
///
/// The setting belongs to the process: it holds for every thread that calls this module and for
/// every other user of the same OpenBLAS.
public enum BLASThreads {
  /// The number of threads, as OpenBLAS reports it.
  public static var count: Int { Int(OpenBLAS.functions.get_num_threads()) }

  /// Sets the number of threads for all operations from now on.
  ///
  /// OpenBLAS uses fewer where it was built for fewer, and one where it was built without threads;
  /// ``count`` tells. Results may differ in their last bits from one count to another, within the
  /// stated bounds. Changing the count while another thread is inside an operation is not safe: set
  /// it where the program begins. No thread is started before the first operation.
  ///
  /// - Parameter count: The number of threads.
  /// - Precondition: `count` is at least one and at most 2³¹ − 1.
  public static func setCount(_ count: Int) {
    precondition(
      count >= 1 && count <= Int(Int32.max),
      "BLASThreads: \(count) is no number of threads")
    setting.withLock {
      $0.count = Int32(count)
      $0.pass?($0.count)
    }
  }

  /// What is asked for, and how to pass it to the library once that is loaded.
  private struct Setting {
    var count: Int32 = 1
    var pass: (@Sendable (Int32) -> Void)?
  }

  private static let setting = Mutex(Setting())

  /// Passes the number of threads to a library that was just loaded.
  static func begin(with library: OpenBLASFunctions) {
    setting.withLock {
      $0.pass = { library.set_num_threads($0) }
      library.set_num_threads($0.count)
    }
  }
}
