internal import COpenBLAS

/// The BLAS library in use and its settings, for the record of a result.
///
/// Two runs whose configurations differ may differ in the last bits of every product: OpenBLAS
/// chooses its kernels by the processor it finds, and kernels differ in their order of summation.
public struct BLASConfiguration: Codable, Equatable, Sendable {
  /// How OpenBLAS was built to run in parallel.
  public enum Parallelism: String, Codable, Sendable {
    /// Without threads.
    case sequential

    /// With POSIX threads of its own.
    case threads

    /// With OpenMP.
    case openMP

    /// In a way this module does not know.
    case unknown
  }

  /// The version of OpenBLAS, such as `0.3.21`, or an empty string where it states none.
  public let version: String

  /// OpenBLAS's own description of its version and build options.
  public let description: String

  /// The family of processors whose kernels are in use, such as `Haswell`.
  public let core: String

  /// How OpenBLAS was built to run in parallel.
  public let parallelism: Parallelism

  /// The number of threads on which each operation runs; see ``BLASThreads``.
  public let threadCount: Int

  /// The configuration at this moment.
  public static var current: BLASConfiguration { BLASConfiguration(OpenBLAS.functions) }

  /// The configuration at this moment, or nil where there is no OpenBLAS.
  public static var ifInstalled: BLASConfiguration? {
    (try? OpenBLAS.library.get()).map { BLASConfiguration($0) }
  }

  private init(_ library: OpenBLASFunctions) {
    description = Self.text(library.get_config())
    // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …"
    let words = description.split(separator: " ")
    version = words.count > 1 && words[0] == "OpenBLAS" ? String(words[1]) : ""
    parallelism =
      switch library.get_parallel() {
      case 0: .sequential
      case 1: .threads
      case 2: .openMP
      default: .unknown
      }
    core = Self.text(library.get_corename())
    threadCount = Int(library.get_num_threads())
  }

  private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}
