import ClusterBandit
import Foundation
import Randomness
import Testing

@testable import BanditBenchmarks

@Suite("The benchmark")
struct BenchmarkTests {
  @Test("Names are unique, references exist, and every group has cases")
  func names() {
    let names = Benchmark.cases.map(\.name)
    #expect(Set(names).count == names.count)
    for one in Benchmark.cases {
      if let reference = one.reference, one.group != .growth {
        #expect(names.contains(reference), "\(one.name) is read beside \(reference)")
      }
    }
    #expect(Set(Benchmark.cases.map(\.group)).count == BenchmarkGroup.allCases.count)
    // The largest scans are left out, for they would take minutes.
    #expect(names.contains("n-ucb1-scan-1e6") && !names.contains("n-ucb1-scan-1e7"))
  }

  @Test("Groups and cases are selected by name; without names the pulls")
  func selection() throws {
    #expect(try Benchmark.select([]).get().allSatisfy { $0.group == .pulls })
    #expect(
      try Benchmark.select(["jobs", "a-ucb1"]).get().map(\.name).prefix(2).contains("a-ucb1"))
    #expect(throws: Benchmark.UnknownCase.self) { try Benchmark.select(["a-ucb1", "growt"]).get() }
  }

  @Test("An experiment over workers is one that the reader accepts: it is run, and has a reward")
  func jobs() throws {
    let one = try #require(JobCases.all.first)
    #expect(one.name == "jobs-1")
    let reward = try #require(one.sample().reward)
    #expect(reward > 0 && reward < Double(PullCases.horizon))
  }

  private func fake(
    _ name: String, group: BenchmarkGroup = .growth, reference: String? = nil, _ times: [Double],
    against: [Double] = [], references: [Double] = []
  ) -> BenchmarkMeasurement {
    var one = BenchmarkCase(
      name: name, group: group, summary: "s", arms: 1000, unit: .decision, reference: reference,
      units: 1
    ) { BenchmarkCase.Sample(microseconds: 1, reward: nil) }
    one.operations = 4000
    one.bytes = 8000
    return BenchmarkMeasurement(
      benchmark: one, microseconds: times, references: references, dgemm: [], reward: 0.5,
      bytesPerArm: 48.4, against: against)
  }

  @Test("A ratio is the median of the rounds' ratios, not the ratio of medians")
  func ratios() throws {
    // The machine is twice as slow in the second round.
    let slow = fake("n-scan", [100, 200, 90])
    let fast = fake("n-fast", reference: "n-scan", [10, 20, 10], against: [5, 40, 2])
    #expect(fast.ratio(to: slow.microseconds) == 0.1)
    #expect(fast.ratio(to: fast.against) == 2)
    #expect(fast.ratio(to: []) == nil)
    let json = BenchmarkReport([slow, fast], against: OutsideCommand("true")).json()
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let cases = try #require(document["benchmarks"] as? [[String: Any]])
    #expect(document["schema"] as? Int == 2)
    #expect(cases.count == 2)
    #expect(cases[1]["ratio_to_reference"] as? Double == 0.1)
    #expect(cases[1]["ratio_to_command"] as? Double == 2)
    #expect(cases[1]["gigaflops"] as? Double == 0.4)
    #expect(cases[1]["gigabytes_per_second"] as? Double == 0.8)
    #expect(cases[0]["ratio_to_reference"] == nil)
    let machine = try #require(document["machine"] as? [String: Any])
    #expect((machine["dgemm_gigaflops"] as? Double ?? 0) > 0)
    #expect((machine["copy_gigabytes"] as? Double ?? 0) > 0)
    #expect((machine["blas"] as? [String: Any])?["thread_count"] as? Int == 1)
  }

  @Test("The text has the columns that there is something to say in")
  func text() {
    let report = BenchmarkReport(
      [fake("n-scan", [100]), fake("n-fast", reference: "n-scan", [10])], against: nil
    ).plain()
    #expect(report.contains("growth: a decision"))
    for heading in ["scan / this", "GFLOP/s", "% of dgemm", "GB/s", "% of copy", "bytes/arm"] {
      #expect(report.contains(heading))
    }
    #expect(!report.contains("/ command") && !report.contains("/ buckets"))
    #expect(report.contains("10.0"))
    #expect(report.contains("48"))
  }

  @Test("A case that measures its reference itself is read beside it, not as beside a scan")
  func buckets() throws {
    let report = BenchmarkReport([fake("n-b", [30, 60], references: [20, 40])], against: nil)
    #expect(report.plain().contains("/ buckets") && !report.plain().contains("scan / this"))
    #expect(report.plain().contains(" 1.50 "))
    #expect(report.json().contains("\"ratio_to_reference\" : 1.5"))
  }

  @Test("The loop over numbers of pulls is timed beside the policy, which plays all pulls")
  func horizons() throws {
    let one = try #require(Benchmark.cases.first { $0.name == "n-ucb1-t2-1e3" })
    let sample = one.sample()
    #expect(one.units == 200_000 && sample.microseconds > 0)
    #expect((sample.reference ?? 0) > 0 && (sample.reward ?? 0) > 0.4)
  }

  @Test("Rounds are interleaved: every round runs each case once")
  func interleaved() throws {
    let order = Order()
    func counting(_ name: String) -> BenchmarkCase {
      BenchmarkCase(
        name: name, group: .pulls, summary: "", unit: .pull, reference: nil, units: 1
      ) {
        order.note(name)
        return BenchmarkCase.Sample(microseconds: Double(order.count), reward: 1)
      }
    }
    let measured = try Benchmark.measure(
      [counting("a"), counting("b")], runs: 2, against: nil, commandUnits: nil,
      bytesPerArm: { _ in nil }, progress: { _ in })
    #expect(order.names == ["a", "b", "a", "b", "a", "b"])
    // The first round is not counted.
    #expect(measured[0].microseconds == [3, 5])
    #expect(measured[1].microseconds == [4, 6])
  }

  @Test("An outside command is timed by its children's CPU time, and its failures are told")
  func outside() throws {
    let seconds = try OutsideCommand("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done").seconds()
    #expect(seconds > 0)
    #expect(throws: OutsideCommandFailure.self) { try OutsideCommand("exit 3").seconds() }
    #expect(throws: OutsideCommandFailure.self) {
      try OutsideCommand("no-such-command 2> /dev/null").seconds()
    }
  }

  @Test("The loop of decisions makes the pulls of a replication", arguments: ["ucb1", "tsc"])
  func decisions(kind: String) {
    let instance = BenchmarkInstance.spread(arms: 20, clusters: 4)
    let policy = BenchmarkInstance.policy(kind, for: instance)
    for batch in [1, 5] {
      var loop = DecisionLoop(policy, on: instance, horizon: 300)
      let reward = loop.play(100, batch: batch) + loop.play(200, batch: batch)
      let replication = Replication(
        instance: instance, horizon: 300, checkpoints: [300],
        seeds: SeedTree(root: 1), number: 0,
        tables: .covering(horizon: 300), batch: batch)
      #expect(policy.play(replication).final(.reward) == reward)
    }
  }
}

/// Notes names in their order.
private final class Order: @unchecked Sendable {
  private(set) var names: [String] = []
  var count: Int { names.count }
  func note(_ name: String) { names.append(name) }
}
