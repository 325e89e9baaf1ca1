import Foundation
import Testing

@testable import SQLite

@Suite("SQLite")
struct DatabaseTests {
  private func table() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try queue.inDatabase {
      try $0.execute(sql: "CREATE TABLE t(k INTEGER PRIMARY KEY, v); -- a comment\n")
    }
    return queue
  }

  @Test("A value of each storage class comes out as it went in")
  func values() throws {
    let values: [DatabaseValue] = [
      .null, .integer(.min), .integer(.max), .real(0.1), .real(-.infinity),
      .real(.leastNonzeroMagnitude), .text(""), .text("κ\0'"), .blob(Data()),
      .blob(Data([0, 255])),
    ]
    let queue = try table()
    try queue.write { db in
      let insertion = try db.makeStatement(sql: "INSERT INTO t VALUES(?, ?)")
      for (key, value) in values.enumerated() { try insertion.execute(arguments: [key, value]) }
    }
    let found = try queue.read { db in
      try DatabaseValue.fetchAll(db, sql: "SELECT v FROM t ORDER BY k")
    }
    #expect(found == values)
    #expect(Double.nan.databaseValue == .null)
    let two = try queue.read {
      try Row.fetchAll($0, sql: "SELECT k, v FROM t WHERE k > ? AND k < ?", arguments: [2, 5])
    }
    #expect(
      two.map(\.databaseValues) == [[.integer(3), .real(0.1)], [.integer(4), .real(-.infinity)]])
    #expect(two[0][7] == .null)
  }

  @Test("What throws inside a transaction leaves nothing, and the next one works")
  func rollback() throws {
    struct Refusal: Error {}
    let queue = try table()
    #expect(throws: Refusal.self) {
      try queue.write { db in
        try db.execute(sql: "INSERT INTO t VALUES(1, 'a')")
        throw Refusal()
      }
    }
    try queue.write { try $0.execute(sql: "INSERT INTO t VALUES(2, 'b')") }
    #expect(try queue.read { try Int.fetchAll($0, sql: "SELECT k FROM t") } == [2])
    let error = #expect(throws: DatabaseError.self) {
      try queue.write { db in
        try db.execute(sql: "INSERT INTO t VALUES(3, 'c'); INSERT INTO t VALUES(2, 'd')")
      }
    }
    #expect(error?.message == "UNIQUE constraint failed: t.k")
    #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 1)
  }

  @Test("A column of another type, wrong statements and too few arguments are errors")
  func misuse() throws {
    let queue = try table()
    try queue.write { try $0.execute(sql: "INSERT INTO t VALUES(1, 'a')") }
    func code(_ body: (Database) throws -> Void) -> ResultCode? {
      do {
        try queue.read(body)
        return nil
      } catch {
        return (error as? DatabaseError)?.resultCode
      }
    }
    #expect(code { _ = try Double.fetchAll($0, sql: "SELECT v FROM t") } == .corrupt)
    #expect(code { _ = try Int.fetchOne($0, sql: "SELECT k FROM t WHERE k = ?") } == .misuse)
    #expect(code { _ = try $0.makeStatement(sql: " -- nothing") } == .misuse)
    #expect(code { try $0.execute(sql: "SELEC 1") } == ResultCode(rawValue: 1))
    #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT NULL") } == nil)
    try queue.close()
    #expect(code { _ = try Int.fetchOne($0, sql: "SELECT 1") } == .misuse)
  }

  @Test("Files: none, one that is no database, read-only, and one that somebody writes")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func code(_ body: () throws -> Void) -> ResultCode? {
      do {
        try body()
        return nil
      } catch {
        return (error as? DatabaseError)?.resultCode
      }
    }
    let path = folder.appendingPathComponent("a.sqlite").path
    #expect(code { _ = try DatabaseQueue(path: path, isReadOnly: true) } == .cannotOpen)
    #expect(!FileManager.default.fileExists(atPath: path))
    let writer = try DatabaseQueue(path: path)
    try writer.write { try $0.execute(sql: "CREATE TABLE t(v)") }
    let reader = try DatabaseQueue(path: path, isReadOnly: true)
    #expect(code { try reader.write { try $0.execute(sql: "DROP TABLE t") } } == .readOnly)
    try writer.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let busy = code { _ = try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } }
    #expect(busy == .busy)
    try writer.inDatabase { try $0.execute(sql: "COMMIT") }
    #expect(try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 0)
    let other = folder.appendingPathComponent("b.sqlite")
    try Data("name: three-arm\n".utf8).write(to: other)
    let foreign = try DatabaseQueue(path: other.path, isReadOnly: true)
    #expect(
      code { _ = try foreign.read { try Int.fetchOne($0, sql: "SELECT 1 FROM sqlite_master") } }
        == .notADatabase)
  }
}
