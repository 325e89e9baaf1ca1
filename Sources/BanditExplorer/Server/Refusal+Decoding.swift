extension Refusal {
  /// What of a question is not understood, by its key.
  init(notUnderstood error: any Error) {
    guard let error = error as? DecodingError else {
      self.init(400, "the question is not understood", "reload the page")
      return
    }
    switch error {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let words = Refusal.words(for: type)
      let key = Refusal.path(context.codingPath)
      let subject = key.isEmpty ? "the question" : "'\(key)'"
      self.init(400, "\(subject) is not \(words)", "give \(words) there")
    case .keyNotFound(let key, let context):
      let path = Refusal.path(context.codingPath + [key])
      self.init(400, "'\(path)' is missing", "give it")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      let path = Refusal.path(context.codingPath)
      self.init(
        400, "the value of '\(path)' is out of range or of another kind",
        "give a whole number, or a smaller one")
    default: self.init(400, "the question is no JSON", "send an object with its keys")
    }
  }

  /// A path to a value such as "pairs[0][1]".
  private static func path(_ keys: [any CodingKey]) -> String {
    var path = ""
    for key in keys.prefix(20) {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue.prefix(40)
      }
    }
    return path
  }

  private static func words(for type: Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is [Any].Type: "a list"
    default: "an object with keys"
    }
  }
}
