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
      digest: 0x9447_9a95_a07c_9cb4,
      rows: [
        "three-arm-oracle,1,bernoulli,ε = 0.1,reward,"
          + "300,218.66666666666666,4.841946348777982,8.386497083606079,223.0,210.4,223.9,3",
        "three-arm-oracle,1,bernoulli,UCB c = 1/ln t,reward,"
          + "300,217.0,18.50225211517056,32.046840717924134,235.0,185.5,235.9,3",
        "three-arm-oracle,1,bernoulli,\"Thompson, three priors\",reward,"
          + "300,230.33333333333334,2.0275875100994067,3.5118845842842465,230.0,227.3,233.6,3",
      ]),
    Golden(
      arguments: ["run", "clusters-mean-max", "--replications", "2", "--horizon", "150"],
      digest: 0xec7d_346f_c3dc_846b,
      rows: [
        "clusters-mean-max,1,needle,UCB1-tuned MAX,reward,"
          + "150,67.5,3.4999999999999996,4.949747468305833,67.5,64.35,70.65,2",
        "clusters-mean-max,1,\"beta clusters ν = 4, permuted\",Thompson MEAN (TSC),reward,"
          + "150,72.0,12.999999999999998,18.384776310850235,72.0,60.3,83.7,2",
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
