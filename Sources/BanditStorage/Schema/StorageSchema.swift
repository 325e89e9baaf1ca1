import ClusterBandit
import SQLite

/// The tables of a result file.
///
/// An unfinished one has blocks and states; a finished one has their values in tables for everybody,
/// and of the blocks only their hashes.
enum StorageSchema {
  /// The version that this program writes and reads: `user_version`.
  static let version = 1
  /// "CBND": `application_id`.
  static let applicationID = 0x4342_4E44

  /// A table whose rows are hashed: its columns, the key first.
  struct Table: Sendable {
    let name: String
    let columns: [String]
    let keyLength: Int

    init(_ name: String, key: [String], _ values: [String]) {
      self.name = name
      columns = key + values
      keyLength = key.count
    }

    /// All rows in the order of the key.
    var selection: String {
      "SELECT \(columns.joined(separator: ", ")) FROM \(name) "
        + "ORDER BY \(columns.prefix(keyLength).joined(separator: ", "))"
    }

    /// A statement that adds a row.
    var insertion: String {
      "INSERT INTO \(name)(\(columns.joined(separator: ", "))) "
        + "VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }
  }

  static let manifest = Table("manifest", key: ["key"], ["value"])
  static let block = Table("block", key: ["problem", "block"], ["replications", "sha256", "data"])
  static let state = Table("state", key: ["problem"], ["data"])
  static let metric = Table("metric", key: ["metric"], ["name"])
  static let cell = Table(
    "cell", key: ["cell"], ["environment", "policy", "horizon", "replications"])
  static let parameter = Table("swept", key: ["cell", "path"], ["value"])
  static let summary = Table(
    "summary", key: ["cell", "metric"],
    ["n", "mean", "m2", "min", "max", "standard_error"]
      + quantiles)
  static let curve = Table(
    "curve", key: ["cell", "metric", "checkpoint"],
    ["round", "n", "mean", "m2", "min", "max", "standard_error"] + quantiles)
  static let final = Table("final", key: ["cell", "metric", "replication"], ["value"])
  private static let quantiles = ["q05", "q25", "median", "q75", "q95"]

  /// The tables that hold a result's values.
  static let contents = [block, state, metric, cell, parameter, summary, curve, final]

  /// What makes an empty file.
  static let statements =
    """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(version);
    CREATE TABLE manifest(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE circumstance(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE block(problem INTEGER NOT NULL, block INTEGER NOT NULL,
      replications INTEGER NOT NULL, sha256 TEXT NOT NULL, data BLOB, PRIMARY KEY(problem, block));
    CREATE TABLE state(problem INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE metric(metric INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE cell(cell INTEGER PRIMARY KEY, environment TEXT NOT NULL, policy TEXT NOT NULL,
      horizon INTEGER NOT NULL, replications INTEGER NOT NULL);
    CREATE TABLE swept(cell INTEGER NOT NULL, path TEXT NOT NULL, value, PRIMARY KEY(cell, path))
      WITHOUT ROWID;
    CREATE TABLE summary(cell INTEGER NOT NULL, metric INTEGER NOT NULL, n INTEGER NOT NULL,
      mean REAL, m2 REAL, min REAL, max REAL, standard_error REAL,
      q05 REAL, q25 REAL, median REAL, q75 REAL, q95 REAL, PRIMARY KEY(cell, metric)) WITHOUT ROWID;
    CREATE TABLE curve(cell INTEGER NOT NULL, metric INTEGER NOT NULL, checkpoint INTEGER NOT NULL,
      round INTEGER NOT NULL, n INTEGER NOT NULL,
      mean REAL, m2 REAL, min REAL, max REAL, standard_error REAL,
      q05 REAL, q25 REAL, median REAL, q75 REAL, q95 REAL,
      PRIMARY KEY(cell, metric, checkpoint)) WITHOUT ROWID;
    CREATE TABLE final(cell INTEGER NOT NULL, metric INTEGER NOT NULL,
      replication INTEGER NOT NULL, value REAL, PRIMARY KEY(cell, metric, replication))
      WITHOUT ROWID;
    CREATE VIEW results AS SELECT environment, policy, name AS metric, horizon, n AS replications,
      mean, standard_error, min, max, q05, q25, median, q75, q95
      FROM summary JOIN cell USING (cell) JOIN metric USING (metric);
    CREATE VIEW curves AS SELECT environment, policy, name AS metric, round, n AS replications,
      mean, standard_error, min, max, q05, q25, median, q75, q95
      FROM curve JOIN cell USING (cell) JOIN metric USING (metric);
    CREATE VIEW finals AS SELECT environment, policy, name AS metric, replication, value
      FROM final JOIN cell USING (cell) JOIN metric USING (metric);
    CREATE VIEW parameters AS SELECT environment, policy, path AS parameter, value
      FROM swept JOIN cell USING (cell);
    """

  /// What SQLite keeps of these statements.
  static func shape(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1")
  }

  /// The shape of a new file.
  static let expectedShape: [String] =
    (try? DatabaseQueue().inDatabase { db in
      try db.execute(sql: statements)
      return try shape(db)
    }) ?? []
}
