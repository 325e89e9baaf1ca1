import Foundation
import Testing

@testable import BanditExperiments

@Suite("HTML")
struct HTMLTextTests {
  @Test("Headings, paragraphs, lists and tables; numbers keep all their digits beside what is seen")
  func document() {
    let table = Table(
      title: "Of <i>two</i>",
      [
        Table.Column("policy", nil, .left), Table.Column("regret"), Table.Column("n"),
        Table.Column("odd", nil, .left),
      ],
      rows: [
        [
          .text("a & \"b\""),
          .estimate(mean: 1.23456, standardError: 0.0123, decimals: 2, isMarked: true),
          .integer(10_000), .flag(true),
        ],
        [
          .text("</script>"), .estimate(mean: 10, standardError: 0.5, decimals: 2), .integer(nil),
          .flag(false),
        ],
      ])
    let text = HTMLText().text(
      of: Document([
        .heading("It's", level: 1), .paragraph("a < b"), .table(table), .list(["x", "y"]),
      ]))
    #expect(
      text == """
        <h2>It&#39;s</h2>
        <p>a &lt; b</p>
        <div class="table" tabindex="0">
        <table>
        <caption><span>Of &lt;i&gt;two&lt;/i&gt;</span></caption>
        <thead>
        <tr><th scope="col">policy</th><th scope="col" class="number">regret</th>\
        <th scope="col" class="number">n</th><th scope="col">odd</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">a &amp; &quot;b&quot;</th>\
        <td class="number" data-value="1.23456"><strong>1.23(1)</strong> </td>\
        <td class="number" data-value="10000">10,000</td><td>yes</td></tr>
        <tr><th scope="row">&lt;/script&gt;</th>\
        <td class="number" data-value="10.0">10.00(50)</td>\
        <td class="number">–</td><td>no</td></tr>
        </tbody>
        </table>
        </div>
        <ul class="notes">
        <li>x</li>
        <li>y</li>
        </ul>
        """)
  }

  @Test("Nothing of a label is markup or turns the direction of writing")
  func escaping() {
    var checked = 0
    for label in RendererTests.labels + ["<script>alert('x')</script>", "--><!--", "]]>"] {
      let text = HTMLText.escaped(label)
      #expect(!text.contains { "<>\"'".contains($0) })
      #expect(text.unicodeScalars.allSatisfy { $0 != "\u{202E}" && $0 != "\u{1B}" })
      checked += 1
    }
    #expect(checked == RendererTests.labels.count + 3)
    #expect(HTMLText.escaped("時計 🎰 é") == "時計 🎰 é")
  }
}
