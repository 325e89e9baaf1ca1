import BanditExperiments
import Foundation

/// Measurements as tables, or as JSON.
package struct BenchmarkReport {
  private let measurements: [BenchmarkMeasurement]
  private let machine: MachineDescription
  private let command: String?

  package init(_ measurements: [BenchmarkMeasurement], against command: OutsideCommand?) {
    self.measurements = measurements
    machine = MachineDescription()
    self.command = command?.line
  }

  private func measurement(_ name: String?) -> BenchmarkMeasurement? {
    measurements.first { $0.benchmark.name == name }
  }

  /// The ratio of a case's time to that of the case it is read beside, if both were measured.
  private func ratio(_ one: BenchmarkMeasurement) -> Double? {
    one.ratio(to: one.references) ?? ratioToCase(one)
  }

  private func ratioToCase(_ one: BenchmarkMeasurement) -> Double? {
    measurement(one.benchmark.reference).flatMap { one.ratio(to: $0.microseconds) }
  }

  // MARK: Text

  /// A table for each group.
  package func plain() -> String {
    var blocks: [String] = []
    for group in BenchmarkGroup.allCases {
      let own = measurements.filter { $0.benchmark.group == group }
      guard !own.isEmpty else { continue }
      blocks.append("\(group.rawValue): \(group.summary)\n" + TerminalText().text(of: table(own)))
    }
    if let command {
      blocks.append("outside command, run beside every case: \(command)")
    }
    return (blocks + [machine.text]).joined(separator: "\n\n")
  }

  private typealias Column = (
    name: String, alignment: Table.Alignment,
    text: (BenchmarkMeasurement) -> String
  )

  private func table(_ own: [BenchmarkMeasurement]) -> Table {
    let unit = own[0].benchmark.unit
    let group = own[0].benchmark.group
    var columns: [Column] = [
      ("case", .left, { $0.benchmark.name }), ("what", .left, { $0.benchmark.summary }),
    ]
    if group == .growth { columns.append(("arms", .right, { grouped($0.benchmark.arms ?? 0) })) }
    if group == .batches { columns.append(("B", .right, { grouped($0.benchmark.batch) })) }
    columns += [
      ("µs/\(unit.rawValue)", .right, { time($0.median) }),
      ("min", .right, { time($0.microseconds.min() ?? .nan) }),
      ("max", .right, { time($0.microseconds.max() ?? .nan) }),
    ]
    func column(_ name: String, _ text: @escaping (BenchmarkMeasurement) -> String) {
      if own.contains(where: { !text($0).isEmpty }) { columns.append((name, .right, text)) }
    }
    switch group {
    case .pulls: column("/ d-tsc") { fixed(ratioToCase($0), 2, orEmpty: true) }
    case .growth:
      column("scan / this") { fixed(ratioToCase($0).map { 1 / $0 }, 1, orEmpty: true) }
    case .batches: column("/ B = 1") { fixed(ratio($0), 2, orEmpty: true) }
    case .jobs: column("speed-up") { fixed(ratio($0).map { 1 / $0 }, 2, orEmpty: true) }
    case .blas: column("loop / this") { fixed(ratio($0).map { 1 / $0 }, 1, orEmpty: true) }
    }
    if group == .pulls || group == .growth {
      column("/ buckets") { fixed($0.ratio(to: $0.references), 2, orEmpty: true) }
    }
    column("GFLOP/s") { one in fixed(gigaflops(one), 1, orEmpty: true) }
    column("% of dgemm") { one in
      fixed(shareOfDgemm(one).map { 100 * $0 }, 0, orEmpty: true)
    }
    column("GB/s") { one in fixed(gigabytes(one), 1, orEmpty: true) }
    column("% of copy") { one in
      fixed(gigabytes(one).map { 100 * $0 / machine.copyGigabytes }, 0, orEmpty: true)
    }
    column("bytes/arm") { fixed($0.bytesPerArm, 0, orEmpty: true) }
    column("/ command") { fixed($0.ratio(to: $0.against), 3, orEmpty: true) }
    if group != .blas { column("mean reward") { fixed($0.reward, 4, orEmpty: true) } }
    return Table(
      own,
      columns.map { column in
        .init(column.name, nil, column.alignment) { .text(column.text($0)) }
      })
  }

  private func gigaflops(_ one: BenchmarkMeasurement) -> Double? {
    one.benchmark.operations.map { $0 / one.median * 1e-3 }
  }

  /// By the rate of dgemm at the same size in the same round where that was measured.
  private func shareOfDgemm(_ one: BenchmarkMeasurement) -> Double? {
    guard let operations = one.benchmark.operations else { return nil }
    return one.ratio(to: one.dgemm.map { operations / $0 * 1e-3 }).map { 1 / $0 }
      ?? gigaflops(one).map { $0 / machine.dgemmGigaflops }
  }

  private func gigabytes(_ one: BenchmarkMeasurement) -> Double? {
    one.benchmark.bytes.map { $0 / one.median * 1e-3 }
  }

  // MARK: JSON

  private struct Record: Encodable {
    let name: String
    let group: BenchmarkGroup
    let summary: String
    let arms: Int?
    let batch: Int
    let unit: BenchmarkUnit
    let microseconds: [Double]
    let median: Double
    let reference: String?
    let ratioToReference: Double?
    let gigaflops: Double?
    let shareOfDgemm: Double?
    let gigabytesPerSecond: Double?
    let shareOfCopy: Double?
    let bytesPerArm: Double?
    let meanReward: Double?
    let command: [Double]?
    let ratioToCommand: Double?
  }

  private struct Document: Encodable {
    let schema = 2
    let machine: MachineDescription
    let command: String?
    let benchmarks: [Record]
  }

  /// One object: the schema of all results, the machine and a record for each case.
  package func json() -> String {
    let document = Document(
      machine: machine, command: command,
      benchmarks: measurements.map { one in
        Record(
          name: one.benchmark.name, group: one.benchmark.group, summary: one.benchmark.summary,
          arms: one.benchmark.arms, batch: one.benchmark.batch, unit: one.benchmark.unit,
          microseconds: one.microseconds, median: one.median,
          reference: ratio(one) == nil ? nil : one.benchmark.reference,
          ratioToReference: ratio(one), gigaflops: gigaflops(one),
          shareOfDgemm: shareOfDgemm(one),
          gigabytesPerSecond: gigabytes(one),
          shareOfCopy: gigabytes(one).map { $0 / machine.copyGigabytes },
          bytesPerArm: one.bytesPerArm, meanReward: one.reward,
          command: one.against.isEmpty ? nil : one.against,
          ratioToCommand: one.ratio(to: one.against))
      })
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// A time with four digits that matter.
private func time(_ microseconds: Double) -> String {
  microseconds < 0.1
    ? fixed(microseconds, 4)
    : microseconds < 10 ? fixed(microseconds, 3) : fixed(microseconds, microseconds < 1e4 ? 1 : 0)
}

/// A number, or nothing.
private func fixed(_ value: Double?, _ decimals: Int, orEmpty: Bool) -> String {
  value.map { fixed($0, decimals) } ?? ""
}
