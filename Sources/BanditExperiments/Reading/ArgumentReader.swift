import ClusterBandit
import Foundation

/// Reads configuration nodes against declared parameters and collects all that is wrong.
struct ArgumentReader {
  /// The folder that file names are relative to.
  let folder: URL
  /// Where data files may be besides.
  var dataFolders = DataFolders()
  /// What was wrong so far.
  var diagnostics: [Diagnostic] = []
  /// The hashes that data files must have, by their names.
  var expectedHashes: [String: String] = [:]
  /// Whether data files are read.
  var readsFiles = true
  /// The data files that were read, in their order.
  var filesRead: [Plan.DataFile] = []
  /// The hashes of files by path.
  var hashes: [String: String] = [:]
  /// Tables by path, so that a sweep reads a file once.
  var tables: [String: Result<ArmTable, InvalidInput>] = [:]
  /// Histories by path.
  var histories: [String: Result<ArmHistory, InvalidInput>] = [:]
  /// Logs by path.
  var logs: [String: Result<RewardLog, InvalidInput>] = [:]
  /// Tables of features by path.
  var features: [String: Result<ArmFeatures, InvalidInput>] = [:]

  init(folder: URL) { self.folder = folder }

  mutating func report(
    _ position: SourcePosition, _ message: String, at path: KeyPathText, hint: String
  ) {
    diagnostics.append(Diagnostic(position, message, at: path.text, hint: hint))
  }

  // MARK: Mappings

  /// The entries of a mapping, after reporting keys that are not `allowed`.
  ///
  /// - Parameter remark: what is added to a hint that lists the keys.
  mutating func entries(
    of node: ConfigurationNode, at path: KeyPathText, allowed: [String], what: String,
    remark: String = ""
  ) -> [String: ConfigurationNode]? {
    entries(of: node, at: path, terms: allowed.map { Term(key: $0) }, what: what, remark: remark)
  }

  /// The entries of a mapping under the names of their keys, after reporting unknown ones.
  private mutating func entries(
    of node: ConfigurationNode, at path: KeyPathText, terms: [Term], what: String,
    remark: String = ""
  ) -> [String: ConfigurationNode]? {
    guard case .mapping(let entries, _) = node else {
      report(
        node.position, "expected a mapping with keys, found \(node.kind)", at: path,
        hint: "the keys of \(what) are \(terms.map(\.name).joined(separator: ", "))")
      return nil
    }
    var result: [String: ConfigurationNode] = [:]
    var spelt: [String: String] = [:]
    for entry in entries {
      if let key = terms.name(for: entry.key) {
        if result[key] == nil {
          (result[key], spelt[key]) = (entry.value, entry.key)
        } else if let other = spelt[key], other != entry.key {
          report(
            entry.position, "'\(entry.key)' and '\(other)' are names of one key", at: path[key],
            hint: "keep '\(key)'")
        }
      } else {
        report(
          entry.position, "unknown key \(entry.key.quoted)", at: path[entry.key],
          hint: hint(forKey: entry, among: terms, what: "keys of \(what)", remark: remark))
      }
    }
    return result
  }

  private func hint(
    forKey entry: ConfigurationNode.Entry, among terms: [Term], what: String, remark: String
  ) -> String {
    // Between braces a comma ends a value: {epsilon: 0,1} has a key 1.
    if entry.value.isEmpty, !entry.key.isEmpty, entry.key.allSatisfy(\.isNumber) {
      return "write decimals with a point, as in 0.\(entry.key)"
    }
    if let nested = entry.nested(below: terms) { return "nest it: write \(nested)" }
    if let spaced = entry.spaced { return "write a space after the colon: \(spaced)" }
    let hint = BanditExperiments.hint(for: entry.key, among: terms, what: what)
    return hint.hasSuffix("?") ? hint : hint + remark
  }

  /// The arguments that a mapping gives to `parameters`, or nil if something was wrong.
  ///
  /// - Parameter extra: keys of the mapping that somebody else reads.
  mutating func arguments(
    from node: ConfigurationNode, for parameters: [Parameter], extra: [String],
    at path: KeyPathText, what: String
  ) -> Arguments? {
    let before = diagnostics.count
    let terms = extra.map { Term(key: $0) } + parameters.map { Term($0) }
    guard let entries = entries(of: node, at: path, terms: terms, what: what) else { return nil }
    var values: [String: ParameterValue] = [:]
    for parameter in parameters {
      if let value = entries[parameter.name] {
        if case .numbers(_, nil) = parameter.type,
          isNested(value, path[parameter.name], clusters: parameters.first(where: \.isPartition))
        {
          continue
        }
        values[parameter.name] = self.value(value, parameter.type, at: path[parameter.name])
      } else if case .required = parameter.absence {
        report(
          node.position, "the key '\(parameter.name)' is missing",
          at: path[parameter.name],
          hint: "\(parameter.name): \(parameter.meaning)")
      }
    }
    guard diagnostics.count == before else { return nil }
    return Arguments(values, defaultsOf: parameters)
  }

  // MARK: Values

