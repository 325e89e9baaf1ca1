import Foundation
import Testing

/// The shipped studies in small: the same bytes whatever the processor offers, and the bytes of
/// this version of the streams.
///
/// The numbers were printed by
///
///     cluster-bandit run three-arm-oracle --replications 3 --horizon 300 --format csv
///     cluster-bandit run clusters-mean-max --replications 2 --horizon 150 --format csv
///
/// and the digests are FNV-1a, 64 bits, of the columns that the rows have here. Whoever changes them
/// on purpose has to raise the version of the streams.
@Suite("Reproducibility of the shipped studies")
struct ReproducibilityTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let digest: UInt64
    let rows: [String]
    var testDescription: String { arguments[1] }
  }

  static let golden: [Golden] = [
    Golden(
      arguments: ["run", "three-arm-oracle", "--replications", "3", "--horizon", "300"],
      digest: 0x8adb_acc4_9708_dadd,
      rows: [
        "three-arm-oracle,bernoulli,ε = 0.1,reward,300,222.66666666666666,3.9299420408505332,"
          + "6.806859285554047,225.0,216.0,227.7,3",
        "three-arm-oracle,bernoulli,UCB c = 1/ln t,reward,300,241.66666666666666,"
          + "3.666666666666666,6.350852961085882,238.0,238.0,247.9,3",
        "three-arm-oracle,bernoulli,\"Thompson, three priors\",reward,300,243.66666666666666,"
          + "2.6034165586355495,4.509249752822891,244.0,239.5,247.6,3",
      ]),
    Golden(
      arguments: ["run", "clusters-mean-max", "--replications", "2", "--horizon", "150"],
      digest: 0x015b_adb4_348f_e871,
      rows: [
        "clusters-mean-max,needle,UCB1-tuned MAX,reward,150,66.0,5.999999999999999,"
          + "8.48528137423857,66.0,60.6,71.4,2",
        "clusters-mean-max,\"beta clusters ν = 4, permuted\",Thompson MEAN (TSC),reward,150,"
          + "76.5,8.499999999999998,12.020815280171307,76.5,68.85,84.15,2",
      ]),
  ]

  private func digest(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  private static let columns = [
    "experiment", "environment", "policy", "metric", "round", "mean", "standard_error",
    "standard_deviation", "median", "q05", "q95", "replications",
  ]

  /// The fields of a line as they are written, quotes included; none holds a line break.
  private func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" { isQuoted.toggle() }
      if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  /// The lines of a table with these columns alone.
  private func selected(_ csv: String) throws -> [String] {
    let lines = csv.split(separator: "\n").map { fields($0) }
    let header = try #require(lines.first)
    let places = try ReproducibilityTests.columns.map { try #require(header.firstIndex(of: $0)) }
    return lines.map { line in places.map { line[$0] }.joined(separator: ",") }
  }

  @Test("The output is that of this version of the streams", arguments: golden)
  func frozen(_ golden: Golden) throws {
    let outcome = try Program.run(golden.arguments + ["--format", "csv"])
    #expect(outcome.status == 0)
    let lines = try selected(outcome.output)
    for row in golden.rows { #expect(lines.contains(row)) }
    #expect(digest(lines.map { $0 + "\n" }.joined()) == golden.digest)
  }

  @Test("Without the processor's vector and fused instructions the bytes are the same")
  func withoutVectors() throws {
    let tunables = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2"]
    for golden in ReproducibilityTests.golden {
      let arguments = golden.arguments + ["--format", "json"]
      let plain = try Program.run(arguments)
      let reduced = try Program.run(arguments, environment: tunables)
      #expect(plain.status == 0)
      #expect(plain.output.utf8.count > 10_000)
      #expect(reduced.output == plain.output)
    }
  }
}
