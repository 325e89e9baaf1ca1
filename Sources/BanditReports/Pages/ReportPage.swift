public import BanditExperiments

/// Results as one self-contained HTML page: tables, figures, checks, parameters and provenance.
///
/// It is light or dark as the reader's system is, can be printed and read on a telephone, fetches
/// nothing, and sorts its tables by a click on a heading.
public struct ReportPage: Sendable {
  /// A result with what it played, where that is at hand.
  public typealias Subject = (result: ResultSet, experiment: Experiment?)

  /// The whole file.
  public let text: String

  /// What the first lines of every such file hold.
  public static let signature = "<meta name=\"generator\" content=\"cluster-bandit report\">"

  /// The page of some results, one after the other.
  public init(_ subjects: [Subject]) {
    let sections = subjects.enumerated().map {
      ReportSection($1.result, experiment: $1.experiment, number: $0 + 1)
    }
    let titles = subjects.map { HTMLText.escaped($0.result.plan.title) }
    let links = zip(sections, titles).map { "<li><a href=\"#\($0.id)\">\($1)</a></li>\n" }
    let contents = links.count > 1 ? "<nav><ol>\n\(links.joined())</ol></nav>\n" : ""
    // Nothing is fetched, whatever a label may hold: the browser is told so, too.
    text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      \(ReportPage.signature)
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(titles.joined(separator: "; "))</title>
      <style>
      \(ReportStyle.text)
      </style>
      </head>
      <body>
      \(contents)<main>
      \(sections.map(\.text).joined())</main>
      <script>
      \(TableSorting.script)
      </script>
      </body>
      </html>

      """
  }
}