  /// A value of the given type, or nil after reporting what is wrong.
  mutating func value(
    _ node: ConfigurationNode, _ type: ParameterType, at path: KeyPathText
  ) -> ParameterValue? {
    switch type {
    case .number(let range): number(node, range, at: path).map { .number($0) }
    case .numberOrWord(let range, let words): numberOrWord(node, range, words, at: path)
    case .integer(let range): integer(node, range, at: path).map { .integer($0) }
    case .integers(let range): integers(node, range, at: path).map { .numbers($0.map(Double.init)) }
    case .flag: flag(node, at: path).map { .flag($0) }
    case .choice(let words): choice(node, words, at: path).map { .word($0) }
    case .numbers(let range, let count):
      numbers(node, range, count: count, at: path).map { .numbers($0) }
    case .scheduled(let range, let variants): scheduled(node, range, variants, at: path)
    case .component(let variants): variant(node, variants, key: "kind", at: path)
    case .components(let variants): components(node, variants, at: path).map { .list($0) }
    case .betaPriors: betaPriors(node, at: path).map { .priors($0) }
    case .partition: partition(node, at: path).map { .partition($0) }
    case .tree: tree(node, at: path).map { .tree($0) }
    case .table:
      table(node, at: path, \.tables) { file, bytes throws(InvalidInput) in
        try TableReader(file: file).read(bytes)
      }.map { .table($0) }
    case .log:
      table(node, at: path, \.logs) { file, bytes throws(InvalidInput) in
        try LogReader(file: file).read(bytes)
      }.map { .log($0) }
    case .features:
      table(node, at: path, \.features) { file, bytes throws(InvalidInput) in
        try FeatureReader(file: file).read(bytes)
      }.map { .features($0) }
    case .history:
      table(node, at: path, \.histories) { file, bytes throws(InvalidInput) in
        try HistoryReader(file: file).read(bytes)
      }.map { .history($0) }
    case .vectors(let range): vectors(node, range, at: path).map { .vectors($0) }
    }
  }

  private mutating func vectors(
    _ node: ConfigurationNode, _ range: NumberRange, at path: KeyPathText
  ) -> [[Double]]? {
    guard let elements = elements(node, of: "vectors", at: path) else { return nil }
    var vectors: [[Double]] = []
    for (index, element) in elements.enumerated() {
      if let vector = numbers(element, range, count: nil, at: path[index]) {
        vectors.append(vector)
      }
    }
    return vectors.count == elements.count ? vectors : nil
  }

  private mutating func components(
    _ node: ConfigurationNode, _ variants: [Variant], at path: KeyPathText
  ) -> [ParameterValue]? {
    guard
      let elements = elements(
        node, of: "names or mappings with 'kind'", at: path, example: "[name, {kind: name}]")
    else { return nil }
    let values = elements.enumerated().compactMap { index, element in
      variant(element, variants, key: "kind", at: path[index])
    }
    return values.count == elements.count ? values : nil
  }

  private mutating func scheduled(
    _ node: ConfigurationNode, _ range: NumberRange, _ variants: [Variant], at path: KeyPathText
  ) -> ParameterValue? {
    let words = variants.map { Term($0) }
    if case .mapping = node { return variant(node, variants, key: "schedule", at: path) }
    if case .scalar(let word, _, _) = node, words.name(for: word) != nil {
      return variant(node, variants, key: "schedule", at: path)
    }
    let before = diagnostics.count
    guard let value = number(node, range, at: path) else {
      // The hint of a number says nothing of schedules.
      if diagnostics.count > before {
        let last = diagnostics.removeLast()
        let names = words.map(\.name).joined(separator: " or ")
        diagnostics.append(
          Diagnostic(
            last.position, last.message, at: last.keyPath,
            hint: last.hint + ", or {schedule: \(names)}"))
      }
      return nil
    }
    return .constant(value)
  }

  private mutating func variant(
    _ node: ConfigurationNode, _ variants: [Variant], key: String, at path: KeyPathText
  ) -> ParameterValue? {
    let words = variants.map { Term($0) }
    let names = words.map(\.name)
    let nameNode: ConfigurationNode
    if case .scalar = node, !node.isEmpty {
      nameNode = node
    } else if case .mapping = node {
      guard let given = node[key] else {
        report(
          node.position, "the key '\(key)' is missing", at: path[key],
          hint: "write \(key): and one of \(names.joined(separator: ", "))")
        return nil
      }
      nameNode = given
    } else {
      report(
        node.position, "expected a mapping with '\(key)', found \(node.kind)", at: path,
        hint: "write {\(key): …} with one of \(names.joined(separator: ", "))")
      return nil
    }
    let namePath = if case .mapping = node { path[key] } else { path }
    guard let name = choice(nameNode, words, at: namePath),
      let variant = variants.first(where: { $0.name == name })
    else { return nil }
    // A bare name stands for a mapping that holds nothing else.
    let mapping: ConfigurationNode =
      if case .mapping = node { node } else { .mapping([], at: node.position) }
    return arguments(
      from: mapping, for: variant.parameters, extra: [key], at: path,
      what: "'\(variant.name)'"
    ).map { .variant(variant.name, $0) }
  }
}
