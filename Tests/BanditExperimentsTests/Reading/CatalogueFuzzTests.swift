import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

/// Writes experiments whose every argument is at or near an edge of its declared range.
struct ExperimentWriter {
  var stream: RandomStream

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[stream.nextIndex(below: elements.count)]
  }

  private mutating func list(_ count: Int, of make: (inout ExperimentWriter) -> String) -> String {
    "[\((0..<count).map { _ in make(&self) }.joined(separator: ", "))]"
  }

  /// A number of the range, most often an extreme one.
  private mutating func number(_ range: NumberRange) -> String {
    let candidates = [
      range.lower, range.upper, range.lower.nextUp, range.upper.nextDown, 0, 0.5, 1, 0.1,
      .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-300, 1e-17, 1e300, -1e300,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      2, 1e15, stream.nextUnit(),
    ].filter { range.contains($0) }
    return "\(candidates.isEmpty ? 0.5 : pick(candidates))"
  }

  private mutating func value(_ type: ParameterType, arms: Int) -> String {
    switch type {
    case .number(let range): return number(range)
    case .numberOrWord(let range, let words):
      return stream.nextBernoulli(0.5) ? number(range) : pick(words)
    case .integer(let range):
      return pick(
        [range.lowerBound, 1, 2, 3, 5, 8, 13, 40].filter { range.contains($0) }.map(String.init))
    case .integers: return list(arms) { $0.pick(["1", "2", "5"]) }
    case .flag: return pick(["true", "false"])
    case .choice(let words): return pick(words)
    case .numbers(let range, let count):
      return list(count ?? arms) { $0.number(range) }
    case .scheduled(let range, let variants):
      return stream.nextBernoulli(0.5)
        ? number(range) : variant(pick(variants), key: "schedule", arms: arms)
    case .component(let variants): return variant(pick(variants), key: "kind", arms: arms)
    case .components(let variants):
      return list(stream.nextIndex(below: 3) + 1) {
        $0.variant($0.pick(variants), key: "kind", arms: arms)
      }
    case .betaPriors:
      let prior = NumberRange.openClosed(0, 1e15)
      let pair: (inout ExperimentWriter) -> String = { $0.list(2) { $0.number(prior) } }
      return stream.nextBernoulli(0.5) ? pair(&self) : list(arms, of: pair)
    case .partition:
      var clusters = Array(repeating: [Int](), count: stream.nextIndex(below: arms) + 1)
      for arm in 0..<arms { clusters[stream.nextIndex(below: clusters.count)].append(arm) }
      return "\(clusters.filter { !$0.isEmpty })"
    case .tree: return tree(0..<arms)
    case .table: return "arms.csv"
    case .log: return "log.csv"
    case .features: return "features.csv"
    case .history: return "history.csv"
    case .vectors(let range):
      let dimension = stream.nextBernoulli(0.9) ? 5 : 2
      return list(arms) { $0.list(dimension) { $0.number(range) } }
    }
  }

  /// A random tree whose leaf nodes hold these arms in their order.
  private mutating func tree(_ arms: Range<Int>) -> String {
    if arms.count == 1 || stream.nextBernoulli(0.3) { return "\(Array(arms))" }
    let middle = arms.lowerBound + 1 + stream.nextIndex(below: arms.count - 1)
    let halves = [tree(arms.lowerBound..<middle), tree(middle..<arms.upperBound)]
    return "[\(halves.joined(separator: ", "))]"
  }

  private mutating func arguments(_ parameters: [Parameter], arms: Int) -> [String] {
    parameters.compactMap { parameter in
      if case .required = parameter.absence {
        return "\(parameter.name): \(value(parameter.type, arms: arms))"
      }
      guard stream.nextBernoulli(0.5) else { return nil }
      return "\(parameter.name): \(value(parameter.type, arms: arms))"
    }
  }

  private mutating func variant(_ variant: Variant, key: String, arms: Int) -> String {
    let all = ["\(key): \(variant.name)"] + arguments(variant.parameters, arms: arms)
    return "{\(all.joined(separator: ", "))}"
  }

  /// An experiment with one environment of that family and one policy of each family.
  mutating func experiment(_ family: EnvironmentFamily) -> String {
    let arms = pick([1, 2, 3, 7, 20])
    let permuted = pick(["true", "false"])
    let environment =
      ["kind: \(family.name)", "permute-labels: \(permuted)"]
      + arguments(family.parameters, arms: arms)
    // A stream of their own: a policy more in the catalogue changes no environment.
    var policyWriter = ExperimentWriter(
      stream: RandomStream(state: (stream.next(), stream.next(), stream.next(), stream.next())))
    let policies = PolicyCatalogue.standard.families.map { policy in
      var given = policyWriter.arguments(policy.parameters, arms: arms)
      // PMAX under the exact model costs hundreds of integrals a pull: too much without
      // optimisation.
      if given.contains(where: { $0.contains("pmax") }) {
        given.removeAll { $0.hasPrefix("model:") && $0.contains("hierarchical") }
      }
      let all = ["label: p \(policy.name)", "kind: \(policy.name)"] + given
      return "  - {\(all.joined(separator: ", "))}\n"
    }
    return """
      name: edges
      seed: \(stream.next())
      horizon: \(pick(["1", "2", "9", "60"]))
      replications: \(pick(["1", "2", "3"]))
      checkpoints: {count: \(pick(["1", "3", "100000"])), spacing: \(pick(["linear", "logarithmic"]))}
      environment: {\(environment.joined(separator: ", "))}
      policies:
      \(policies.joined())
      """
  }
}

