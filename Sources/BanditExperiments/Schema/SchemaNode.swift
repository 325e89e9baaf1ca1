/// A JSON value with members in a fixed order, for the schema.
indirect enum SchemaNode: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([SchemaNode])
  case object([(key: String, value: SchemaNode)])

  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: SchemaNode...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, SchemaNode)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  /// A schema that allows one of some words.
  static func words(_ words: [String]) -> SchemaNode { ["enum": .list(words.map { .text($0) })] }

  /// A schema that allows what one of some schemas allows.
  static func any(_ schemas: [SchemaNode]) -> SchemaNode {
    schemas.count == 1 ? schemas[0] : ["anyOf": .list(schemas)]
  }

  /// A schema of a list.
  static func list(of element: SchemaNode, atLeast count: Int = 0) -> SchemaNode {
    var members: SchemaNode = ["type": "array", "items": element]
    if count > 0 { members.add("minItems", .number(Double(count))) }
    return members
  }

  /// Any text: without quotes YAML takes some for numbers or for true and false.
  static let anyText: SchemaNode = ["type": ["string", "number", "boolean"]]

  /// A schema of a mapping: its keys, under each of their names, and no others.
  static func mapping(_ properties: [SchemaProperty]) -> SchemaNode {
    var schema: SchemaNode = [
      "type": "object",
      "properties": .object(
        properties.flatMap { property in
          property.names.map { (key: $0, value: property.value) }
        }),
      "additionalProperties": false,
    ]
    func requiring(_ name: String) -> SchemaNode { .list([.text(name)]) }
    let required = properties.filter(\.isRequired).map(\.names)
    let alone = required.filter { $0.count == 1 }.joined()
    if !alone.isEmpty { schema.add("required", .list(alone.map { .text($0) })) }
    // One of several names must be there, and not two.
    let several = required.filter { $0.count > 1 }.map { names -> SchemaNode in
      ["oneOf": .list(names.map { ["required": requiring($0)] })]
    }
    if !several.isEmpty { schema.add("allOf", .list(several)) }
    return schema
  }

  /// The object with one more member.
  mutating func add(_ key: String, _ value: SchemaNode) {
    guard case .object(let members) = self else { return }
    self = .object(members + [(key: key, value: value)])
  }

  /// The schema with a description.
  func described(_ text: String) -> SchemaNode {
    var schema = self
    schema.add("description", .text(text))
    return schema
  }

  /// The text, two spaces for each level.
  func json(indent: String = "") -> String {
    let inner = indent + "  "
    func block(_ open: String, _ parts: [String], _ close: String) -> String {
      parts.isEmpty
        ? open + close
        : "\(open)\n\(parts.map { inner + $0 }.joined(separator: ",\n"))\n\(indent)\(close)"
    }
    switch self {
    case .text(let text): return JSONText.string(text)
    case .number(let number): return JSONText.number(number)
    case .flag(let flag): return flag ? "true" : "false"
    case .list(let elements):
      let texts = elements.map { $0.json(indent: inner) }
      let line = "[\(texts.joined(separator: ", "))]"
      return line.count <= 80 && !line.contains("\n") ? line : block("[", texts, "]")
    case .object(let members):
      return block(
        "{", members.map { "\(JSONText.string($0.key)): \($0.value.json(indent: inner))" }, "}")
    }
  }
}

/// A key of a mapping with what may stand there.
struct SchemaProperty {
  /// The key and the other words for it.
  let names: [String]
  let value: SchemaNode
  let isRequired: Bool

  init(_ term: Term, _ value: SchemaNode, isRequired: Bool = false) {
    names = [term.name] + term.aliases
    self.value = value
    self.isRequired = isRequired
  }

  /// A key that is called in files as ``Term/init(key:)`` has it.
  init(_ key: String, _ value: SchemaNode, isRequired: Bool = false) {
    self.init(Term(key: key), value, isRequired: isRequired)
  }
}
