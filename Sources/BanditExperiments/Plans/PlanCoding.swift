package import Foundation

/// An object with `kind` and the arguments beside it, as in an experiment file.
extension Plan.Component: Codable {
  /// Reads the object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NameKey.self)
    self.init(
      try container.decode(String.self, forKey: NameKey("kind")),
      try container.values(except: ["kind"]))
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NameKey.self)
    try container.encode(kind, forKey: NameKey("kind"))
    for (name, value) in arguments { try container.encode(value, forKey: NameKey(name)) }
  }
}

extension Plan {
  /// The plan as JSON with sorted keys and no blanks: equal plans have equal texts.
  public var canonicalText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every number of a plan is finite, and no other type can fail to encode.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The SHA-256 of ``canonicalText``, in hexadecimal digits.
  public var sha256: String { ContentHash.sha256(canonicalText.utf8) }
}

extension Plan {
  /// Whether all data files of the plan are in `folder` as they were when the plan was made.
  package func filesAreUnchanged(in folder: URL) -> Bool {
    files.allSatisfy { file in
      let path = URL(fileURLWithPath: file.name, relativeTo: folder).path
      return (try? readFile(path)).map { ContentHash.sha256($0) } == file.sha256
    }
  }
}