@Suite("Arguments at the edges of their ranges")
struct CatalogueFuzzTests {
  static let experiments =
    ProcessInfo.processInfo.environment["CLUSTER_BANDIT_FUZZ"].flatMap { Int($0) }.map { $0 / 10 }
    ?? 32

  @Test(
    "Every policy plays every environment, whatever its arguments",
    arguments: EnvironmentCatalogue.standard.families.indices)
  func edges(_ index: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("arms.csv", "cluster,arm,theta\na,x,0\na,y,1\nb,z,0.5\n")
    let rounds = String(repeating: "0,1,1\n1,0,0\n0,0,1\n", count: 20)
    try folder.write("log.csv", "x,y,z\n" + rounds)
    try folder.write(
      "features.csv", "cluster,arm,u,v\na,x,0,0\nb,x,1e12,-1e12\na,y,0,0\na,z,1e-12,5\n")
    try folder.write("history.csv", "arm,pulls,successes\n0,3,2\n1,1000000000000,0\n")
    let family = EnvironmentCatalogue.standard.families[index]
    var writer = ExperimentWriter(stream: testStream(UInt64(index)))
    var ran = 0
    for _ in 0..<CatalogueFuzzTests.experiments {
      var text = writer.experiment(family)
      if let keep = ProcessInfo.processInfo.environment["CLUSTER_BANDIT_FUZZ_KEEP"] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: keep + "-\(family.name)"))
      }
      // Policies that do not fit are taken out; what is left must run.
      for _ in 0..<4 {
        do throws(InvalidInput) {
          let experiment = try read(text, folder: folder.url)
          ran += try play(experiment, text) ? 1 : 0
          break
        } catch {
          text = without(error, in: text)
        }
      }
    }
    // Random functions seldom fit: only log-odds stay in [0, 1] whatever is given.
    let share = family.name == "shared-parameter" ? 20 : 8
    #expect(ran * share > CatalogueFuzzTests.experiments)
  }

  /// The text without the lines of the policies that are complained about.
  private func without(_ error: InvalidInput, in text: String) -> String {
    #expect(!error.diagnostics.isEmpty)
    let bad = Set(error.diagnostics.map(\.position.line).filter { $0 > 7 })
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !bad.contains($0.offset + 1) }.map(\.element).joined(separator: "\n")
  }

  /// False if it is too large for a test.
  private func play(_ experiment: Experiment, _ text: String) throws(InvalidInput) -> Bool {
    guard experiment.problems.allSatisfy({ $0.environment.shape.armCount <= 1000 }),
      let result = try? experiment.run(jobs: 1)
    else { return false }
    for cell in result.cells {
      let share = cell.final[.bestArmShare]?.mean ?? -1
      #expect(share >= 0 && share <= 1 + 1e-12, "\(cell.policy) in \(text)")
    }
    #expect(!ResultReport(result).markdown().isEmpty)
    #expect(!ResultJSON.text([result]).isEmpty)
    return true
  }
}
