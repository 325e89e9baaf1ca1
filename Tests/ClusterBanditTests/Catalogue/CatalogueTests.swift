import Foundation
import Randomness
import Testing

@testable import ClusterBandit

/// The library's source files.
private enum Sources {
  /// The texts of all files of a folder of the module, by name without extension.
  static func texts(_ folder: String) throws -> [String: String] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appendingPathComponent("Sources/ClusterBandit/\(folder)")
    var texts: [String: String] = [:]
    let walk = FileManager.default.enumerator(
      at: path.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
    while let file = walk?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      texts[file.deletingPathExtension().lastPathComponent] = try String(
        contentsOf: file, encoding: .utf8)
    }
    return texts
  }

  /// The types that a folder declares to conform to a protocol.
  static func types(conformingTo name: String, in folder: String = "") throws -> Set<String> {
    let declaration = try NSRegularExpression(
      pattern: #"(?:struct|class|enum|extension|actor)\s+(\w+)(?:<[^{]*?>)?\s*:[^{]*\b"# + name
        + #"\b[^{]*\{"#)
    return try matches(declaration, in: texts(folder).values)
  }

  /// The names in calls like `PolicyFamily(name: "…"`.
  static func names(givenTo call: String) throws -> Set<String> {
    let pattern = try NSRegularExpression(pattern: call + #"\(\s*name:\s*"([^"]*)""#)
    return try matches(pattern, in: texts("").values)
  }

  private static func matches(
    _ pattern: NSRegularExpression, in texts: some Sequence<String>
  ) -> Set<String> {
    var found: Set<String> = []
    for text in texts {
      for match in pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        if let range = Range(match.range(at: 1), in: text) { found.insert(String(text[range])) }
      }
    }
    return found
  }
}

/// A copyable type that carries another type's name.
private struct Named<Rule: ~Copyable> {}

private func typeName<Rule: ~Copyable>(_: Rule.Type) -> String {
  let name = String(describing: Named<Rule>.self)
  return String(name.dropFirst("Named<".count).dropLast())
}

@Suite("Catalogues")
struct CatalogueTests {
  private func isKebabCase(_ name: String) -> Bool {
    name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil
  }

  @Test("Every name in a catalogue is unique and in kebab-case, and has a one-line summary")
  func names() {
    for entries in [
      PolicyCatalogue.standard.families.map { ($0.name, $0.summary) },
      EnvironmentCatalogue.standard.families.map { ($0.name, $0.summary) },
      RuleCatalogue.variants.map { ($0.name, $0.summary) },
      StrategyCatalogue.variants.map { ($0.name, $0.summary) },
    ] {
      #expect(!entries.isEmpty)
      #expect(Set(entries.map(\.0)).count == entries.count)
      for (name, summary) in entries {
        #expect(isKebabCase(name), "\(name)")
        #expect(!summary.isEmpty && !summary.contains("\n"), "\(name)")
      }
    }
  }

  /// A list of parameters and all lists inside it.
  private func nested(_ parameters: [Parameter]) -> [[Parameter]] {
    [parameters]
      + parameters.flatMap { parameter -> [[Parameter]] in
        switch parameter.type {
        case .component(let variants), .scheduled(_, let variants):
          variants.flatMap { nested($0.parameters) }
        default: []
        }
      }
  }

  @Test("Parameters have unique kebab-case names, a meaning, and defaults of their own type")
  func parameters() {
    let lists =
      PolicyCatalogue.standard.families.flatMap { nested($0.parameters) }
      + EnvironmentCatalogue.standard.families.flatMap { nested($0.parameters) }
    for list in lists {
      #expect(Set(list.map(\.name)).count == list.count)
      for parameter in list {
        #expect(isKebabCase(parameter.name), "\(parameter.name)")
        #expect(!parameter.meaning.isEmpty, "\(parameter.name)")
        if case .value(let value) = parameter.absence {
          #expect(fits(value, parameter.type), "\(parameter.name)")
        }
      }
    }
  }

  private func fits(_ value: ParameterValue, _ type: ParameterType) -> Bool {
    switch (value, type) {
    case (.number(let x), .number(let range)): range.contains(x)
    case (.integer(let n), .integer(let range)): range.contains(n)
    case (.flag, .flag): true
    case (.word(let word), .choice(let words)): words.contains(word)
    case (.numbers(let list), .numbers(let range, let count)):
      list.allSatisfy(range.contains) && !list.isEmpty && (count.map { $0 == list.count } ?? true)
    case (.variant(let name, let arguments), .component(let variants)):
      variants.contains { variant in
        variant.name == name
          && variant.parameters.allSatisfy { parameter in
            arguments.values[parameter.name].map { fits($0, parameter.type) } ?? true
          }
      }
    default: false
    }
  }

  /// The concrete types behind the names of the rules, for both reward models.
  private struct NameOfRule: RuleVisitor {
    func visit<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> String { typeName(rule) }
  }

