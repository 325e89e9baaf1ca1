import TextFiles

/// One swept key: where it is and the values it takes.
struct SweepAxis: Sendable {
  /// The keys of the path, the first by its name and the others as written.
  let path: [String]
  /// For each of them the folded spellings of the same key.
  let spellings: [Set<String>]
  let position: SourcePosition
  let values: [ConfigurationNode]
  let keyPath: KeyPathText
}

extension ConfigurationNode {
  /// The axes that a mapping of paths and lists stands for.
  fileprivate var axesMeant: [String] {
    guard case .mapping(let entries, _) = self else { return [] }
    return entries.compactMap { entry in
      guard case .list = entry.value else { return nil }
      return "{path: \(entry.key), values: \(entry.value.summary)}"
    }
  }

  /// The sweep that a mapping stands for.
  fileprivate var sweepMeant: String? {
    if let path = self["path"], let values = self["values"] {
      return "[{path: \(path.summary), values: \(values.summary)}]"
    }
    return axesMeant.isEmpty ? nil : "[\(axesMeant.joined(separator: ", "))]"
  }
}

extension SweepReader {
  private static let example = "[{path: environment.gap, values: [0.1, 0.2]}]"

  /// The axes that `node` declares.
  ///
  /// - Parameter terms: the keys that components may have.
  static func axes(
    _ node: ConfigurationNode, _ terms: [Term], _ reader: inout ArgumentReader
  ) -> [SweepAxis] {
    let path = KeyPathText(text: "sweep")
    guard
      let elements = reader.elements(
        node, of: "{path, values}", at: path, example: node.sweepMeant ?? example)
    else { return [] }
    var axes: [SweepAxis] = []
    for (index, element) in elements.enumerated() {
      if element["path"] == nil, element["values"] == nil, let meant = element.axesMeant.first {
        reader.report(
          element.position, "the keys 'path' and 'values' are missing", at: path[index],
          hint: "write \(meant)")
        continue
      }
      guard
        let entries = reader.entries(
          of: element, at: path[index], allowed: ["path", "values"], what: "a sweep")
      else { continue }
      for key in ["path", "values"] where entries[key] == nil {
        reader.report(
          element.position, "the key '\(key)' is missing", at: path[index][key],
          hint: "write {path: environment.gap, values: [0.1, 0.2]}")
      }
      guard let pathNode = entries["path"], let valuesNode = entries["values"],
        let text = reader.text(pathNode, at: path[index]["path"]),
        let values = reader.elements(
          valuesNode, of: "values", at: path[index]["values"], example: "[0.1, 0.2, 0.5]",
          offering: { decimalNumber($0) != nil })
      else { continue }
      if let meant = values.pointed, values.isSpacedInPairs, values.beginWithZeroOrOne {
        reader.reportDecimalCommas(
          valuesNode, meant, count: values.count, at: path[index]["values"])
        continue
      }
      var words = Set<String>()
      let repeated = values.firstIndex { value in
        guard case .scalar(let word, _, _) = value else { return false }
        return !words.insert(word).inserted
      }
      if let place = repeated {
        reader.report(
          values[place].position, "\(values[place].kind) is among the values twice",
          at: path[index]["values"][place], hint: "keep it once")
        continue
      }
      if axes.contains(where: { $0.path == components(text) }) {
        reader.report(
          pathNode.position, "the path \(text.quoted) is swept twice", at: path[index]["path"],
          hint: "put all values into one list")
        continue
      }
      axes.append(
        SweepAxis(
          path: components(text), spellings: spellings(of: components(text), terms),
          position: pathNode.position, values: values,
          keyPath: path[index]["path"]))
    }
    let product = axes.reduce(1) { min($0 * $1.values.count, mostVariants + 1) }
    if product > mostVariants {
      reader.report(
        node.position, "the sweep has more than \(grouped(mostVariants)) combinations", at: path,
        hint: "split it into several experiments")
      return []
    }
    return axes
  }

  /// `policies[0].epsilon` and `policies.0.epsilon` are the same path.
  static func components(_ text: String) -> [String] {
    let keys = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "[" }
      .map { $0.hasSuffix("]") ? String($0.dropLast()) : String($0) }
    let first = PlanReading.keys.map { Term(key: $0) }.name(for: keys[0]) ?? keys[0]
    return [first] + keys.dropFirst()
  }

  /// For each key of a path the folded spellings of the same key.
  static func spellings(of path: [String], _ terms: [Term]) -> [Set<String>] {
    path.map { key in
      var spellings: Set<String> = [key.folded]
      for term in terms where [term].name(for: key) != nil {
        spellings.formUnion(([term.name] + term.aliases).map(\.folded))
      }
      return spellings
    }
  }
}
