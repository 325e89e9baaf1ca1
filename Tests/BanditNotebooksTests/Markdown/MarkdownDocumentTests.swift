import Testing

@testable import BanditNotebooks

@Suite("Markdown documents")
struct MarkdownDocumentTests {
  @Test("The title is the first heading's letters")
  func title() {
    #expect(MarkdownDocument("a\n\n> ## *B* `c` [d](e)\n\n# f").title == "B c d")
    #expect(MarkdownDocument("a").title == nil)
  }

  @Test("Links and images are found everywhere with their lines")
  func references() {
    let text = """
      [a](1) `[no](code)`
      text **[b](2)**

      > - ![c](3)
      >   # [d](4 "t")

      | [e](5) |
      |---|
      | [f](6) |

      ```
      [no](fence)
      ```
      `a
      b` <sub>[g](7)</sub>
      <!-- [no](comment) -->
      """
    let references = MarkdownDocument(text).references
    #expect(references.map(\.destination) == ["1", "2", "3", "4", "5", "6", "7"])
    #expect(references.map(\.line) == [1, 2, 4, 5, 7, 9, 15])
    #expect(references.map(\.isImage) == [false, false, true, false, false, false, false])
  }

  @Test("A reference is a path with a fragment, or an address with a scheme")
  func parts() {
    let cases: [(String, String?, String?, String?)] = [
      ("a.md", nil, "a.md", nil), ("./a%20b.md?q#c%20d", nil, "a b.md", "c d"),
      ("#x", nil, "", "x"), ("https://a/b#c", "https", nil, nil),
      ("JavaScript:x", "javascript", nil, nil), ("/a", nil, nil, nil), ("a/b:c", nil, "a/b:c", nil),
      ("%zz", nil, "%zz", nil), ("", nil, "", nil),
    ]
    for (destination, scheme, path, fragment) in cases {
      let reference = MarkdownReference(
        destination: destination, title: "", isImage: false, line: 1)
      #expect(reference.scheme == scheme, "\(destination)")
      #expect(reference.localPath == path, "\(destination)")
      #expect(reference.fragment == fragment, "\(destination)")
    }
    #expect(cases.count == 9)
  }

  @Test("Names of headings are those that GitHub makes, each once")
  func identifiers() {
    let text = "# What is ε = 0.1?\n\n## A-b_c *D*\n\n## A-b_c D\n\n> # 漢字 é\n"
    #expect(
      MarkdownDocument(text).headingIdentifiers
        == ["what-is-ε--01", "a-b_c-d", "a-b_c-d-1", "漢字-é"])
  }
}
