/// A value of an argument as a person writes it: what a plan holds instead of typed values.
///
/// It needs no catalogue to be stored, compared or sent; a catalogue says what it means.
public indirect enum PlanValue: Sendable, Hashable {
  /// `true` or `false`.
  case flag(Bool)
  /// A finite number, whole or not.
  case number(Double)
  /// A word, a name or a file name.
  case text(String)
  /// A list.
  case list([PlanValue])
  /// A mapping, such as a component with `kind` and its arguments.
  case mapping([String: PlanValue])

  /// The value on one line, as a label or a column shows it.
  public var summary: String {
    switch self {
    case .flag(let flag): return String(flag)
    case .number(let number): return number.short
    case .text(let text): return text
    case .list(let elements):
      let shown = elements.prefix(8).map(\.summary).joined(separator: ", ")
      return "[\(shown)\(elements.count > 8 ? ", …" : "")]"
    case .mapping(let entries):
      let name = ["kind", "schedule"].first { entries[$0] != nil }
      let rest = entries.filter { $0.key != name }.sorted { $0.key < $1.key }
        .map { "\($0.key) = \($0.value.summary)" }.joined(separator: ", ")
      guard let name, let word = entries[name] else { return "{\(rest)}" }
      return word.summary + (rest.isEmpty ? "" : " (\(rest))")
    }
  }
}

extension PlanValue: ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A flag.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A list.
  public init(arrayLiteral elements: PlanValue...) { self = .list(elements) }
  /// A mapping; of equal keys the last one holds.
  public init(dictionaryLiteral elements: (String, PlanValue)...) {
    self = .mapping(Dictionary(elements) { $1 })
  }
}

extension PlanValue: Codable {
  /// Reads a JSON value; null is none.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: NameKey.self) {
      self = .mapping(try container.values())
    } else if var list = try? decoder.unkeyedContainer() {
      var elements: [PlanValue] = []
      while !list.isAtEnd { elements.append(try list.decode(PlanValue.self)) }
      self = .list(elements)
    } else {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let text = try? container.decode(String.self) {
        // Before numbers: a decoder may take the word "inf" for one.
        self = .text(text)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }
  }

  /// Writes the natural JSON value; the keys of mappings in snake_case.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .mapping(let entries):
      var container = encoder.container(keyedBy: NameKey.self)
      for (name, value) in entries { try container.encode(value, forKey: NameKey(name)) }
    case .list(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .flag(let flag):
      var container = encoder.singleValueContainer()
      try container.encode(flag)
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .number(let number):
      var container = encoder.singleValueContainer()
      if number.rounded() == number, number.magnitude < 0x1p53 {
        try container.encode(Int64(number))
      } else {
        try container.encode(number)
      }
    }
  }
}

/// A key of a JSON object that stands for a name of an experiment file: `standard_deviation` for
/// `standard-deviation`.
struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name.replacing("-", with: "_") }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  /// As an experiment file has it.
  var name: String { stringValue.replacing("_", with: "-") }
}

extension KeyedDecodingContainer<NameKey> {
  /// All values by the names of an experiment file.
  func values(except left: Set<String> = []) throws -> [String: PlanValue] {
    var values: [String: PlanValue] = [:]
    for key in allKeys where !left.contains(key.name) {
      values[key.name] = try decode(PlanValue.self, forKey: key)
    }
    return values
  }
}
