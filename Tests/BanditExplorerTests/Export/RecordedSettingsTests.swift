import Foundation
import Testing

@testable import BanditExplorer

@Suite("The settings of a page in a file")
struct RecordedSettingsTests {
  private let settings = RecordedSettings()

  @Test("No question comes twice, and every study in one is understood")
  func questions() throws {
    let questions = settings.questions
    #expect(Set(questions.map { $0.route + $0.json }).count == questions.count)
    let page = Page()
    var studies: Set<String> = []
    for question in questions {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(question.json.utf8)) as? [String: Any],
        "\(question.json)")
      let study = try #require(object["study"])
      let text = try JSONSerialization.data(withJSONObject: study, options: .sortedKeys)
      studies.insert(String(decoding: text, as: UTF8.self))
    }
    // 8 policies under 3 noises, 1 of optimism, 5 policies in 2 rooms, 3 × 2 × 3 × 2 of siblings.
    #expect(studies.count == 24 + 1 + 10 + 36)
    for study in studies { #expect(page.ask("study", "{\"study\": \(study)}").status == 200) }
  }

  @Test("Every control names its values, and the value with which the page starts is among them")
  func controls() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(settings.controls.utf8)) as? [String: [NSObject]])
    let starts: [String: NSObject] = [
      "watch.policy": "epsilon-greedy" as NSString, "watch.epsilon": 0.2 as NSNumber,
      "watch.sigma": 1 as NSNumber, "optimism.round": 2.5 as NSNumber,
      "optimism.log": true as NSNumber, "optimism.turns": 4 as NSNumber,
      "optimism.arms": 10 as NSNumber, "clusters.policy": "TSC" as NSString,
      "clusters.rooms": "alike" as NSString,
      "siblings.bad": 0.1 as NSNumber, "siblings.spread": 0.1 as NSNumber,
      "siblings.poor": 1 as NSNumber, "siblings.permuted": false as NSNumber,
    ]
    #expect(Set(object.keys) == Set(starts.keys))
    for (name, start) in starts {
      #expect(object[name]?.contains(start) == true, "\(name)")
      #expect((object[name]?.count ?? 0) > 1)
    }
  }
}
