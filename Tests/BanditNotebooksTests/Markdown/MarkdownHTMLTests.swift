import Foundation
import FoundationXML
import Testing

@testable import BanditNotebooks

/// The body of a document whose links all lead where they say.
func html(_ markdown: String) -> String {
  MarkdownHTML.body(of: MarkdownDocument(markdown)) { $0.destination }
}

/// Whether a text is well-formed XML.
func isWellFormed(_ text: String) -> Bool {
  XMLParser(data: Data(text.utf8)).parse()
}

@Suite("Markdown as HTML")
struct MarkdownHTMLTests {
  @Test("Blocks become their elements")
  func blocks() {
    let cases = [
      ("# A *b*\n", "<h1 id=\"a-b\">A <em>b</em></h1>\n"),
      ("###### a ##\n#b\n", "<h6 id=\"a\">a</h6>\n<p>#b</p>\n"),
      ("a\nb\n===\nc\n---\n", "<h1 id=\"a-b\">a\nb</h1>\n<h2 id=\"c\">c</h2>\n"),
      (
        "# a\n# a\n# ?\n", "<h1 id=\"a\">a</h1>\n<h1 id=\"a-1\">a</h1>\n<h1 id=\"section\">?</h1>\n"
      ),
      ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"),
      ("***\n- - -\n", "<hr />\n<hr />\n"),
      (
        "> a\nb\n>\n> > c\n",
        "<blockquote>\n<p>a\nb</p>\n<blockquote>\n<p>c</p>\n</blockquote>\n</blockquote>\n"
      ),
      ("    a\n\n\t b\n\nc", "<pre tabindex=\"0\"><code>a\n\n b\n</code></pre>\n<p>c</p>\n"),
      (
        "```` y&\n```\n\tx < y\n",
        "<pre tabindex=\"0\"><code class=\"language-y&amp;\">```\n    x &lt; y\n</code></pre>\n"
      ),
      ("a <!-- b\nc --> d\n\n<!-- e\n\nf -->\ng", "<p>a  d</p>\n<p>g</p>\n"),
      ("", ""), ("\n \n", ""),
    ]
    for (markdown, expected) in cases { #expect(html(markdown) == expected, "\(markdown)") }
    #expect(cases.count == 12)
  }

  @Test("Lists nest, are tight or loose, and keep their first number")
  func lists() {
    let cases = [
      ("- a\n- b\n  c\n", "<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\n"),
      ("- a\n\n- b\n", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>\n"),
      (
        "- a\n  - b\n    1. c\n- d\n",
        "<ul>\n<li>a\n<ul>\n<li>b\n<ol>\n<li>c</li>\n</ol></li>\n</ul></li>\n<li>d</li>\n</ul>\n"
      ),
      ("3) a\n4) b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
      ("- a\n* b\n", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n"),
      ("text\n2. no list\n", "<p>text\n2. no list</p>\n"),
      ("-\n- a\n", "<ul>\n<li></li>\n<li>a</li>\n</ul>\n"),
      ("-\ta\n\n\tb\n", "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>\n"),
      (
        "1. a\n   ```\n   x\n    y\n   ```\n",
        "<ol>\n<li>a\n<pre tabindex=\"0\"><code>x\n y\n</code></pre></li>\n</ol>\n"
      ),
    ]
    for (markdown, expected) in cases { #expect(html(markdown) == expected, "\(markdown)") }
    #expect(cases.count == 9)
  }

  @Test("Tables have aligned columns, escaped bars and as many cells as columns")
  func tables() {
    #expect(
      html("a\n| x | `y\\|z` | | w\n|:--|--:|:-:|-\n| 1\n1|2|3|4|5|\n\nb")
        == "<p>a</p>\n<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n"
        + "<tr><th style=\"text-align: left\">x</th><th style=\"text-align: right\"><code>y|z</code></th>"
        + "<th style=\"text-align: center\"></th><th>w</th></tr>\n</thead>\n<tbody>\n"
        + "<tr><td style=\"text-align: left\">1</td><td style=\"text-align: right\"></td>"
        + "<td style=\"text-align: center\"></td><td></td></tr>\n"
        + "<tr><td style=\"text-align: left\">1</td><td style=\"text-align: right\">2</td>"
        + "<td style=\"text-align: center\">3</td><td>4</td></tr>\n</tbody>\n</table></div>\n<p>b</p>\n"
    )
    #expect(html("| a | b |\n|---|\n") == "<p>| a | b |\n|---|</p>\n")
  }

  @Test("Parts of paragraphs become their elements")
  func inlines() {
    let cases = [
      (
        "*a* _b_ **c** __d__ ***e***",
        "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <em><strong>e</strong></em>"
      ),
      ("a_b_c 2 * 3 * 4 a*b*c", "a_b_c 2 * 3 * 4 a<em>b</em>c"),
      ("**a *b* c", "**a <em>b</em> c"), ("*a **b*", "*a *<em>b</em>"),
      ("`` a`*b* `` `c", "<code>a`*b*</code> `c"), ("`a\nb`", "<code>a b</code>"),
      ("a  \nb\\\nc", "a<br />\nb<br />\nc"),
      ("\\*a\\* \\a \\\\", "*a* \\a \\"),
      ("[a *b*](c \"d & e\")", "<a href=\"c\" title=\"d &amp; e\">a <em>b</em></a>"),
      ("![a *b* \"c\"](d.svg)", "<img src=\"d.svg\" alt=\"a b &quot;c&quot;\" />"),
      ("[![a](b)](c)", "<a href=\"c\"><img src=\"b\" alt=\"a\" /></a>"),
      ("[a [b](c)](d)", "[a <a href=\"c\">b</a>](d)"),
      (
        "[a](<b c> 'd') [e](f(g)) [h]( i )",
        "<a href=\"b c\" title=\"d\">a</a> <a href=\"f(g)\">e</a> <a href=\"i\">h</a>"
      ),
      ("[a] [b](c d) [e](", "[a] [b](c d) [e]("),
      ("*[a*](b)", "*<a href=\"b\">a*</a>"),
      (
        "<https://a.b/?c&d> <javascript:x>",
        "<a href=\"https://a.b/?c&amp;d\">https://a.b/?c&amp;d</a> &lt;javascript:x&gt;"
      ),
      (
        "x<sub>*i*</sub> <sup>a <br> <script>b</script>",
        "x<sub><em>i</em></sub> &lt;sup&gt;a <br />\n &lt;script&gt;b&lt;/script&gt;"
      ),
      (
        "a & b &amp; &lt;i&gt; &nope; $x_1$ and $y_2$",
        "a &amp; b &amp; &lt;i&gt; &amp;nope; $x_1$ and $y_2$"
      ),
      ("a < b > c \u{1}", "a &lt; b &gt; c \u{FFFD}"),
    ]
    for (markdown, expected) in cases {
      #expect(html(markdown) == "<p>\(expected)</p>\n", "\(markdown)")
    }
    #expect(cases.count == 19)
  }

  @Test("Commands stand out in sessions only")
  func commands() {
    #expect(
      html("```console\n$ a\n> b\nc\n> d\n```\n")
        == "<pre tabindex=\"0\"><code class=\"language-console\"><span class=\"command\">$ a\n</span>"
        + "<span class=\"command\">&gt; b\n</span>c\n&gt; d\n</code></pre>\n")
    #expect(!html("```sh\n$ a\n```\n").contains("span"))
  }

  /// Pieces of Markdown that meet each other in every order.
  private let nasty = [
    "*", "_", "**", "`", "``", "[", "](", ")", "![", "<", ">", "&", "\\", "\n", "\n\n", "> ", "- ",
    "1. ", "    ", "\t", "|", "|-|", "```", "~~~", "<!--", "-->", "<sub>", "</sub>", "<br>", "#",
    "\r\n", "\u{0}", "\u{301}", "é", "a", "\u{FFFF}", "\"", "'", "===", "---", ":",
  ]

  @Test("All pairs of signs and many long mixtures of them are well-formed")
  func mixtures() {
    var texts = nasty.flatMap { one in nasty.map { "a" + one + $0 + "b" + one } }
    var state: UInt64 = 1
    for _ in 0..<6_000 {
      var text = ""
      for _ in 0..<9 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += nasty[Int(state >> 33) % nasty.count]
      }
      texts.append(text)
    }
    #expect(texts.count == 41 * 41 + 6_000)
    for text in texts { #expect(isWellFormed("<all>" + html(text) + "</all>"), "\(text)") }
  }

  @Test("Long repetitions end soon and are well-formed")
  func repetitions() {
    let signs = [
      ">", "> ", "- ", "[", "![", "*a ", "*a **b ", "a*", "_a_", "`a``", "<sub>", "![a](b", "](a)",
      "[a](b \"", "| a ", "<!--", "&", "\\", "1. a\n ", "- a\n\n", "a\n", "|\n|-|\n", "*a_ ", "<",
    ]
    let start = ContinuousClock.now
    for sign in signs {
      let text = String(repeating: sign, count: 5_000) + String(repeating: "](c)*_", count: 1_000)
      #expect(isWellFormed("<all>" + html(text) + "</all>"), "\(sign)")
    }
    #expect(signs.count == 24)
    #expect(ContinuousClock.now - start < .seconds(120))
  }

  @Test("The checker itself refuses what is not well-formed")
  func checker() {
    #expect(!isWellFormed("<a><b></a></b>"))
    #expect(!isWellFormed("<a>&nope;</a>"))
    #expect(!isWellFormed("<a>\u{1}</a>"))
    #expect(isWellFormed("<a>b</a>"))
  }
}
