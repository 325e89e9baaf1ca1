import BanditExperiments
import BanditReports
import ClusterBandit
import Foundation
import Testing

@Suite("Report pages")
struct ReportPageTests {
  /// Two environments with labels that try to break a page.
  private static let labels = ["</script><b>", "a \"b\" & 'c' 🎰"]

  private func result(environments: Int = 2, targets: [Target] = []) throws -> ResultSet {
    let problems = (0..<environments).map { index in
      Plan.Problem(
        label: Self.labels[index],
        environment: Plan.Component("bernoulli", ["means": [0.1, 0.5, 0.9]]), horizon: 40,
        policies: [
          Plan.Policy(Plan.Component("thompson"), label: "<i>Thompson</i>"),
          Plan.Policy(Plan.Component("random")),
          Plan.Policy(Plan.Component("ucb", ["c": 2]), label: "ucb & co"),
        ])
    }
    let plan = Plan(
      name: "page", title: "A <title>", seed: 3, replications: 20, problems: problems,
      targets: targets)
    let folder = URL(fileURLWithPath: ".")
    return try Experiment(plan, catalogues: Catalogues(), folder: folder).run(jobs: 1)
  }

  @Test("A page is one file: nothing is fetched, labels are no markup, tags are closed")
  func selfContained() throws {
    let text = ReportPage([(try result(), nil)]).text
    #expect(text.hasPrefix("<!DOCTYPE html>\n") && text.hasSuffix("</html>\n"))
    #expect(text.contains(ReportPage.signature))
    let bare = text.replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http:", "https:", "//", "src=", "@import", "url(#"] {
      let found = bare.ranges(of: word).count
      #expect(word == "url(#" || found == 0, "\(word)")
    }
    #expect(!text.contains("<i>Thompson") && !text.contains("</script><b>"))
    #expect(text.contains("&lt;i&gt;Thompson&lt;/i&gt;"))
    #expect(text.ranges(of: "<script>").count == 1)
    var checked = 0
    for tag in ["section", "table", "tr", "td", "th", "ul", "li", "details", "svg", "figure", "h2"]
    {
      let opened = text.ranges(of: "<\(tag)>").count + text.ranges(of: "<\(tag) ").count
      #expect(opened == text.ranges(of: "</\(tag)>").count, "\(tag)")
      checked += opened > 0 ? 1 : 0
    }
    #expect(checked == 11)
  }

  @Test("A page tells of the summary, comparisons, parameters and provenance")
  func sections() throws {
    let one = try result()
    let text = ReportPage([(one, nil)]).text
    for word in [
      "Over all environments", "Policies in pairs", "Parameters", "Provenance", "Each environment",
      one.manifest.planHash, "<td>c = 2</td>", "means: [", "prefers-color-scheme:dark",
    ] {
      #expect(text.contains(word), "\(word)")
    }
    #expect(!text.contains("Checks against targets"))
    let ids = text.matches(of: /\sid="([^"]+)"/).map { $0.1 }
    #expect(ids.count == Set(ids).count && ids.count > 4)
    let single = ReportPage([(try result(environments: 1), nil)]).text
    #expect(!single.contains("Over all environments") && !single.contains("Each environment"))
  }

  @Test("Several results have sections of their own, and a list that leads to them")
  func several() throws {
    let one = try result(environments: 1)
    let text = ReportPage([(one, nil), (one, nil)]).text
    #expect(text.contains("<a href=\"#result-2\">A &lt;title&gt;</a>"))
    #expect(text.ranges(of: "<section id=").count == 2)
    let ids = text.matches(of: /\sid="([^"]+)"/).map { $0.1 }
    #expect(ids.count == Set(ids).count)
  }
}
