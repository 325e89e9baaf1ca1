import BanditExperiments
import ClusterBandit
import Testing

@testable import BanditExplorer

@Suite("What the page offers")
struct CatalogueAnswerTests {
  @Test("Every policy of the catalogue is offered, and no environment that reads files")
  func kinds() {
    let answer = CatalogueAnswer(
      StudyShelf(catalogues: .standard, files: ["gone": "/nowhere.yaml"]))
    #expect(answer.policies.map(\.name) == PolicyCatalogue.standard.families.map(\.name))
    let environments = answer.environments.map(\.name)
    #expect(environments.contains("beta-clusters"))
    #expect(!environments.contains("table"))
    #expect(!environments.contains("replay"))
    #expect(answer.shipped.isEmpty)
    let epsilon = answer.policies.first { $0.name == "epsilon-greedy" }?.parameters.first
    #expect(epsilon?.name == "epsilon")
    #expect(epsilon?.isRequired == true)
    #expect(epsilon?.lower == 0)
    #expect(epsilon?.upper == 1)
  }
}
