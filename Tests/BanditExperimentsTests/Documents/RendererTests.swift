import Foundation
import Testing

@testable import BanditExperiments

/// One document with every kind of block and cell, in every format.
@Suite("Renderers")
struct RendererTests {
  /// Labels that try to break a format: bars, commas, quotes, wide and combining characters, and
  /// what commands a terminal.
  static let labels = ["plain", "a|b, \"c\"\\", "時計 🎰", "e\u{301}té", "\u{1B}[31m\nx\u{202E}<b>"]

  static let table = Table(
    title: "A table | of <i>labels</i>",
    [
      Table.Column("label", nil, .left), Table.Column("count", unit: "rounds"),
      Table.Column("number", "a number"), Table.Column("share", "share"),
      Table.Column("score", "z"), Table.Column("is_odd", "odd?", .left),
    ],
    rows: labels.enumerated().map { index, label in
      [
        .text(label), .integer(index == 1 ? nil : 1000 * index),
        .number([0.1, -2, nil, .infinity, .nan][index], decimals: 2),
        .estimate(
          mean: Double(index) / 4, standardError: index == 3 ? nil : 0.0012 * Double(index),
          decimals: 3, isMarked: index == 2),
        index == 4 ? .blank : .shown("+\(index)", Double(index)), .flag(index % 2 == 1),
      ]
    })

  static let document = Document([
    .heading("The title", level: 1), .paragraph("name · seed 1"), .table(table),
    .paragraph("A closing word."), .list(["the first", "the second"]), .list([]),
  ])

  @Test("Terminal text")
  func terminal() {
    #expect(
      TerminalText().text(of: RendererTests.document) == """
        The title
        name · seed 1

        A table | of <i>labels</i>
        label        count (rounds)  a number      share   z  odd?
        ───────────  ──────────────  ────────  ─────────  ──  ────
        plain                     0      0.10  0.000(0)   +0  no
        a|b, "c"\\                 –     -2.00  0.250(1)   +1  yes
        時計 🎰               2,000         –  0.500(2)*  +2  no
        e\u{301}té                   3,000         ∞  0.750(–)   +3  yes
        \u{FFFD}[31m\u{FFFD}x\u{FFFD}<b>           4,000         –  1.000(5)       no

        A closing word.
        - the first
        - the second
        """)
  }

  @Test("Markdown")
  func markdown() {
    #expect(
      MarkdownText().text(of: RendererTests.document) == """
        ## The title

        name · seed 1

        ### A table | of \\<i>labels\\</i>

        | label        | count (rounds) | a number |     share |  z | odd? |
        | :----------- | -------------: | -------: | --------: | -: | :--- |
        | plain        |              0 |     0.10 | 0.000(0)  | +0 | no   |
        | a\\|b, "c"\\\\  |              – |    -2.00 | 0.250(1)  | +1 | yes  |
        | 時計 🎰      |          2,000 |        – | 0.500(2)* | +2 | no   |
        | e\u{301}té          |          3,000 |        ∞ | 0.750(–)  | +3 | yes  |
        | \u{FFFD}[31m\u{FFFD}x\u{FFFD}\\<b> |          4,000 |        – | 1.000(5)  |    | no   |

        A closing word.

        - the first
        - the second
        """)
  }

  @Test("CSV: raw values, errors in a column of their own, what is missing empty")
  func csv() {
    #expect(
      CSVText().text(of: RendererTests.table) == """
        label,count,number,share,share_standard_error,score,is_odd
        plain,0,0.1,0.0,0.0,0.0,false
        "a|b, ""c""\\",,-2.0,0.25,0.0012,1.0,true
        時計 🎰,2000,,0.5,0.0024,2.0,false
        e\u{301}té,3000,inf,0.75,,3.0,true
        "\u{1B}[31m\nx\u{202E}<b>",4000,nan,1.0,0.0048,,false

        """)
    let rows = CSVText(hasHeader: false).text(of: RendererTests.table)
    let header = "label,count,number,share,share_standard_error,score,is_odd\n"
    #expect(header + rows == CSVText().text(of: RendererTests.table))
  }

  @Test("JSON: the same values by key, null for what is missing, and it reads back")
  func json() throws {
    let text = JSONText.document([
      JSONText.object([
        ("experiment", JSONText.text(of: .text("a \"b\"\t"))),
        ("seed", JSONText.text(of: .seed(.max))), ("rows", JSONText.rows(of: RendererTests.table)),
      ]), JSONText.object([("rows", JSONText.rows(of: Table([Table.Column("none")])))]),
    ])
    #expect(
      text == """
        {"schema": 2, "experiments": [
        {
        "experiment": "a \\"b\\"\\t",
        "seed": 18446744073709551615,
        "rows": [
        {"label":"plain","count":0,"number":0.1,"share":0,"share_standard_error":0,"score":0,\
        "is_odd":false},
        {"label":"a|b, \\"c\\"\\\\","count":null,"number":-2,"share":0.25,\
        "share_standard_error":0.0012,"score":1,"is_odd":true},
        {"label":"時計 🎰","count":2000,"number":null,"share":0.5,"share_standard_error":0.0024,\
        "score":2,"is_odd":false},
        {"label":"e\u{301}té","count":3000,"number":"inf","share":0.75,\
        "share_standard_error":null,"score":3,"is_odd":true},
        {"label":"\\u001b[31m\\nx\u{202E}<b>","count":4000,"number":"nan","share":1,\
        "share_standard_error":0.0048,"score":null,"is_odd":false}
        ]
        },
        {
        "rows": []
        }
        ]}

        """)
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let first = (object?["experiments"] as? [[String: Any]])?.first
    let rows = first?["rows"] as? [[String: Any]]
    #expect(rows?.compactMap { $0["label"] as? String } == RendererTests.labels)
    #expect(JSONText.document([]) == "{\"schema\": 2, \"experiments\": [\n]}\n")
    #expect(JSONText.number(-0.0) == "-0.0" && JSONText.number(1e22) == "1e+22")
  }

  @Test("Columns can be chosen by key: the first stays, and other tables are left alone")
  func choice() {
    let table = RendererTests.table
    #expect(table.showing(["score", "count"]).columns.map(\.key) == ["label", "score", "count"])
    #expect(table.showing(["score"]).rows[1] == [.text("a|b, \"c\"\\"), .shown("+1", 1)])
    #expect(table.showing(["label"]) == table && table.showing(["none"]) == table)
    #expect(table.showing(["none", "score"]).columns.count == 2)
    let other = Table([Table.Column("other")], rows: [[.integer(1)]])
    let chosen = Document([.table(table), .table(other)]).showing(["is_odd"])
    #expect(chosen.tables.map(\.columns.count) == [2, 1])
  }

  @Test("Tables with the same columns lose the same ones where one of them is too wide")
  func sameColumns() {
    func table(_ label: String, _ number: Double) -> Table {
      Table(
        [label],
        [.init("label", nil, .left) { .text($0) }]
          + ["first", "second"].enumerated().map { place, key in
            .init(key, priority: place + 1) { _ in .number(number, decimals: 1) }
          })
    }
    let (narrow, wide) = (table("a", 1), table("b", 1e12))
    let renderer = TerminalText(width: 30)
    #expect(renderer.text(of: narrow).contains("second"))
    let both = renderer.text(of: Document([.table(narrow), .table(wide)]))
    #expect(both.components(separatedBy: "first").count == 3)
    #expect(both.components(separatedBy: "second").count == 2)
    #expect(both.hasSuffix("Not shown in 30 columns:\nsecond"))
  }
}
