import BanditTesting
import OwnKinds
import Testing

@Suite("The kinds keep their contracts")
struct ContractTests {
  /// Nothing is violated, and at least so many clauses were looked at.
  private func check(_ report: ContractReport, clauses: Int) {
    #expect(report.violations.isEmpty)
    #expect(report.cases.count >= clauses)
    #expect(report.refused.isEmpty)
  }

  @Test("The gradient bandit is a policy")
  func policy() {
    check(
      PolicyContract(GradientBandit.family).report(),
      clauses: PolicyContract.Clause.allCases.count)
  }

  @Test("UCB-V is a selection rule")
  func rule() {
    check(RuleContract(UCBV.self).report(), clauses: RuleContract<UCBV>.Clause.allCases.count)
  }

  @Test("The most pulled arm is a cluster strategy")
  func strategy() {
    check(
      StrategyContract(MostPulledStrategy.self).report(),
      clauses: StrategyContract<MostPulledStrategy>.Clause.allCases.count)
  }

  @Test("Beta clusters of unequal sizes are an environment")
  func environment() {
    // It refuses nothing, and its instances differ.
    check(
      EnvironmentContract(UnequalBetaClusters.family).report(),
      clauses: EnvironmentContract.Clause.allCases.count - 2)
  }
}
