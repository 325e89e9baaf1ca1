import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

/// What the shipped experiments print as LaTeX, after a few rounds.
@Suite("Pages of LaTeX")
struct LatexPageTests {
  /// Labels that try to break a format, and every letter that is passed on as it is.
  private static let labels =
    RendererTests.labels + [
      "%&_#$~^\\{}[]*|<>\"'`-- σ ε θ κ ≤ ± × − – … ½ n₁² ∞", "[first", "*first",
      String(repeating: "a long label ", count: 24),
      String(String.UnicodeScalarView((0xA1...0x17E).compactMap(Unicode.Scalar.init))),
    ]

  /// The documents of every report of every shipped experiment, and one of bad labels.
  private static let documents: [String] = {
    let reader = {
      var reader = PlanReader()
      reader.overrides = PlanOverrides(replications: 3, horizon: 20)
      return reader
    }()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: shippedFolder.path)) ?? []
    var documents: [Document] = [
      Document([
        .heading(labels.joined(), level: 1),
        .table(
          Table(
            title: labels.joined(separator: "; "),
            labels.enumerated().map { Table.Column("c\($0)", $1, $0 < 3 ? .left : .right) },
            rows: labels.map { label in labels.map { _ in .text(label) } })),
        .list(labels),
      ]), Document(labels.map { .heading($0, level: 1) } + [.list(labels)]),
    ]
    for file in files.sorted() where file.hasSuffix(".yaml") {
      guard let plan = try? reader.read(file: shippedFolder.appendingPathComponent(file).path),
        plan.problems.allSatisfy({ $0.policies.count < 30 }), plan.problems.count < 30,
        let experiment = try? reader.prepare(plan, folder: shippedFolder),
        MemoryEstimate(experiment, jobs: 1).bytes < 100_000_000,
        let result = try? experiment.run(jobs: 1)
      else { continue }
      documents += [
        ResultReport(result, isDetailed: true).document(for: .page),
        ComparisonReport(ExperimentComparison(result, ComparisonSelection())).document(for: .page),
        StudyReport(result).document(for: .page),
      ]
      if let bounds = try? ExperimentBounds(experiment) {
        documents.append(BoundsReport(bounds).document(for: .page))
      }
    }
    return documents.map(LatexText().text)
  }()

  /// The braces that are open at the end of a text; what is escaped or a comment does not count.
  private func openBraces(_ text: Substring) -> Int {
    text.replacing("\\{", with: "").replacing("\\}", with: "").replacing(/(^|[^\\])%.*/) { $0.1 }
      .reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) }
  }

  @Test("Braces are closed in each line, and each row has a cell for each column")
  func balance() {
    var rows = 0
    for text in LatexPageTests.documents {
      var columns = 0
      for line in text.split(separator: "\n") {
        #expect(openBraces(line) == 0, "\(line)")
        if line.hasPrefix("  \\begin{tabular}") {
          columns =
            line.split(separator: "@{}")[1]
            .replacing(/S\[[^\]]*\]|p\{[^}]*\}/, with: "x").split(separator: " ").count
        } else if line.hasSuffix(" \\\\") {
          let cells = line.replacing("\\&", with: "").count { $0 == "&" } + 1
          #expect(cells == columns, "\(line)")
          rows += 1
        }
      }
    }
    #expect(rows > 500, "\(rows)")
  }

  private static let compiler = ["/usr/bin", "/usr/local/bin", "/Library/TeX/texbin"].map {
    $0 + "/pdflatex"
  }.first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("pdflatex takes them all", .enabled(if: compiler != nil, "there is no pdflatex"))
  func compiles() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "page.tex",
      "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{booktabs,siunitx}\n"
        + "\\begin{document}\n"
        + LatexPageTests.documents.map { $0 + "\n\\clearpage\n" }.joined()
        + "\\end{document}\n")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: LatexPageTests.compiler ?? "")
    process.arguments = ["-interaction=nonstopmode", "-draftmode", "page"]
    process.currentDirectoryURL = folder.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = try String(
      decoding: Data(contentsOf: folder.url.appendingPathComponent("page.log")), as: UTF8.self)
    let errors = log.split(separator: "\n").filter { $0.hasPrefix("!") }
    if errors.contains(where: { $0.contains("siunitx.sty") || $0.contains("booktabs.sty") }) {
      return
    }
    #expect(errors == [], "\(log.suffix(3000))")
    #expect(process.terminationStatus == 0)
  }
}
