import BanditTesting
import Foundation
import Randomness
import TestSupport
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

@Suite("Catalogues")
struct CatalogueTests {
  @Test("A policy for 0/1 rewards lists no model and no key of a model that are for others")
  func binaryModels() throws {
    let shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    let family = try #require(PolicyCatalogue.standard["ids"])
    let model = try #require(family.parameters.first { $0.name == "model" })
    guard case .component(let variants) = model.type else {
      Issue.record("model is no component")
      return
    }
    #expect(variants.map(\.name) == ["independent", "hierarchical", "empirical-bayes", "pooled"])
    var count = 0
    for variant in variants {
      for parameter in variant.parameters {
        let value = try #require(SampleArguments.values(parameter.type).first)
        let arguments = Arguments(
          ["model": .variant(variant.name, Arguments([parameter.name: value]))],
          defaultsOf: family.parameters)
        #expect(family.problems(arguments, shape).isEmpty, "\(variant.name): \(parameter.name)")
        count += 1
      }
    }
    #expect(count == 2)
    #expect(!variants.flatMap(\.parameters).contains { $0.name.contains("standard-deviation") })
  }

  private func isKebabCase(_ name: String) -> Bool {
    name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil
  }

  @Test("Every name in a catalogue is unique and in kebab-case, and has a one-line summary")
  func names() {
    for entries in [
      PolicyCatalogue.standard.families.map { ($0.name, $0.summary) },
      EnvironmentCatalogue.standard.families.map { ($0.name, $0.summary) },
      RuleCatalogue.standard.variants.map { ($0.name, $0.summary) },
      StrategyCatalogue.standard.variants.map { ($0.name, $0.summary) },
    ] {
      #expect(!entries.isEmpty)
      #expect(Set(entries.map(\.0)).count == entries.count)
      for (name, summary) in entries {
        #expect(isKebabCase(name), "\(name)")
        #expect(!summary.isEmpty && !summary.contains("\n"), "\(name)")
      }
    }
  }

  @Test("Every selection rule in the sources is a form of a rule of the catalogue")
  func rules() throws {
    let declared = try Sources.types(conformingTo: "SelectionRule")
    let clustering = Clustering(sizes: [1, 1])
    let reachable = RuleCatalogue.standard.entries.flatMap { entry in
      [RuleForm.binary, .gaussian, .sublinear].map { form in
        let arguments = SampleArguments.base(of: entry.variant.parameters)
        let erased = entry.erased(form, arguments, clustering, .arms, setting(clustering))
        // The only property is the box of the rule.
        let box = Mirror(reflecting: erased).children.first.map { type(of: $0.value) }
        return box.map { String(describing: $0) } ?? ""
      }
    }
    #expect(declared.contains("UpperConfidenceBound"), "the sources were read")
    #expect(Set(declared.map { "Box<\($0)>" }) == Set(reachable))
    for variant in RuleCatalogue.standard.variants {
      #expect(PolicyCatalogue.standard[variant.name] != nil, "a flat policy for every rule")
    }
  }

  @Test("Every cluster strategy in the sources is in the catalogue, with a loop for each fast rule")
  func strategies() throws {
    let declared = try Sources.types(conformingTo: "ClusterStrategy")
    let entries = StrategyCatalogue.standard.entries
    #expect(declared.contains("MaxStrategy"), "the sources were read")
    #expect(declared.count == entries.count)
    #expect(Set(entries.map(\.type)).count == entries.count)
    // Rules that are seldom played at two levels go through their erased form.
    let fast = RuleCatalogue.standard.entries.filter { !$0.loops.isEmpty }
    for rule in fast {
      #expect(Set(rule.loops.keys) == Set(entries.map(\.type)), "\(rule.variant.name)")
    }
    let names = Set(fast.map(\.variant.name))
    #expect(
      names == [
        "epsilon-greedy", "ucb", "ucb1", "ucb1-tuned", "kl-ucb", "bayes-ucb", "thompson",
      ])
  }

  @Test("Every environment in the sources is made by a family of the catalogue")
  func environments() throws {
    let declared = try Sources.types(conformingTo: "Environment")
    var reachable: Set<String> = []
    var fixed: Set<String> = []
    for family in EnvironmentCatalogue.standard.families {
      let environment = try family.make(SampleArguments.base(of: family.parameters)).get()
      reachable.insert(String(describing: type(of: environment)))
      var stream = SeedTree(test: family.name, root: 1).stream(
        replication: 0, role: .instance)
      // The contract allows for fewer clusters than the shape says.
      let instance = environment.drawInstance(using: &stream)
      #expect(environment.shape == shape(of: instance), "\(family.name)")
      if environment.isFixed { fixed.insert(family.name) }
    }
    #expect(fixed == ["bernoulli", "gaussian", "table"])
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

  @Test("A family that is added is found, and replaces one of its name")
  func adding() {
    let other = PolicyFamily(
      name: "random", summary: "another", parameters: [],
      prepare: { _, rewards in PreparedPolicy(rewards: rewards) { UniformRandom(setting: $0) } })
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
