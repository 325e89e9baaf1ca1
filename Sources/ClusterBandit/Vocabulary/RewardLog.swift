/// Logged rewards of all arms: a row for each round, a column for each arm.
public struct RewardLog: Sendable, Equatable {
  /// The range of a reward.
  public static let range = NumberRange.location

  /// The names of the columns.
  public let names: [String]
  /// The rewards, row by row.
  public let values: [Double]
  /// True if every reward is 0 or 1.
  public let isBinary: Bool
  /// Where the first reward other than 0 and 1 stands, if there is one and the log comes from a
  /// file.
  public var placeOfOther: Place?

  /// A place in a file and what it holds.
  public struct Place: Sendable, Equatable {
    /// The file as the user named it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
    /// What stands there.
    public let text: String

    /// Creates a place.
    public init(file: String, line: Int, column: Int, text: String) {
      self.file = file
      self.line = line
      self.column = column
      self.text = text
    }
  }

  /// A log of at least one column and one row.
  public init(names: [String], values: [Double]) {
    demand(
      !names.isEmpty && !values.isEmpty && values.count % names.count == 0,
      "a log is made of whole rows, at least one")
    self.names = names
    self.values = values
    isBinary = values.allSatisfy { $0 == 0 || $0 == 1 }
  }

  /// The number of arms.
  public var columnCount: Int { names.count }
  /// The number of rounds.
  public var rowCount: Int { values.count / names.count }

  /// The first reward other than 0 and 1.
  public var firstOther: (row: Int, column: Int)? {
    values.firstIndex { $0 != 0 && $0 != 1 }.map { ($0 / columnCount, $0 % columnCount) }
  }

  /// How rewards count: 0/1, or else as normal ones with the standard deviation about the columns'
  /// means.
  public var rewards: RewardDistribution {
    guard !isBinary else { return .bernoulli }
    var total = 0.0
    for column in 0..<columnCount {
      let rewards = stride(from: column, to: values.count, by: columnCount).map { values[$0] }
      let mean = rewards.reduce(0, +) / Double(rewards.count)
      total += rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return .gaussian(standardDeviation: (total / Double(values.count)).squareRoot())
  }
}
