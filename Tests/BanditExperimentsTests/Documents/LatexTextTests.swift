import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("LaTeX")
struct LatexTextTests {
  private static let table = Table(
    title: "Two & more",
    [
      Table.Column("policy", nil, .left), Table.Column("regret", "regret"),
      Table.Column("standard_error", "± s.e."), Table.Column("count", unit: "rounds"),
      Table.Column("p"), Table.Column("interval"),
    ],
    rows: [
      [
        .text("[ε_1]"),
        .estimate(mean: 12.344, standardError: 0.0567, decimals: 2, isMarked: true),
        .number(0.0567, decimals: 2), .integer(10_000), .shown("<0.0001", 0),
        .text("[-1.2, 3-4]"),
      ],
      [
        .text("100 % random"), .number(-140.5, decimals: 2), .number(1.5, decimals: 2),
        .integer(nil), .shown("+0.5", 0.5), .text("–"),
      ],
    ])

  @Test("Numbers align with their errors in brackets, the best is bold, the rest stands in braces")
  func table() {
    let document = Document([
      .heading("A title", level: 1), .paragraph("name · seed 1"),
      .table(LatexTextTests.table.withBrackets), .paragraph("All is well."), .list(["one", "two"]),
    ])
    #expect(
      LatexText(width: nil).text(of: document) == #"""
        \begin{table}
          \centering
          \footnotesize
          \setlength{\tabcolsep}{4pt}
          \caption{A title. Two \& more}
          \begin{tabular}{@{}l S[table-format=-3.2(3), detect-weight] S[table-format=5] S[table-format=1.1] r@{}}
            \toprule
            policy & {regret} & {count (rounds)} & {p} & interval \\
            \midrule
            {}[$\varepsilon$\_1] & \bfseries 12.34(6) & 10000 & {\textless{}0.0001} & [$-$1.2, 3-4] \\
            100 \% random & -140.50(150) & {--} & 0.5 & -- \\
            \bottomrule
          \end{tabular}

          \smallskip
          \begin{minipage}{\linewidth}
            name $\cdot$ seed 1. \par
            All is well. \par
            one. \par
            two.
          \end{minipage}
        \end{table}
        """#)
  }

  @Test("Each table of a document has what leads it and what follows the table in its note")
  func notes() {
    let small = Table([Table.Column("a", nil, .left)], rows: [[.text("x")]])
    let text = LatexText().text(
      of: Document([
        .heading("T", level: 1), .paragraph("lead"), .table(small), .list(["first"]),
        .table(small), .list(["second"]),
      ]))
    let floats = text.split(separator: "\\begin{table}")
    #expect(floats.count == 2)
    #expect(floats.allSatisfy { $0.contains("lead.") && $0.contains("\\caption{T}") })
    #expect(floats[0].contains("first.") && !floats[0].contains("second."))
    #expect(floats[1].contains("second.") && !floats[1].contains("first."))
  }

  @Test("Columns that do not fit a page are left out, and a comment names them")
  func width() {
    let wide = Table(
      (0..<20).map { Table.Column("column_\($0)", priority: $0) },
      rows: [(0..<20).map { .integer($0) }])
    let text = LatexText(width: 40).text(of: Document([.table(wide)]))
    #expect(text.hasPrefix("% Left out: column_"))
    #expect(text.contains("{column\\_0} & {column\\_1}") && !text.contains("column\\_19"))
    #expect(LatexText(width: nil).text(of: Document([.table(wide)])).contains("column\\_19"))
  }

  @Test("A document without tables is text")
  func text() {
    let document = Document([
      .heading("50 %", level: 1), .paragraph("a_b"), .list(["[x]", "y"]),
    ])
    #expect(
      LatexText().text(of: document) == #"""
        \paragraph{50 \%}

        a\_b

        \begin{itemize}
          \item{} [x]
          \item{} y
        \end{itemize}
        """#)
  }

  @Test(
    "What commands LaTeX is escaped, and signs are macros",
    arguments: [
      ("%&_#$~^\\{}", ##"\%\&\_\#\$\textasciitilde{}\textasciicircum{}\textbackslash{}\{\}"##),
      ("σ ε θ κ ≤ ± ×", #"$\sigma$ $\varepsilon$ $\theta$ $\kappa$ $\le$ $\pm$ $\times$"#),
      ("−1 – -2 a-b --", #"$-$1 -- $-$2 a-b -{}-"#), ("n₁² ½", #"n$_1$$^2$ $\frac12$"#),
      ("e\u{301}tÉ ž", "étÉ ž"), ("時🎰", #"\texttt{U+6642}\texttt{U+1F3B0}"#),
      ("a\u{1B}\nb\u{202E}", #"a\texttt{U+FFFD}\texttt{U+FFFD}b\texttt{U+FFFD}"#),
      ("it's \"so\" ``''", #"it's \textquotedbl{}so\textquotedbl{} `{}`'{}'"#), ("", ""),
    ])
  func escaping(_ text: String, _ expected: String) {
    #expect(LatexText.escaped(text) == expected)
  }

  @Test("Infinite, missing and tiny numbers are no numbers of siunitx")
  func odd() {
    let values: [Double?] = [.infinity, -.infinity, .nan, nil, 1e-9]
    let table = Table(
      [Table.Column("x"), Table.Column("y")],
      rows: values.map { [.number($0), .integer(1)] } + [[.number(2.5), .integer(1)]])
    let text = LatexText().text(of: Document([.table(table)]))
    #expect(text.contains("S[table-format=1.1]"))
    #expect(text.contains("{1e-09}") || text.contains("{1e-9}"))
    #expect(
      text.split(separator: "\n").count { $0.hasPrefix("    {") && $0.contains("} & 1") } >= 4)
  }
}
