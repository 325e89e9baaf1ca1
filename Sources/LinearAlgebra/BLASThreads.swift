internal import COpenBLAS

/// The number of threads on which BLAS runs each of its operations.
///
/// It is one unless ``setCount(_:)`` asks for more: it is set to one before the first operation of
/// this module, whichever that is and on whichever thread, and whatever the environment says. With
/// one thread, the order of the sums in a product, hence its rounding, does not depend on the
/// number of processors, and independent runs can occupy the processors instead.
///
/// The setting belongs to the process: it holds for every thread that calls this module and for
/// every other user of the same OpenBLAS.
public enum BLASThreads {
  /// The number of threads, as OpenBLAS reports it.
  public static var count: Int {
    setDefaultOnce()
    return Int(openblas_get_num_threads())
  }

  /// Sets the number of threads for all operations from now on.
  ///
  /// OpenBLAS uses fewer where it was built for fewer, and one where it was built without threads;
  /// ``count`` tells. Results may differ in their last bits from one count to another, within the
  /// stated bounds. Changing the count while another thread is inside an operation is not safe: set
  /// it where the program begins.
  ///
  /// - Parameter count: The number of threads.
  /// - Precondition: `count` is at least one and at most 2³¹ − 1.
  public static func setCount(_ count: Int) {
    precondition(
      count >= 1 && count <= Int(Int32.max),
      "BLASThreads: \(count) is no number of threads")
    // The default comes first, lest the first operation afterwards undo this.
    setDefaultOnce()
    openblas_set_num_threads(Int32(count))
  }

  /// Sets the number of threads to one on the first call in the process, and does nothing later.
  ///
  /// Every operation calls this before it calls BLAS or LAPACK. A second thread that arrives during
  /// the first call waits for it.
  static func setDefaultOnce() {
    _ = defaultIsSet
  }

  private static let defaultIsSet: Void = openblas_set_num_threads(1)
}
