import ClusterBandit

/// How much of what clusters say about their arms is taken away: a share of all arms, drawn at
/// random, change places among themselves at random.
///
/// None leaves the labels as they are, all of them is the control whose labels say nothing. Of N
/// arms the share moves the nearest whole number, some of which may come back to their places.
///
/// In plans it is false, true, or the share between.
public struct LabelPermutation: Sendable, Hashable, Codable {
  /// The share of the arms, from 0 to 1.
  public let share: Double

  /// Labels as they are.
  public static let none = LabelPermutation(share: 0)
  /// The control.
  public static let all = LabelPermutation(share: 1)

  /// A share of the arms, from 0 to 1.
  public init(share: Double) { self.share = share }

  /// False, true, or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let all = try? container.decode(Bool.self) {
      share = all ? 1 : 0
      return
    }
    share = try container.decode(Double.self)
    guard NumberRange.probability.contains(share) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a share of labels is from 0 to 1")
    }
  }

  /// False, true, or a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if share == 0 || share == 1 {
      try container.encode(share == 1)
    } else {
      try container.encode(share)
    }
  }

  /// What was done to the labels.
  public var words: String {
    switch self {
    case .none: "as they are"
    case .all: "permuted"
    // 100 · .07 is no 7 in floating-point numbers.
    default: "\(((1e11 * share).rounded() / 1e9).short) % permuted"
    }
  }

  /// What a value of an experiment file says; nil if it is none.
  init?(_ value: PlanValue) {
    switch value {
    case .flag(let all): share = all ? 1 : 0
    case .number(let number): share = number
    default: return nil
    }
  }
}
