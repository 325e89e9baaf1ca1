import ClusterBandit

/// Priors, partitions and trees: lists with a shape.
extension ArgumentReader {
  mutating func betaPriors(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> [BetaPrior]? {
    guard let elements = elements(node, of: "priors", at: path, example: "[1, 1]") else {
      return nil
    }
    guard case .list = elements[0] else {
      return pair(node, at: path).map { [$0] }
    }
    var priors: [BetaPrior] = []
    for (index, element) in elements.enumerated() {
      if let prior = pair(element, at: path[index]) { priors.append(prior) }
    }
    return priors.count == elements.count ? priors : nil
  }

  private mutating func pair(_ node: ConfigurationNode, at path: KeyPathText) -> BetaPrior? {
    numbers(node, .weight, count: 2, at: path).map {
      BetaPrior(alpha: $0[0], beta: $0[1])
    }
  }

  mutating func partition(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> [[Int]]? {
    guard
      let clusters = elements(
        node, of: "clusters", at: path, example: "[[0, 1], [2]] for three arms")
    else {
      return nil
    }
    if let nested = clusters.nestedByCluster {
      report(
        node.position, "expected a list of arms for each cluster, found a list of single values",
        at: path,
        hint: "if they are the clusters of arms 0, 1, …, write \(nested)")
      return nil
    }
    var result: [[Int]] = []
    let before = diagnostics.count
    for (index, cluster) in clusters.enumerated() {
      guard case .list(let arms, _) = cluster else {
        report(
          cluster.position, "expected a list of arms, found \(cluster.kind)", at: path[index],
          hint: "write a cluster as a list: [[0, 1], [2]] for three arms")
        continue
      }
      var numbers: [Int] = []
      for (position, arm) in arms.enumerated() {
        if let number = integer(arm, 0...Int(Int32.max), at: path[index][position]) {
          numbers.append(number)
        }
      }
      result.append(numbers)
    }
    return diagnostics.count == before ? result : nil
  }

  /// Nested lists of arms; the recursion ends at the deepest tree that is allowed.
  mutating func tree(
    _ node: ConfigurationNode, at path: KeyPathText, depth: Int = 0
  ) -> ArmTree? {
    guard case .list(let elements, let position) = node else {
      report(
        node.position, "expected a list of arms or of lists, found \(node.kind)", at: path,
        hint: "write the tree as nested lists: [[0, 1], [[2], [3, 4]]]")
      return nil
    }
    guard depth <= Hierarchy.depthLimit else {
      report(
        position, "the tree is deeper than \(Hierarchy.depthLimit) levels", at: path,
        hint: "leave out levels with a single branch")
      return nil
    }
    let holdsLists = elements.contains { if case .list = $0 { true } else { false } }
    let before = diagnostics.count
    var arms: [Int] = []
    var children: [ArmTree] = []
    for (index, element) in elements.enumerated() {
      if case .list = element {
        if let child = tree(element, at: path[index], depth: depth + 1) { children.append(child) }
      } else if let arm = integer(element, 0...Int(Int32.max), at: path[index]) {
        arms.append(arm)
        guard holdsLists else { continue }
        report(
          element.position, "arm \(arm) is among lists", at: path[index],
          hint: "write [\(arm)] for a single arm: a list holds arms or lists, not both")
      }
    }
    guard diagnostics.count == before else { return nil }
    return holdsLists ? .nodes(children) : .arms(arms)
  }
}

extension [ConfigurationNode] {
  /// The arms 0, 1, … by the clusters that single values give them, in the order of the list.
  fileprivate var nestedByCluster: String? {
    var arms: [String: [Int]] = [:]
    var order: [String] = []
    for (arm, element) in enumerated() {
      guard case .scalar(let cluster, _, _) = element else { return nil }
      if arms[cluster, default: []].isEmpty { order.append(cluster) }
      arms[cluster, default: []].append(arm)
    }
    let lists = order.map { "[" + (arms[$0] ?? []).map(String.init).joined(separator: ", ") + "]" }
    return "[\(lists.joined(separator: ", "))]".shown(atMost: 200)
  }
}
