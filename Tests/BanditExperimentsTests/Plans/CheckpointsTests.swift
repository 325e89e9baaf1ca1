import Testing

@testable import BanditExperiments

@Suite("Checkpoints")
struct CheckpointTests {
  private func rounds(
    _ count: Int, _ spacing: Checkpoints.Spacing, _ horizon: Int, _ extra: [Int] = []
  ) -> [Int] {
    Checkpoints(count: count, spacing: spacing).rounds(horizon: horizon, extra: extra)
  }

  @Test("Linear checkpoints are ⌈kT/count⌉")
  func linear() {
    #expect(rounds(4, .linear, 1000) == [250, 500, 750, 1000])
    #expect(rounds(3, .linear, 10) == [4, 7, 10])
    #expect(rounds(7, .linear, 10) == [2, 3, 5, 6, 8, 9, 10])
    #expect(rounds(1, .linear, 5) == [5])
  }

  @Test("Logarithmic checkpoints are the rounded T^(k/count), each once")
  func logarithmic() {
    #expect(rounds(4, .logarithmic, 10_000) == [10, 100, 1000, 10_000])
    #expect(rounds(8, .logarithmic, 10_000) == [3, 10, 32, 100, 316, 1000, 3162, 10_000])
    #expect(rounds(10, .logarithmic, 8) == [1, 2, 3, 4, 5, 6, 8])
  }

  @Test(
    "More checkpoints than rounds are all rounds",
    arguments: Checkpoints.Spacing.allCases)
  func moreThanRounds(_ spacing: Checkpoints.Spacing) {
    #expect(rounds(100_000, spacing, 1) == [1])
    #expect(rounds(1000, spacing, 10) == Array(1...10))
  }

  @Test("The longest horizon overflows nothing and stays exact")
  func longest() {
    let horizon = 1 << 53
    #expect(rounds(4, .linear, horizon) == [1 << 51, 1 << 52, 3 << 51, 1 << 53])
    #expect(rounds(3, .linear, horizon) == [3_002_399_751_580_331, 6_004_799_503_160_662, horizon])
    let many = rounds(100_000, .linear, horizon)
    #expect(many.count == 100_000)
    #expect(many.first == 90_071_992_548)
    #expect(many.last == horizon)
    let doubling = rounds(53, .logarithmic, horizon)
    #expect(doubling.count == 53)
    #expect(doubling.last == horizon)
    for (index, round) in doubling.enumerated() {
      let exact = Double(1 << (index + 1))
      #expect((Double(round) - exact).magnitude <= 0.5 + exact * 0x1p-46)
    }
  }

  @Test("Extra rounds are added once, those beyond the horizon are not")
  func extra() {
    #expect(rounds(2, .linear, 10, [3, 5, 10, 11, 3]) == [3, 5, 10])
  }

  @Test("Listed rounds are kept with the horizon, whatever their order; later ones are not")
  func listed() {
    #expect(Checkpoints(at: [20, 5, 200]).rounds(horizon: 100, extra: [7]) == [5, 7, 20, 100])
  }

  @Test("A file's list of rounds is what a plan says, keeps and reads back")
  func readBack() throws {
    let plan = try readPlan(Study.text(6, "checkpoints: [20, 10]"))
    #expect(plan.checkpoints == Checkpoints(at: [10, 20]))
    #expect(plan.rounds(of: plan.problems[0]) == [10, 20, 100])
    #expect(plan.yaml.contains("checkpoints: {at: [10, 20]}\n"))
    #expect(try readPlan(plan.yaml) == plan)
    #expect(try readPlan(Study.text(6, "checkpoints: {at: [10, 20]}")) == plan)
  }

  @Test("A horizon of the command line may end before a listed round")
  func shortened() throws {
    let plan = try readPlan(
      Study.text(6, "checkpoints: [10, 20]"), PlanOverrides(horizon: 15))
    #expect(plan.rounds(of: plan.problems[0]) == [10, 15])
  }
}
