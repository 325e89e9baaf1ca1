import BanditExperiments
import BanditFigures
import ClusterBandit

/// What a page says of one result.
struct ReportSection {
  /// The name of the section in links.
  let id: String
  /// The HTML of the section.
  let text: String

  /// The most policies of an environment whose pairs are all compared.
  private static let comparedPolicies = 15

  init(_ result: ResultSet, experiment: Experiment?, number: Int) {
    id = "result-\(number)"
    let plan = result.plan
    let several = result.environments.count > 1
    let report = ResultReport(result, showsTargets: false)
    var parts = [HTMLText(level: 1).text(of: report.document(for: .page))]
    parts += ReportFigures(result, experiment: experiment, prefix: "figure-\(number)").parts
    if several {
      let detailed = ResultReport(result, isDetailed: true, showsTargets: false)
      let tables = detailed.document(for: .page).blocks.filter { block in
        if case .table(let table) = block { table.overflow != .cuts } else { false }
      }
      parts.append(Self.folded("Each environment", HTMLText().text(of: Document(tables))))
    }
    if !result.checks.isEmpty {
      parts += ["<h2>Checks against targets</h2>", Self.body(StudyReport(result))]
      parts.append(HTMLText().text(of: Document([.list(StudyReport.legend)])))
    }
    parts += Self.comparisons(result)
    parts.append("<h2>Parameters</h2>")
    parts.append(HTMLText().text(of: PlanTables(plan).document))
    parts.append(Self.folded("The plan as YAML", "<pre>\(HTMLText.lines(plan.yaml))</pre>"))
    parts += ["<h2>Provenance</h2>", HTMLText().text(of: ProvenanceTable(result).document)]
    text = "<section id=\"\(id)\">\n\(parts.joined(separator: "\n"))\n</section>\n"
  }

  /// Comparisons over environments and in pairs, where there is something to compare.
  private static func comparisons(_ result: ResultSet) -> [String] {
    var parts: [String] = []
    let selection = ComparisonSelection()
    if result.environments.count > 1 {
      let aggregate = AggregateComparison(result, selection)
      if aggregate.rows.count > 1 {
        parts += ["<h2>Over all environments</h2>", body(AggregateReport(aggregate))]
      }
    }
    let counts = result.environments.map { result.cells(of: $0).count }
    guard let most = counts.max(), let least = counts.min(), least > 1 else { return parts }
    let pairs =
      most <= comparedPolicies
      ? body(ComparisonReport(ExperimentComparison(result, selection)))
      : "<p>There are up to \(most) policies: "
        + "<code>cluster-bandit compare --against</code> compares them with one.</p>"
    return parts + [folded("Policies in pairs", pairs)]
  }

  /// A report without the lines that lead it.
  private static func body(_ report: some Report) -> String {
    let blocks = report.document(for: .page).blocks.drop { block in
      switch block {
      case .heading, .paragraph: true
      case .table, .list: false
      }
    }
    return HTMLText().text(of: Document(Array(blocks)))
  }

  /// What is seen after a click; it is printed.
  private static func folded(_ title: String, _ content: String) -> String {
    "<details>\n<summary><h2>\(title)</h2></summary>\n\(content)\n</details>"
  }
}

extension HTMLText {
  /// Lines of text in which nothing is markup.
  static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { escaped(String($0)) }.joined(separator: "\n")
  }
}
