/// What whoever reads a result must know of how some of its rows were played.
public struct Remark: Sendable, Hashable, Codable {
  /// The labels of the policies or environments that it is about.
  public let labels: [String]
  /// What there is to know.
  public let text: String

  /// A remark on rows.
  public init(labels: [String], text: String) {
    self.labels = labels
    self.text = text
  }

  /// In words: the labels, or how many they are.
  var line: String {
    let shown = labels.prefix(4).joined(separator: ", ")
    let rest = labels.count - 4
    return "\(shown)\(rest > 0 ? " and \(rest) more" : ""): \(text)"
  }

  /// The remarks with those of one text put together, in the order in which texts come first.
  static func merged(_ remarks: [Remark]) -> [Remark] {
    var texts: [String] = []
    var labels: [String: [String]] = [:]
    for remark in remarks {
      if labels[remark.text] == nil { texts.append(remark.text) }
      let known = labels[remark.text] ?? []
      labels[remark.text] = known + remark.labels.filter { !known.contains($0) }
    }
    return texts.map { Remark(labels: labels[$0] ?? [], text: $0) }
  }
}
