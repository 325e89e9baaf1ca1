import BanditExperiments
import ClusterBandit
import Foundation
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

  @Test("It is made once: the studies are read for the first answer, and for no other")
  func once() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("catalogue-\(UUID().uuidString).yaml")
    try Data(RoutesTests.study.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let page = Page(files: ["small": file.path])
    let first = page.ask("catalogue", "{}")
    #expect((first.object["shipped"] as? [[String: Any]])?.count == 1)
    try FileManager.default.removeItem(at: file)
    let second = page.ask("catalogue", "{}")
    #expect(second.text == first.text)
    #expect(second.status == 200)
  }
}
