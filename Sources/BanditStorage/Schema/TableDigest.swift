import BanditExperiments
import SQLite

/// The SHA-256 of a table's values in the order of its key, whatever pages they lie on.
struct TableDigest {
  private var bytes: [UInt8] = []
  private var digests: [UInt8] = []

  /// The hash of the rows that a statement selects.
  static func sha256(_ db: Database, _ selection: String) throws -> String {
    var digest = TableDigest()
    let rows = try Row.fetchCursor(db, sql: selection)
    while let row = try rows.next() {
      for value in row.databaseValues { digest.add(value) }
      digest.bytes.append(0x0A)
    }
    return digest.sha256
  }

  private mutating func add(_ value: DatabaseValue) {
    switch value {
    case .null: bytes.append(0)
    case .integer(let number): add(1, UInt64(bitPattern: number))
    case .real(let number): add(2, number.bitPattern)
    case .text(let text): add(3, Array(text.utf8))
    case .blob(let data): add(4, Array(data))
    }
    // Tables may be larger than the memory: what is hashed at last are the hashes of parts.
    if bytes.count > 1 << 20 { reduce() }
  }

  private mutating func add(_ tag: UInt8, _ bits: UInt64) {
    bytes.append(tag)
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func add(_ tag: UInt8, _ content: [UInt8]) {
    add(tag, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  private mutating func reduce() {
    digests += ContentHash.digest(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private var sha256: String {
    var rest = self
    rest.reduce()
    return ContentHash.sha256(rest.digests)
  }
}