  private struct NameOfStrategy: StrategyVisitor {
    func visit<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type) -> String {
      typeName(strategy)
    }
  }

  @Test("Every selection rule in the sources has a name in the catalogue")
  func rules() throws {
    let declared = try Sources.types(conformingTo: "SelectionRule")
    let reachable = RuleCatalogue.variants.flatMap { variant in
      [RewardDistribution.bernoulli, .gaussian(standardDeviation: 1)].map {
        RuleCatalogue.dispatch(variant.name, rewards: $0, NameOfRule())
      } + [RuleCatalogue.dispatchSublinear(variant.name, NameOfRule())]
    }
    #expect(declared.contains("UpperConfidenceBound"), "the sources were read")
    #expect(declared == Set(reachable))
    for variant in RuleCatalogue.variants {
      #expect(PolicyCatalogue.standard[variant.name] != nil, "a flat policy for every rule")
    }
  }

  @Test("Every cluster strategy in the sources has a name in the catalogue")
  func strategies() throws {
    let declared = try Sources.types(conformingTo: "ClusterStrategy")
    let reachable = StrategyCatalogue.variants.map {
      StrategyCatalogue.dispatch($0.name, NameOfStrategy())
    }
    #expect(declared.contains("MaxStrategy"), "the sources were read")
    #expect(declared == Set(reachable))
  }

  @Test("Every environment in the sources is made by a family of the catalogue")
  func environments() throws {
    let declared = try Sources.types(conformingTo: "Environment")
    let table = ArmTable(clusters: ["a"], arms: ["b"], means: [0.5])
    var reachable: Set<String> = []
    for family in EnvironmentCatalogue.standard.families {
      var values: [String: ParameterValue] = [:]
      for parameter in family.parameters {
        guard case .required = parameter.absence else { continue }
        values[parameter.name] =
          parameter.name == "file"
          ? .table(table) : PolicyCase.samples(parameter.type).first
      }
      let environment = try family.make(Arguments(values, defaultsOf: family.parameters)).get()
      reachable.insert(String(describing: type(of: environment)))
      var stream = SeedTree(root: 1, experiment: family.name).stream(
        replication: 0, role: .instance)
      let instance = environment.drawInstance(using: &stream)
      #expect(environment.shape == shape(of: instance), "\(family.name)")
      if instance.rewards.isBinary {
        #expect(instance.means.array.allSatisfy { (0...1).contains($0) }, "\(family.name)")
      }
    }
    #expect(declared.contains("FixedArms"), "the sources were read")
    #expect(declared == reachable)
  }

  @Test("Every family written down in the sources is in its catalogue")
  func families() throws {
    let environments = try Sources.names(givenTo: "EnvironmentFamily")
    #expect(environments.contains("needle"))
    #expect(environments == Set(EnvironmentCatalogue.standard.families.map(\.name)))
    let policies = try Sources.names(givenTo: "PolicyFamily")
    #expect(policies.contains("tsc"))
    #expect(policies.isSubset(of: Set(PolicyCatalogue.standard.families.map(\.name))))
  }

  @Test("Every file of the environments, strategies and rules holds one of the catalogue's")
  func files() throws {
    let declared = try Sources.types(conformingTo: "Environment")
      .union(Sources.types(conformingTo: "ClusterStrategy"))
      .union(Sources.types(conformingTo: "SelectionRule"))
      .union(Sources.types(conformingTo: "Policy"))
      .union(Sources.types(conformingTo: "ContextualPolicy"))
      .union(Sources.types(conformingTo: "LinearRule"))
    let holds = try NSRegularExpression(pattern: #"(?:struct|class)\s+(\w+)"#)
    let machinery: Set<String> = [
      "Environment", "ClusterStrategy", "SelectionRule", "ArmTable", "Splitting",
      "CorrelatedArguments", "LineClustering", "LloydClustering",
    ]
    for folder in ["Environments", "ClusterStrategies", "Policies", "Rules"] {
      for (file, text) in try Sources.texts(folder) where !machinery.contains(file) {
        let types = holds.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap
        {
          Range($0.range(at: 1), in: text).map { String(text[$0]) }
        }
        #expect(!declared.isDisjoint(with: types), "\(folder)/\(file)")
      }
    }
  }

  @Test("A family that is added is found, and replaces one of its name")
  func adding() {
    let other = PolicyFamily(
      name: "random", summary: "another", parameters: [],
      prepare: { _, rewards in PreparedPolicy(rewards: rewards) { OraclePolicy(setting: $0) } })
    let catalogue = PolicyCatalogue.standard.adding(other)
    #expect(catalogue["random"]?.summary == "another")
    #expect(catalogue.families.count == PolicyCatalogue.standard.families.count)
    #expect(PolicyCatalogue(families: [])["random"] == nil)
    let environment = EnvironmentFamily(name: "mine", summary: "", parameters: []) { _ in
      .failure(ArgumentProblems([]))
    }
    let environments = EnvironmentCatalogue.standard.adding(environment).adding(environment)
    #expect(environments["mine"] != nil && EnvironmentCatalogue.standard["mine"] == nil)
    #expect(environments.families.count == EnvironmentCatalogue.standard.families.count + 1)
  }
}
