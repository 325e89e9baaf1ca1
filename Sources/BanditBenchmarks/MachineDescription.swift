import BanditExperiments
import Foundation
import LinearAlgebra

/// What speed was measured on.
struct MachineDescription: Encodable {
  let processor: String
  let cores: Int
  let memoryBytes: Double
  let blas: BLASConfiguration
  /// The rate of dgemm on one thread, and its order.
  let dgemmGigaflops: Double
  let dgemmOrder: Int
  /// The rate of a copy on one thread, bytes read and written.
  let copyGigabytes: Double

  /// Looks at the machine and measures its two rates: O(1 s).
  init() {
    processor = Self.processorName
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryBytes = Double(ProcessInfo.processInfo.physicalMemory)
    blas = .current
    dgemmOrder = 256
    dgemmGigaflops = PosteriorTimes.gigaflopsOfProduct(order: dgemmOrder)
    copyGigabytes = CopyRate.bytesPerSecond() / 1e9
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    } ?? "unknown processor"
  }

  /// Two lines for people.
  var text: String {
    let threads = blas.threadCount == 1 ? "1 thread" : "\(blas.threadCount) threads"
    return "\(processor), \(cores) \(cores == 1 ? "core" : "cores"); copy "
      + "\(fixed(copyGigabytes, 1)) GB/s\n"
      + "BLAS: OpenBLAS \(blas.version), \(blas.core) kernels, \(threads); dgemm of order "
      + "\(dgemmOrder): \(fixed(dgemmGigaflops, 1)) GFLOP/s"
  }
}
