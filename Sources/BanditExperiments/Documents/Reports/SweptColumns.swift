/// The columns of swept values in tables for machines: a path each, in the order of the plans.
public struct SweptColumns: Sendable {
  /// The paths in problems.
  let problems: [String]
  /// The paths in policies.
  let policies: [String]

  /// The columns of several plans under one header, each once.
  public init(_ plans: [Plan]) {
    func paths(_ swept: [Plan.SweptValue]) -> [String] {
      var seen: Set<String> = []
      return swept.map(\.path).filter { seen.insert($0).inserted }
    }
    problems = paths(plans.flatMap(\.problems).flatMap(\.swept))
    policies = paths(plans.flatMap(\.problems).flatMap(\.policies).flatMap(\.swept))
  }
}

extension Cell {
  /// The value at a path; blank where the path was not swept.
  static func swept(_ path: String, _ values: [Plan.SweptValue]) -> Cell {
    switch values.first(where: { $0.path == path })?.value {
    case .number(let number)?:
      number.rounded() == number && number.magnitude < 0x1p53
        ? .integer(Int(number)) : .number(number)
    case .flag(let flag)?: .flag(flag)
    case let value?: .text(value.summary)
    case nil: .blank
    }
  }
}

extension Plan {
  /// The swept values of a problem, and of one of its policies if that is named.
  func sweptValues(of environment: String, policy: String? = nil) -> [SweptValue] {
    guard let problem = problems.first(where: { $0.label == environment }) else { return [] }
    return problem.swept + (problem.policies.first { $0.label == policy }?.swept ?? [])
  }
}
