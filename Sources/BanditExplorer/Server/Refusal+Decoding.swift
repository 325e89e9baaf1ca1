import BanditExperiments

extension Refusal {
  /// What of a question is not understood, by its key.
  init(notUnderstood error: any Error, in body: [UInt8]) {
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
    case .dataCorrupted:
      guard let key = Refusal.brokenNumber(in: body) else { fallthrough }
      self.init(400, "'\(key)' is not a whole number, or too large", "give a whole number there")
    default: self.init(400, "the question is no JSON", "send an object with its keys")
    }
  }

  /// The key of the first number that is not whole or too large, which the decoder does not tell:
  /// those that stand in a question itself are all whole.
  private static func brokenNumber(in body: [UInt8]) -> String? {
    guard case .mapping(let entries)? = try? JSON.value(PlanValue.self, body) else { return nil }
    func isBroken(_ value: PlanValue) -> Bool {
      switch value {
      case .number(let number): Int(exactly: number) == nil
      case .list(let elements): elements.contains(where: isBroken)
      default: false
      }
    }
    return entries.sorted { $0.key < $1.key }.first { isBroken($0.value) }?.key
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
