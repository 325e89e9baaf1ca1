import BanditExperiments
import Foundation

/// JSON as the page and the server exchange it.
enum JSON {
  /// A value as JSON with its keys sorted, numbers as the shortest text that reads back.
  ///
  /// A number that is not finite is sent by its name, such as "inf"; the page shows a dash for it.
  static func text(_ value: some Encodable) -> String {
    guard let data = try? ResultJSON.encoder.encode(value) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }

  /// A value from JSON.
  static func value<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
