import Testing

@testable import BanditExperiments

@Suite("Tables in a narrow space")
struct TableLayoutTests {
  private func table(
    _ overflow: Table.Overflow = .omitsColumns, label: String = "UCB1-tuned MEAN"
  ) -> Table {
    var table = Table(
      [
        Table.Column("policy", nil, .left), Table.Column("regret", "pseudo regret"),
        Table.Column("median", priority: 1), Table.Column("q05", "5 %", priority: 3),
        Table.Column("q95", "95 %", priority: 3), Table.Column("stuck", "got stuck", priority: 2),
      ],
      rows: [
        [
          .text(label), .number(456, decimals: 1), .number(453.3, decimals: 1),
          .number(407.2, decimals: 1), .number(501, decimals: 1), .number(0.75, decimals: 2),
        ]
      ])
    table.overflow = overflow
    return table
  }

  private func text(_ table: Table, _ width: Int?) -> String {
    TerminalText(width: width, remedy: "--wide").text(of: table)
  }

  @Test("What fits is left alone, and without a width everything fits")
  func fits() {
    let wide = """
      policy           pseudo regret  median    5 %   95 %  got stuck
      ───────────────  ─────────────  ──────  ─────  ─────  ─────────
      UCB1-tuned MEAN          456.0   453.3  407.2  501.0       0.75
      """
    #expect(text(table(), nil) == wide && text(table(), 63) == wide)
  }

  @Test("First titles are broken into lines")
  func titles() {
    #expect(
      text(table(), 55) == """
                         pseudo                          got
        policy           regret  median    5 %   95 %  stuck
        ───────────────  ──────  ──────  ─────  ─────  ─────
        UCB1-tuned MEAN   456.0   453.3  407.2  501.0   0.75
        """)
  }

  @Test("Then columns go by priority, equal ones together, and a line says which")
  func priorities() {
    #expect(
      text(table(), 45) == """
                         pseudo            got
        policy           regret  median  stuck
        ───────────────  ──────  ──────  ─────
        UCB1-tuned MEAN   456.0   453.3   0.75

        Not shown in 45 columns: q05, q95; --wide
        """)
    #expect(
      text(table(), 20) == """
                      pseudo
        policy        regret
        ────────────  ──────
        UCB1-t… MEAN   456.0

        Not shown in 20
        columns: median,
        stuck, q05, q95;
        --wide
        """)
  }

  @Test("A table that may be cut loses nothing, and repeats its labels")
  func cuts() {
    #expect(
      text(table(.cuts), 37) == """
                         pseudo
        policy           regret  median
        ───────────────  ──────  ──────
        UCB1-tuned MEAN   456.0   453.3

                         pseudo    got
        policy           regret  stuck
        ───────────────  ──────  ─────
        UCB1-tuned MEAN   456.0   0.75

                         pseudo
        policy           regret    5 %   95 %
        ───────────────  ──────  ─────  ─────
        UCB1-tuned MEAN   456.0  407.2  501.0
        """)
  }

  @Test(
    "No line is wider than the space, whatever the label", arguments: [22, 30, 40, 60, 80, 400])
  func widths(_ width: Int) {
    let labels = [
      String(repeating: "x", count: 300), String(repeating: "時", count: 100),
      String(repeating: "🎰", count: 100), String(repeating: "e\u{301}", count: 200), "",
      "two-level (strategy = mean, outer = ucb1-tuned, inner = ucb1-tuned), c = 0.25",
    ]
    var lines = 0
    for label in labels {
      for overflow in [Table.Overflow.omitsColumns, .cuts] {
        for line in text(table(overflow, label: label), width).split(separator: "\n") {
          #expect(String(line).displayWidth <= width, "\(line)")
          lines += 1
        }
      }
    }
    #expect(lines >= labels.count * 2 * 3)
  }

  @Test("A table that is too narrow for its numbers shows them whole all the same")
  func tooNarrow() {
    let table = Table(
      [Table.Column("a", nil, .left), Table.Column("b"), Table.Column("c")],
      rows: [[.text("a long label"), .integer(1_000_000_000), .integer(1_000_000_000)]])
    #expect(text(table, 20).contains("a l…el  1,000,000,000  1,000,000,000"))
  }
}
