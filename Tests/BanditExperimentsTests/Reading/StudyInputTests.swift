import Foundation
import Testing

@testable import BanditExperiments

@Suite("Experiments and results as inputs")
struct StudyInputTests {
  private func message(_ read: () throws(InvalidInput) -> Void) -> String {
    do throws(InvalidInput) {
      try read()
      return "valid"
    } catch {
      return error.description
    }
  }

  @Test("An experiment is a plan, a saved result as many results as it holds")
  func kinds() throws {
    let folder = try TemporaryFolder()
    let study = try folder.write("study.yaml", Study.text(6, ""))
    let result = try read(Study.text(6, "")).run(jobs: 1)
    let saved = try folder.write("study.json", ResultJSON.text([result, result]))
    let plans = try StudyInput.read(file: study, PlanReader())
    #expect(plans.map(\.isRun) == [true] && plans.map(\.plan) == [result.plan])
    let results = try StudyInput.read(file: saved, PlanReader())
    #expect(results.map(\.isRun) == [false, false])
    #expect(results.map(\.plan) == [result.plan, result.plan])
    #expect(results[0].layout.environments.map(\.label) == ["bernoulli"])
    // By its beginning, too, whatever it is called.
    let renamed = try folder.write("anything", ResultJSON.text([result]))
    #expect(try StudyInput.read(file: renamed, PlanReader()).map(\.isRun) == [false])
    var reader = PlanReader()
    reader.overrides = PlanOverrides(seed: 3)
    #expect(
      message { () throws(InvalidInput) in _ = try StudyInput.read(file: saved, reader) }
        == "\(saved):1:1: error: a saved result has its replications, horizon and seed; "
        + "leave out --replications, --horizon and --seed, or give the experiment's file")
  }

  @Test("A saved result in the place of an experiment names the commands that read it")
  func result() throws {
    let result = try read(Study.text(6, "")).run(jobs: 1)
    let first = ResultJSON.text([result]).replacing("\"schema\": 2, ", with: "")
    for text in [ResultJSON.text([result]), "[\n{\n\"experiment\": \"old\"", "{\"experiment\": 1}"]
    {
      #expect(
        diagnostics(of: text) == [
          "1:1: this is a saved result, not an experiment; 'cluster-bandit show FILE' prints "
            + "it, and with --plan the experiment that it came from"
        ])
    }
    #expect(first.hasPrefix("{\"experiments\""))
    #expect(!diagnostics(of: first).isEmpty && diagnostics(of: first) != ["valid"])
    // JSON is YAML: an experiment may be written so.
    let json = """
      {"name": "study", "horizon": 100, "environment": {"kind": "needle"}, "policies": [{"kind": "random"}]}
      """
    #expect(diagnostics(of: json) == ["valid"])
  }

  @Test("A table of a result names the file that holds the whole result")
  func tables() throws {
    let folder = try TemporaryFolder()
    let result = try read(Study.text(6, "")).run(jobs: 1)
    for (name, text) in [("study.csv", result.csv()), ("study-curves.csv", result.curvesCSV())] {
      let file = try folder.write(name, text)
      let expected =
        "\(file):1:1: error: this is a table of a result, not an experiment; give "
        + "\(folder.url.path)/study.json, which holds the whole result"
      #expect(
        message { () throws(InvalidInput) in _ = try StudyInput.read(file: file, PlanReader()) }
          == expected)
      #expect(
        message { () throws(InvalidInput) in _ = try PlanReader().read(file: file) } == expected)
    }
    #expect(
      diagnostics(of: result.csv()) == [
        "1:1: this is a table of a result, not an experiment; give NAME.json, which holds the "
          + "whole result"
      ])
  }

  @Test("An experiment in the place of a result names the command that runs it")
  func experiment() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("study.json", Study.text(6, ""))
    #expect(
      message { () throws(InvalidInput) in _ = try StudyInput.read(file: file, PlanReader()) }
        .hasPrefix(
          "\(file):1:1: error: this is an experiment, not a saved result; "
            + "'cluster-bandit run FILE' runs it, "))
    let missing = folder.url.path + "/none.json"
    #expect(
      message { () throws(InvalidInput) in _ = try StudyInput.read(file: missing, PlanReader()) }
        == "\(missing):1:1: error: the result cannot be read: no such file; "
        + "'cluster-bandit run --output results' saves results")
  }
}
