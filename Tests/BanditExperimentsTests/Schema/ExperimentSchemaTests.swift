import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

/// A validator of the parts of JSON Schema that the program's schema uses, written from the
/// specification: `type`, `enum`, `anyOf`, `oneOf`, `allOf`, `properties`, `patternProperties` with a prefix,
/// `required`, `additionalProperties`, `items`, `minItems`, `maxItems`, `minimum`, `exclusiveMinimum`, `maximum`.
private struct SchemaValidator {
  private static let known: Set<String> = [
    "type", "enum", "anyOf", "oneOf", "properties", "required", "additionalProperties", "items",
    "minItems", "maxItems", "minimum", "exclusiveMinimum", "maximum", "description", "$schema",
    "title", "allOf", "patternProperties",
  ]

  /// Whether a node is what a schema allows.
  func accepts(_ node: ConfigurationNode, _ schema: SchemaNode) -> Bool {
    guard case .object(let members) = schema else { return false }
    return members.allSatisfy { key, value in
      precondition(SchemaValidator.known.contains(key), "the validator does not know \(key)")
      return holds(key, value, node, members)
    }
  }

  private func holds(
    _ key: String, _ value: SchemaNode, _ node: ConfigurationNode,
    _ schema: [(key: String, value: SchemaNode)]
  ) -> Bool {
    switch (key, value) {
    case ("type", .text(let type)): return isType(type, node)
    case ("type", .list(let types)):
      return types.contains { if case .text(let type) = $0 { isType(type, node) } else { false } }
    case ("allOf", .list(let schemas)): return schemas.allSatisfy { accepts(node, $0) }
    case ("enum", .list(let words)):
      guard case .scalar(let text, _, _) = node else { return false }
      return words.contains { if case .text(text) = $0 { true } else { false } }
    case ("anyOf", .list(let schemas)): return schemas.contains { accepts(node, $0) }
    case ("oneOf", .list(let schemas)): return schemas.count { accepts(node, $0) } == 1
    case ("properties", .object(let properties)):
      return entries(node).allSatisfy { name, value in
        properties.first { $0.key == name }.map { accepts(value, $0.value) } ?? true
      }
    case ("required", .list(let names)):
      guard case .mapping = node else { return true }
      return names.allSatisfy { name in
        if case .text(let name) = name { node[name] != nil } else { false }
      }
    case ("additionalProperties", .flag(false)):
      guard case .object(let properties)? = schema.first(where: { $0.key == "properties" })?.value
      else { return false }
      return entries(node).allSatisfy { name, _ in
        properties.contains { $0.key == name } || prefixes(schema).contains { name.hasPrefix($0) }
      }
    case ("items", let element):
      guard case .list(let elements, _) = node else { return true }
      return elements.allSatisfy { accepts($0, element) }
    case ("minItems", .number(let count)):
      guard case .list(let elements, _) = node else { return true }
      return elements.count >= Int(count)
    case ("maxItems", .number(let count)):
      guard case .list(let elements, _) = node else { return true }
      return elements.count <= Int(count)
    case ("minimum", .number(let least)): return number(node).map { $0 >= least } ?? true
    case ("exclusiveMinimum", .number(let least)): return number(node).map { $0 > least } ?? true
    case ("maximum", .number(let most)): return number(node).map { $0 <= most } ?? true
    default: return true
    }
  }

  /// The prefixes of keys that may be anything.
  private func prefixes(_ schema: [(key: String, value: SchemaNode)]) -> [String] {
    guard
      case .object(let patterns)? = schema.first(where: { $0.key == "patternProperties" })?.value
    else { return [] }
    return patterns.map {
      precondition($0.key.hasPrefix("^"), "the validator knows prefixes only")
      return String($0.key.dropFirst())
    }
  }

  private func entries(_ node: ConfigurationNode) -> [(String, ConfigurationNode)] {
    guard case .mapping(let entries, _) = node else { return [] }
    return entries.map { ($0.key, $0.value) }
  }

  private func number(_ node: ConfigurationNode) -> Double? {
    guard case .scalar(let text, let isPlain, _) = node, isPlain else { return nil }
    // YAML has no hexadecimal fractions.
    return text.contains("x") ? nil : Double(text.replacing("_", with: ""))
  }

  private func isType(_ type: String, _ node: ConfigurationNode) -> Bool {
    switch (type, node) {
    case ("object", .mapping), ("array", .list): true
    case ("string", .scalar(let text, let isPlain, _)):
      !isPlain || (number(node) == nil && !["true", "false", "null", "~", ""].contains(text))
    case ("number", .scalar): number(node).map(\.isFinite) ?? false
    case ("integer", .scalar): number(node).map { $0.isFinite && $0 == $0.rounded() } ?? false
    case ("boolean", .scalar(let text, let isPlain, _)):
      isPlain && (text == "true" || text == "false")
    default: false
    }
  }
}

@Suite("JSON Schema of experiments")
struct ExperimentSchemaTests {
  private let schema = ExperimentSchema.schema(.standard)

  private func accepts(_ text: String) throws -> Bool {
    SchemaValidator().accepts(try YAMLReader(file: "test").read(text).root, schema)
  }

  @Test("It is JSON, and says which draft it is written in")
  func json() throws {
    let text = ExperimentSchema.json()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(object["required"] as? [String] == ["name"])
  }

