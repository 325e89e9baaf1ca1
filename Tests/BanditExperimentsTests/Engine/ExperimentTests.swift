import Testing

@testable import BanditExperiments

@Suite("Experiments")
struct ExperimentTests {
  @Test("A study can be run with other replications or another seed without being read again")
  func with() throws {
    let text = Study.text(6, "quick-replications: 7").replacing(
      "\nreplications: 2\n", with: "\nreplications: 50\n")
    let experiment = try read(text)
    #expect(experiment.plan.quickReplications == 7)
    let changed = experiment.with(replications: 3, seed: 9)
    #expect(
      changed.plan.replications == 3 && changed.plan.seed == 9
        && changed.plan.quickReplications == 3)
    let overridden = try read(text, PlanOverrides(replications: 3, seed: 9))
    let results = try [changed, overridden].map { try $0.run(jobs: 1) }
    #expect(results[0] == results[1])
    #expect(experiment.with().plan.replications == 50)
  }

  @Test("The replications of a quick look: a tenth, at least ten, never more than all")
  func quick() throws {
    func quick(_ replications: Int, _ rest: String = "") throws -> Int {
      try read(
        Study.text(6, rest).replacing(
          "\nreplications: 2\n", with: "\nreplications: \(replications)\n")
      ).plan.quickReplications
    }
    #expect(try quick(1000) == 100)
    #expect(try quick(60) == 10)
    #expect(try quick(4) == 4)
    #expect(try quick(1000, "quick-replications: 2") == 2)
    #expect(try quick(5, "quick-replications: 20") == 5)
  }
}
