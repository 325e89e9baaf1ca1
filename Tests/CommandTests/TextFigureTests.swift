import Foundation
import Testing

@Suite("Figures in the terminal")
struct TextFigureTests {
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      """
      name: study
      horizon: 200
      replications: 4
      seed: 5
      environment: {label: coins, kind: bernoulli, means: [0.4, 0.6, 0.8], clusters: [[0, 1], [2]]}
      policies: [{kind: random}, {kind: tsc}]
      """)
    return scratch
  }

  private let unicode = ["LC_ALL": "C.UTF-8", "NO_COLOR": "1"]

  @Test("A run with --plot has its table first, then the figure, and without a terminal no color")
  func run() throws {
    let scratch = try folder()
    let plain = try Program.run(["run", "study.yaml"], in: scratch.folder, environment: unicode)
    let drawn = try Program.run(
      ["run", "study.yaml", "--plot"], in: scratch.folder, environment: unicode)
    #expect(drawn.status == 0 && drawn.output.hasPrefix(plain.output + "\n"))
    let figure = drawn.output.dropFirst(plain.output.count)
    #expect(figure.contains("round t") && figure.contains(" random\n") && figure.contains("⠤"))
    #expect(!figure.contains("\u{1B}"))
    #expect(figure.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(
    "Where the locale has no UTF-8 the figure is ASCII, and colors come when they are asked for")
  func locale() throws {
    let scratch = try folder()
    let ascii = try Program.run(
      ["plot", "study.yaml", "--kind", "raster", "--text", "--rounds", "50"], in: scratch.folder,
      environment: ["LC_ALL": "C"])
    #expect(ascii.status == 0 && ascii.messages.isEmpty)
    #expect(ascii.output.utf8.allSatisfy { $0 < 128 } && ascii.output.contains("not pulled"))
    let colored = try Program.run(
      ["plot", "study.yaml", "--kind", "means", "--text", "--color", "always"],
      in: scratch.folder, environment: unicode)
    #expect(colored.output.contains("\u{1B}[38;5;32m"))
  }

  @Test("Options that do not go together are refused before anything is run")
  func misuse() throws {
    let scratch = try folder()
    for (arguments, words) in [
      (["run", "study.yaml", "--plot", "--format", "csv"], "--plot draws below tables"),
      (["plot", "study.yaml", "--text", "-o", "x.svg"], "leave out --output"),
      (["plot", "study.yaml", "--kind", "raster", "--rounds", "0"], "--rounds 0 is out of range"),
      (["plot", "study.yaml", "--kind", "bonus", "--policy", "tsc"], "kinds ucb, ucb1 and"),
    ] {
      let outcome = try Program.run(arguments, in: scratch.folder)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test("A table has curves where it is asked for, on one scale, and not in a pipe")
  func sparklines() throws {
    let scratch = try folder()
    let plain = try Program.run(["run", "study.yaml"], in: scratch.folder)
    #expect(!plain.output.contains("█"))
    let chosen = try Program.run(
      ["run", "study.yaml", "--columns", "pseudo_regret,curve"], in: scratch.folder)
    #expect(chosen.output.contains("regret to T"))
    let rows = chosen.output.split(separator: "\n").filter { $0.contains("▁") || $0.contains("█") }
    #expect(rows.count == 2)
    // The random policy loses most; its curve reaches the top at T, and no other does.
    #expect(rows.map { $0.hasSuffix("█") } == [true, false])
  }
}