  @Test("It accepts every shipped experiment and its resolved plan")
  func shipped() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: shippedFolder.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    for name in names {
      let file = shippedFolder.appendingPathComponent(name)
      #expect(try accepts(String(contentsOf: file, encoding: .utf8)), "\(name)")
      let plan = try PlanReader().read(file: file.path)
      #expect(try accepts(plan.yaml), "\(name), resolved")
    }
    #expect(names.count >= 25)
  }

  @Test("It accepts bare words for schedules without arguments, and other names of metrics")
  func words() throws {
    #expect(try accepts(Study.text(5, "policies: [{kind: ucb, c: inverse-log}]")))
    #expect(try !accepts(Study.text(5, "policies: [{kind: epsilon-greedy, epsilon: auer}]")))
    let claim = "claims: [{claim: c, metric: regret, of: {}, to: {}, above: 1, source: s}]"
    #expect(try accepts(Study.text(6, claim)))
    #expect(try !accepts(Study.text(6, claim.replacing("regret", with: "regrets"))))
  }

  /// Files that the schema and the reader judge alike, with their verdict.
  private static let judged: [(text: String, isValid: Bool)] = [
    (Study.text(6, "x-note: {any: [thing, 3]}\nx-: 1"), true),
    (Study.text(6, "y-note: 3"), false),
    (Study.text(5, "policies: [{kind: random, x-note: 3}]"), false),
    (Study.text(5, "policies: [{type: ucb, c: 2}]"), true),
    (Study.text(5, "policies: [{type: ucb, kind: ucb}]"), false),
    (Study.text(5, "policies: [{c: 2}]"), false),
    (Study.text(5, "policies: [{type: ucbb}]"), false),
    (Study.text(5, "policies: [{kind: two-level, outer: {type: ucb, c: 2}}]"), true),
    (Study.text(4, "env: {type: bernoulli, probs: [0.4, 0.6], permuted: true}"), true),
    (Study.text(4, "env: {type: bernoulli, permuted: true}"), false),
    (Study.text(4, "environment: {kind: bernoulli, means: 0.4}"), false),
    (Study.text(4, "environment: {kind: bernoulli, means: [0.4], permute-labels: 2}"), false),
    (Study.text(4, "environment: {kind: bernoulli, means: [0.4], permute-labels: 0.5}"), true),
    (Study.text(1, "name: 2024"), true),
    (Study.text(1, "name: [a]"), false),
    (Study.text(2, "T: 1e3"), true),
    (Study.text(2, "horizon: ten"), false),
    (Study.text(2, "horizon: 1.5"), false),
    (Study.text(2, "horizon: '100'"), false),
    (Study.text(3, "runs: 5"), true),
    (Study.text(3, "replications: true"), false),
    (Study.text(6, "seed: 18446744073709551616000"), false),
    (Study.text(6, "seed: -1"), false),
    (Study.text(6, "checkpoints: [10, 20]"), true),
    (Study.text(6, "checkpoints: {at: [10, 20]}"), true),
    (Study.text(6, "checkpoints: {at: [10], count: 3}"), false),
    (Study.text(6, "checkpoints: {at: [0]}"), false),
    (Study.text(6, "checkpoints: 10"), false),
    (Study.text(6, "sweep: [{path: horizon, values: [10, 20]}]"), true),
    (Study.text(6, "sweep: []"), false),
    (Study.text(6, "sweep: {path: horizon, values: [10, 20]}"), false),
    (
      Study.text(
        6, "published: [{algorithm: random, metric: reward, mean: 5, runs: 10, sd: 1, source: 3}]"),
      true
    ),
    (
      Study.text(
        6, "published: [{policy: random, metric: reward, mean: five, runs: 9, source: s}]"),
      false
    ),
  ]

  @Test("It judges keys of one's own, other names and types as the reader does")
  func agreement() throws {
    var count = 0
    for (text, isValid) in Self.judged {
      #expect(try accepts(text) == isValid, "\(text)")
      #expect((diagnostics(of: text) == ["valid"]) == isValid, "\(text) \(diagnostics(of: text))")
      count += 1
    }
    #expect(count == 33)
  }

  @Test("Every kind of every catalogue is a kind of the schema, under each of its names")
  func kinds() throws {
    let text = ExperimentSchema.json()
    var count = 0
    let policies = PolicyCatalogue.standard.families.map { [$0.name] + $0.aliases }
    let environments = EnvironmentCatalogue.standard.families.map { [$0.name] + $0.aliases }
    for name in (policies + environments).joined() {
      #expect(text.contains("\"\(name)\""), "\(name)")
      count += 1
    }
    #expect(count >= 35)
  }

  /// What a schema can say of a file; the rest takes two values together, or a file.
  private static let sayable = [
    "unknown key", "is out of range", "is not one of", "expected a", "is not a number",
    "the list is empty",
  ]

  @Test("It refuses the bad files whose mistake is in a key, a kind, a type or a range")
  func badFiles() throws {
    let tables = [
      BadExperimentTests.topLevel, BadExperimentTests.environment, BadExperimentTests.policies,
      BadExperimentTests.claims, BadExperimentTests.constants, BadExperimentTests.published,
    ]
    var (refused, accepted) = (0, [String]())
    for file in tables.flatMap(BadFile.parse) {
      let isSayable = file.expected.contains { line in
        ExperimentSchemaTests.sayable.contains { line.contains($0) }
      }
      // What is no YAML never comes before a schema.
      guard isSayable, let isAccepted = try? accepts(file.text) else { continue }
      if isAccepted { accepted.append(file.testDescription) } else { refused += 1 }
    }
    // A number beyond the precision of JSON's, a bare kind, which other places allow, and a round
    // beyond this file's horizon.
    let beyond = [
      "horizon: 9007199254740993", "policies: [random]",
      "published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, "
        + "round: 101}]",
    ]
    #expect(Set(accepted).isSubset(of: beyond), "\(accepted)")
    #expect(refused >= 85)
  }
}
