/// Measures cases: in rounds, each of which runs every case once, so that a drift of the machine's
/// speed is common to all and ratios of one round mean something.
package enum Benchmark {
  /// All cases, group by group.
  package static let cases: [BenchmarkCase] =
    PullCases.all + GrowthCases.all + BatchCases.all + BLASCases.all + JobCases.all

  /// The cases that names and groups ask for, or the first name that is neither.
  package static func select(_ names: [String]) -> Result<[BenchmarkCase], UnknownCase> {
    let groups = BenchmarkGroup.allCases.map(\.rawValue)
    for name in names where !groups.contains(name) && !cases.contains(where: { $0.name == name }) {
      return .failure(UnknownCase(name: name))
    }
    let wanted = names.isEmpty ? [BenchmarkGroup.pulls.rawValue] : names
    return .success(
      cases.filter { wanted.contains($0.name) || wanted.contains($0.group.rawValue) })
  }

  /// A name that is no case.
  package struct UnknownCase: Error {
    package let name: String
  }

  /// Runs every case `runs` times after one round that is not counted.
  ///
  /// - Parameters:
  ///   - command: run beside every case.
  ///   - commandUnits: the pulls of the command; nil if as many as the case's.
  ///   - bytesPerArm: measures a case's memory in a process of its own.
  package static func measure(
    _ cases: [BenchmarkCase], runs: Int, against command: OutsideCommand?, commandUnits: Double?,
    bytesPerArm: (BenchmarkCase) -> Double?, progress: (String) -> Void
  ) throws(OutsideCommandFailure) -> [BenchmarkMeasurement] {
    var microseconds = Array(repeating: [Double](), count: cases.count)
    var against = microseconds
    var references = microseconds
    var dgemm = microseconds
    var rewards = Array(repeating: Double?.none, count: cases.count)
    for run in 0...runs {
      for (index, one) in cases.enumerated() {
        progress("run \(run) of \(runs): \(one.name)")
        let sample = one.sample()
        rewards[index] = sample.reward
        if run > 0 {
          microseconds[index].append(sample.microseconds)
          references[index] += sample.reference.map { [$0] } ?? []
          dgemm[index] += sample.dgemm.map { [$0] } ?? []
        }
        guard let command else { continue }
        let seconds = try command.seconds()
        if run > 0 { against[index].append(seconds / (commandUnits ?? one.units) * 1e6) }
      }
    }
    var measurements: [BenchmarkMeasurement] = []
    for (index, one) in cases.enumerated() {
      if one.residentBytes != nil { progress("memory: \(one.name)") }
      measurements.append(
        BenchmarkMeasurement(
          benchmark: one, microseconds: microseconds[index], references: references[index],
          dgemm: dgemm[index], reward: rewards[index],
          bytesPerArm: one.residentBytes == nil ? nil : bytesPerArm(one),
          against: against[index]))
    }
    return measurements
  }
}
