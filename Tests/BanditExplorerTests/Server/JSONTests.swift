import Testing

@testable import BanditExplorer

@Suite("JSON of the page")
struct JSONTests {
  @Test("Keys are sorted, slashes are plain, and what is not finite has its name")
  func text() {
    #expect(JSON.text(["b": "a/b", "a": "c"]) == #"{"a":"c","b":"a/b"}"#)
    #expect(JSON.text([0.1, Double.infinity, -Double.infinity]) == #"[0.1,"inf","-inf"]"#)
  }
}
