/// One combination of swept values, put into the file's root.
struct SweepVariant: Sendable {
  var root: ConfigurationNode
  /// What was put into environments, or into the whole experiment.
  var environmentAssignments: [Assignment] = []
  /// What was put into policies.
  var policyAssignments: [Assignment] = []

  /// One swept value in one place, which a label shows.
  struct Assignment: Sendable {
    /// The element of the list; nil stands for all of them.
    let index: Int?
    /// The last key of the path.
    let key: String
    /// The value on one line.
    let value: String
    /// The path with the value: a column of every output.
    let swept: Plan.SweptValue

    /// What a label gains; nothing by labels that stay as they are.
    var text: String? {
      guard key == "permute-labels", let permutation = LabelPermutation(swept.value) else {
        return "\(key) = \(value)"
      }
      return permutation == .none ? nil : permutation.words
    }
  }
}

/// Reads `sweep` and expands it into the Cartesian product of its values.
struct SweepReader {
  /// The largest product that is expanded.
  static let mostVariants = 10_000

  /// All combinations, the last axis fastest.
  ///
  /// An axis that does not fit is reported and left out, so that the rest of the file is still
  /// checked.
  static func variants(
    of root: ConfigurationNode, axes: [SweepAxis], _ reader: inout ArgumentReader
  ) -> [SweepVariant] {
    let base = SweepVariant(root: root)
    var variants = [base]
    for axis in axes {
      var probe = base
      guard apply(axis, axis.values[0], to: &probe, &reader) else { continue }
      var next: [SweepVariant] = []
      for variant in variants {
        for value in axis.values {
          var changed = variant
          guard apply(axis, value, to: &changed, &reader) else { continue }
          next.append(changed)
        }
      }
      variants = next
    }
    return variants
  }

  private static func apply(
    _ axis: SweepAxis, _ value: ConfigurationNode, to variant: inout SweepVariant,
    _ reader: inout ArgumentReader
  ) -> Bool {
    let first = axis.path[0]
    func assignment(_ index: Int?) -> SweepVariant.Assignment {
      SweepVariant.Assignment(
        index: index, key: axis.path.last ?? first, value: value.summary,
        swept: Plan.SweptValue(
          path: axis.path.joined(separator: "."), value: PlanValue(value)))
    }
    switch first {
    case "horizon" where axis.path.count == 1, "batch" where axis.path.count == 1:
      variant.environmentAssignments.append(assignment(nil))
    case "environment" where axis.path.count >= 2:
      variant.environmentAssignments.append(assignment(nil))
    case "environments" where axis.path.count >= 3, "policies" where axis.path.count >= 3:
      guard let index = index(axis.path[1], in: variant.root[first], axis, &reader) else {
        return false
      }
      if first == "policies" {
        variant.policyAssignments.append(assignment(index.value))
      } else {
        variant.environmentAssignments.append(assignment(index.value))
      }
    default:
      reader.report(
        axis.position, "\(axis.path.joined(separator: ".").quoted) cannot be swept",
        at: axis.keyPath,
        hint: axis.path.count == 1 && variant.root["environment"]?[first] != nil
          ? "did you mean 'environment.\(first)'?"
          : "sweep horizon, batch, environment.KEY, environments.N.KEY or policies.LABEL.KEY")
      return false
    }
    guard
      let changed = replacing(variant.root, axis.path[...], axis.spellings[...], with: value)
    else {
      reader.report(
        axis.position, "the path \(axis.path.joined(separator: ".").quoted) does not exist",
        at: axis.keyPath, hint: missing(axis.path, in: variant.root))
      return false
    }
    variant.root = changed
    return true
  }

