/// Everything that is wrong with what was to be read, in the order of the file.
public struct InvalidNotebook: Error, Sendable, CustomStringConvertible {
  /// The problems, at least one.
  public let problems: [NotebookProblem]

  /// Creates the error.
  public init(_ problems: [NotebookProblem]) { self.problems = problems }

  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
