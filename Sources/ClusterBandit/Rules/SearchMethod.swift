/// How a rule finds the highest of its candidates.
public enum SearchMethod: String, Sendable, CaseIterable {
  /// The sublinear form for large groups, else the scan.
  case automatic
  /// Look at every candidate.
  case scan
  /// Look at few candidates, for the same choices of an index rule and the same law of a rule that
  /// draws.
  case sublinear
}

extension Parameter {
  /// The conventional parameter `search`.
  package static let search = Parameter.defaulted(
    "search", .choice(SearchMethod.allCases.map(\.rawValue)),
    .word(SearchMethod.automatic.rawValue),
    "how the highest is found: scan evaluates all, sublinear few, with the same choices (in law where "
      + "the rule draws); automatic takes sublinear for large groups")
}

extension SelectionRule where Self: ~Copyable {
  /// Whether the sublinear form is to be used for groups of up to `largest` candidates.
  ///
  /// Never with a prior for each arm, for no two arms may ever have equal posteriors then, nor where
  /// samples are raised one by one.
  static func isSublinear(_ arguments: Arguments, largest: Int) -> Bool {
    guard sublinearFrom < Int.max, !arguments.hasManyPriors, !arguments.isOptimistic else {
      return false
    }
    guard case .word(let word)? = arguments.values["search"],
      let rule = SearchMethod(rawValue: word)
    else { return largest >= sublinearFrom }
    switch rule {
    case .automatic: return largest >= sublinearFrom
    case .scan: return false
    case .sublinear: return true
    }
  }
}

extension Arguments {
  /// The arguments with `search: scan` instead of `automatic`.
  ///
  /// A pull changes what a dependence model holds of every arm of its cluster: to tell a sublinear
  /// form costs more than its selections save.
  var scanningUnlessAsked: Arguments {
    guard values["search"] == .word(SearchMethod.automatic.rawValue) else { return self }
    return Arguments(values.merging(["search": .word(SearchMethod.scan.rawValue)]) { $1 })
  }

  /// Whether there is a prior for each arm.
  fileprivate var hasManyPriors: Bool {
    if case .priors(let priors)? = values["prior"] { priors.count > 1 } else { false }
  }

  /// Whether samples below their posterior's mean count as that mean.
  var isOptimistic: Bool { values["optimistic"] == .flag(true) }

  /// What is wrong with `search: sublinear` for a rule that keeps classes of arms with equal
  /// posteriors.
  func problemsOfSearch() -> [ArgumentProblem] {
    guard values["search"] == .word(SearchMethod.sublinear.rawValue) else { return [] }
    if isOptimistic {
      return [
        ArgumentProblem(
          ["search"],
          "search: sublinear draws the highest of many samples at once, and optimistic: true raises "
            + "each of them", hint: "leave search out, or optimistic")
      ]
    }
    guard hasManyPriors else { return [] }
    return [
      ArgumentProblem(
        ["search"],
        "search: sublinear looks at arms of equal posteriors together, and every arm has "
          + "a prior of its own", hint: "give one prior for all arms, or leave search out")
    ]
  }
}
