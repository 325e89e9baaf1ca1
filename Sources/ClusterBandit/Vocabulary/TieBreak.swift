/// What happens when several candidates share the highest value.
public enum TieBreak: String, Sendable, CaseIterable {
  /// The first in the order of the arms.
  case first
  /// Each with the same probability; one index is drawn, and only when there is a tie.
  case uniform
}
