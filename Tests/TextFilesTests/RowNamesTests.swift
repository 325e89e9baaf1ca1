import Testing
import TextFiles

@Suite("Names of rows")
struct RowNamesTests {
  @Test("A member is known by its group and its name; what is spelt otherwise is told")
  func names() {
    var names = RowNames()
    #expect(names.add(group: "a", member: "1", line: 2).isEmpty)
    #expect(names.add(group: "b", member: "1", line: 3).isEmpty)
    guard case .repeated(2)? = names.add(group: "a", member: "1", line: 4).first else {
      Issue.record("a repeated name was not told")
      return
    }
    guard case .memberAlike(let first)? = names.add(group: "a", member: "01", line: 5).first,
      case .groupAlike(let group)? = names.add(group: "A ", member: "x", line: 6).first,
      case .repeated(5)? = names.add(group: "a", member: "01", line: 7).first
    else {
      Issue.record("names that are alike were not told")
      return
    }
    #expect(first.name == "1" && first.line == 2)
    #expect(group.name == "a" && group.line == 2)
    // A group is told once.
    #expect(names.add(group: "A ", member: "y", line: 8).isEmpty)
  }

  @Test("Capitals, outer spaces and leading zeros make no other name")
  func likeness() {
    #expect("007".likeness == "7" && " Ad 1\t".likeness == "ad 1" && "00".likeness == "00")
    #expect("0x".likeness == "0x" && "ad-1".likeness == "ad-1" && "\u{A0}É".likeness == "é")
  }
}
