import BanditReports
import Testing

@Suite("Kinds of plots")
struct PlotKindTests {
  @Test("Every kind is found by its own name, and a misspelt name says which was meant")
  func names() throws {
    var count = 0
    for kind in PlotKind.all {
      #expect(try PlotKind.named(kind.id).id == kind.id)
      count += 1
    }
    #expect(count == Set(PlotKind.all.map(\.id)).count && count > 0)
    let error = #expect(throws: PlotRefusal.self) { try PlotKind.named("regert") }
    #expect(error?.hint == "did you mean 'regret'?")
  }
}
