public import Foundation

/// What `bench --format json` wrote, as far as figures show it.
public struct BenchmarkRecords: Sendable, Hashable {
  /// A case.
  struct Record: Sendable, Hashable, Decodable {
    let name: String
    let group: String
    let arms: Int?
    let unit: String
    let microseconds: [Double]
    let median: Double
  }

  private struct Document: Decodable {
    let schema: Int
    let benchmarks: [Record]
  }

  let records: [Record]

  /// The records in a file; nil if it is of another kind.
  public init?(_ bytes: Data) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let document = try? decoder.decode(Document.self, from: bytes) else { return nil }
    records = document.benchmarks
  }
}
