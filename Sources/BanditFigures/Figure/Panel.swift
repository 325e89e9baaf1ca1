/// Marks between two axes.
public struct Panel: Hashable, Sendable {
  /// The heading above the panel; empty for none.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, the later above the earlier among marks of one kind.
  public var marks: [Mark]

  /// Creates a panel.
  public init(_ title: String = "", x: Axis = Axis(), y: Axis = Axis(), marks: [Mark]) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
  }
}