  /// The element that a path names by number, by label or by `*` (nil: all of them).
  private static func index(
    _ component: String, in node: ConfigurationNode?, _ axis: SweepAxis,
    _ reader: inout ArgumentReader
  ) -> (value: Int?, Void)? {
    guard case .list(let elements, _) = node else {
      reader.report(
        axis.position, "there is no list '\(axis.path[0])' here", at: axis.keyPath,
        hint: "the path must lead to a key of this file")
      return nil
    }
    if component == "*" { return (nil, ()) }
    if let position = position(component, in: elements) { return (position, ()) }
    reader.report(
      axis.position,
      "the path \(axis.path.joined(separator: ".").quoted) does not exist: no element "
        + "\(component.quoted)", at: axis.keyPath,
      hint: elementHint(for: component, among: elements, axis.path))
    return nil
  }

  /// What to write in place of an element's name that no element has.
  private static func elementHint(
    for component: String, among elements: [ConfigurationNode], _ path: [String]
  ) -> String {
    let labels = elements.compactMap { $0.label }
    if let likely = suggestion(for: component, among: labels) { return "did you mean '\(likely)'?" }
    let rows = elements.map(\.rowLabel)
    let near = rows.indices.filter { rows[$0].hasPrefix(component) }
    if near.count == 1 {
      let rest = path.dropFirst(2).joined(separator: ".")
      return "did you mean '\(path[0]).\(near[0]).\(rest)', which is '\(rows[near[0]])'?"
    }
    let list = rows.enumerated().prefix(8).map { "\($0) (\($1))" }.joined(separator: ", ")
    return "the \(path[0]) are \(list)\(rows.count > 8 ? ", …" : ""); * stands for all"
  }

  private static func position(_ component: String, in elements: [ConfigurationNode]) -> Int? {
    if let labelled = elements.firstIndex(where: { $0.label == component }) { return labelled }
    if let number = Int(component), elements.indices.contains(number) { return number }
    // An element without a label is called by its kind where it is the only one of it.
    let alike = elements.indices.filter {
      if case .scalar(component, _, _)? = elements[$0]["kind"] { true } else { false }
    }
    return alike.count == 1 ? alike[0] : nil
  }

  /// The tree with the node at `path` replaced, or nil if the path leads nowhere.
  ///
  /// A last key that is absent is added: whether it is allowed is for the reader of its mapping to
  /// say.
  static func replacing(
    _ node: ConfigurationNode, _ path: ArraySlice<String>, _ spellings: ArraySlice<Set<String>>,
    with value: ConfigurationNode
  ) -> ConfigurationNode? {
    guard let component = path.first, let words = spellings.first else { return value }
    let (rest, others) = (path.dropFirst(), spellings.dropFirst())
    switch node {
    case .scalar: return nil
    case .list(var elements, let position):
      let indices: [Int]
      if component == "*" {
        indices = Array(elements.indices)
      } else {
        guard let index = self.position(component, in: elements) else { return nil }
        indices = [index]
      }
      for index in indices {
        guard let changed = replacing(elements[index], rest, others, with: value) else {
          return nil
        }
        elements[index] = changed
      }
      return .list(elements, at: position)
    case .mapping(var entries, let position):
      if let index = entries.firstIndex(where: { $0.key == component })
        ?? entries.firstIndex(where: { words.contains($0.key.folded) })
      {
        guard let changed = replacing(entries[index].value, rest, others, with: value) else {
          return nil
        }
        entries[index] = ConfigurationNode.Entry(
          key: component, position: entries[index].position, value: changed)
      } else if rest.isEmpty, !component.isEmpty {
        entries.append(
          ConfigurationNode.Entry(key: component, position: value.position, value: value))
      } else {
        return nil
      }
      return .mapping(entries, at: position)
    }
  }

  private static func missing(_ path: [String], in root: ConfigurationNode) -> String {
    var node = root
    for component in path {
      switch node {
      case .mapping(let entries, _):
        guard let next = node[component] else {
          return hint(for: component, among: entries.map(\.key), what: "keys there")
        }
        node = next
      case .list(let elements, _):
        guard let index = position(component, in: elements) else {
          return "use a number from 0 to \(elements.count - 1), or *"
        }
        node = elements[index]
      case .scalar:
        return "there is nothing below a single value"
      }
    }
    return "check its spelling"
  }
}
