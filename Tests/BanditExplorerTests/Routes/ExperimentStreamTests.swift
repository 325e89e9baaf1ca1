import BanditExperiments
import ClusterBandit
import Foundation
import Testing

@testable import BanditExplorer

@Suite("Experiments as they come in")
struct ExperimentStreamTests {
  private static let question = #"""
    {"study": {"name": "s", "horizon": 40, "replications": 230, "environment":
    {"kind": "bernoulli", "means": [0.2, 0.8, 0.5, 0.4], "clusters": [[0, 1], [2, 3]]},
    "policies": [{"label": "MEAN", "kind": "tsc"}, {"label": "MAX", "kind": "ts-max"}]},
    "seed": "7", "pairs": [["MEAN", "MAX"]]}
    """#

  private func experiment() throws -> Experiment {
    let request = try JSON.value(StudyRequest.self, Array(Self.question.utf8))
    return try request.experiment(StudyShelf(catalogues: .standard, files: [:]))
  }

  @Test("Every picture has the numbers of a run with as many replications")
  func equality() throws {
    let pictures = try Page().ask("experiment", Self.question).pictures()
    let experiment = try experiment()
    #expect(pictures.last?.replications == 230)
    var count = 0
    for picture in pictures {
      let result = try experiment.with(replications: picture.replications).run(jobs: 1)
      for row in picture.rows {
        let cell = try #require(result.cell("bernoulli", row.policy))
        let summary = try #require(cell.final[.pseudoRegret])
        #expect(row.mean == summary.mean)
        #expect(row.standardError == summary.standardError)
        count += 1
      }
    }
    #expect(count == 2 * pictures.count)
    #expect(count >= 2)
  }

  @Test("A pair is compared as 'compare' does it")
  func pairs() throws {
    let picture = try #require(try Page().ask("experiment", Self.question).pictures().last)
    let pair = try #require(picture.pairs.first)
    let result = try experiment().run(jobs: 1)
    let values = try ["MEAN", "MAX"].map {
      try #require(result.cell("bernoulli", $0)?.values[.pseudoRegret])
    }
    let own = PairedComparison(
      first: values[0], second: values[1], flips: PairedComparison.flips(seed: 7))
    #expect(pair.mean == own.mean)
    #expect(pair.low == own.interval?.low)
    #expect(pair.high == own.interval?.high)
    let isDecided = (own.interval?.low ?? -1) > 0 || (own.interval?.high ?? 1) < 0
    #expect((pair.better != "undecided") == isDecided)
    var differences = ThirdMoments()
    for (mean, max) in zip(values[0], values[1]) { differences.add(mean - max) }
    #expect(pair.sentence == PairSentence("MEAN", "MAX", differences, .pseudoRegret).text)
  }

  @Test("A stream ends with its end, and a figure is laid out for the page")
  func shape() throws {
    let answer = Page().ask("experiment", Self.question)
    #expect(answer.head.contains("Content-Type: text/event-stream"))
    #expect(answer.events("end") == ["{}"])
    #expect(answer.events("refused").isEmpty)
    let figure = try #require(try answer.pictures().last).figure
    #expect(figure.svg.hasPrefix("<svg"))
    // The page's policy of content forbids what is styled inline.
    #expect(!figure.svg.contains("<style"))
    #expect(!figure.svg.contains("style="))
    #expect(figure.panels.count == 1)
    #expect(figure.csv.contains("MEAN"))
  }

  @Test(
    "A pair that cannot be compared is refused before anything is played",
    arguments: [
      (#"[["MEAN", "MAXI"]]"#, "there is no policy 'MAXI' to compare"),
      (#"[["MEAN"]]"#, "a pair has 1 policies"),
      (String(repeating: #"["MEAN", "MAX"], "#, count: 6), "7 pairs are out of range"),
    ]
  )
  func impossiblePairs(_ pairs: String, _ message: String) {
    let all = pairs.hasPrefix("[[") ? pairs : "[\(pairs)[\"MEAN\", \"MAX\"]]"
    let answer = Page().ask(
      "experiment", Self.question.replacing(#"[["MEAN", "MAX"]]"#, with: all))
    #expect(answer.status == 422)
    #expect(answer.text.contains(message))
  }

  @Test("Only the first pair has a figure, in the first environment, and figures share no id")
  func pairFigures() throws {
    let question = #"""
      {"study": {"name": "s", "horizon": 20, "replications": 10, "environments":
      [{"label": "a", "kind": "bernoulli", "means": [0.2, 0.8]},
      {"label": "b", "kind": "bernoulli", "means": [0.4, 0.6]}],
      "policies": [{"label": "U", "kind": "ucb1"}, {"label": "T", "kind": "thompson"}]},
      "pairs": [["U", "T"], ["T", "U"]]}
      """#
    let picture = try #require(try Page().ask("experiment", question).pictures().last)
    #expect(picture.pairs.map(\.environment) == ["a", "b", "a", "b"])
    #expect(picture.pairs.map { $0.figure != nil } == [true, false, false, false])
    #expect(picture.pairs.first?.figure?.svg.contains("id=\"figure-pair") == true)
    #expect(!picture.figure.svg.contains("figure-pair"))
  }

  @Test(
    "The caption of a pair says what a difference means",
    arguments: [
      (Metric.pseudoRegret, "the first one is worse"), (.reward, "the first one is better"),
    ]
  )
  func pairCaption(_ metric: Metric, _ words: String) throws {
    let result = try experiment().run(jobs: 1)
    let pairs = PairAnswer.all([["MEAN", "MAX"]], in: result, metric, ViewRequest())
    #expect(pairs.count == 1)
    #expect(pairs.first?.figure?.caption.contains(words) == true)
  }

  @Test("A figure that there is not is refused in the stream, once, and ends it")
  func refusal() {
    let answer = Page().ask(
      "experiment", Self.question.replacing("\"seed\"", with: "\"kind\": \"pie\", \"seed\""))
    #expect(answer.events("refused").count == 1)
    #expect(answer.events("refused").first?.contains("there is no kind of plot 'pie'") == true)
    #expect(answer.events("end").isEmpty)
  }
}
