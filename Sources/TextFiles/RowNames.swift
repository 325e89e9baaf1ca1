/// The names of groups and of their members that the rows of a table give.
///
/// Members may be numbered anew in every group: a member is known by its group and its name. O(1) a
/// row.
package struct RowNames: Sendable {
  /// A name that stands in a row already, as it is written there.
  package struct First: Sendable {
    package let name: String
    package let line: Int
  }

  /// What is wrong with the names of a row.
  package enum Fault: Sendable {
    /// The same member of the same group.
    case repeated(line: Int)
    /// A group whose name differs in capitals, outer spaces or leading zeros only.
    case groupAlike(First)
    /// A member of that kind in the same group.
    case memberAlike(First)
  }

  private struct Member: Hashable {
    let group: String
    let name: String
  }

  /// Members by their names' likeness.
  private var members: [Member: First] = [:]
  /// The lines of members that are spelt otherwise than the first one like them.
  private var others: [Member: Int] = [:]
  /// Groups by their names' likeness.
  private var groups: [String: First] = [:]
  /// Groups as they are spelt, after the first look at them.
  private var known: Set<String> = []

  package init() {}

  /// What spreadsheets call a row that sums up the others.
  private static let totals: Set<String> = ["total", "totals", "sum", "mean", "average"]

  /// Whether a name is that of a row that sums up the others.
  package static func isTotal(_ name: String) -> Bool { totals.contains(name.likeness) }

  /// Notes the names of a row.
  package mutating func add(group: String, member: String, line: Int) -> [Fault] {
    let alike = Member(group: group, name: member.likeness)
    let first = members[alike]
    if let first, first.name == member { return [.repeated(line: first.line)] }
    if first != nil {
      let spelt = Member(group: group, name: member)
      if let line = others[spelt] { return [.repeated(line: line)] }
      others[spelt] = line
    }
    var faults: [Fault] = []
    if known.insert(group).inserted {
      if let other = groups[group.likeness] {
        faults.append(.groupAlike(other))
      } else {
        groups[group.likeness] = First(name: group, line: line)
      }
    }
    if let first {
      faults.append(.memberAlike(first))
    } else {
      members[alike] = First(name: member, line: line)
    }
    return faults
  }
}
