import ClusterBandit

/// Other values that an argument could have by mistake.
enum ArgumentMutations {
  /// By how much numbers are moved.
  static let factor = 1.25

  /// Other arguments of a component, each with one value moved, and the path of what moved.
  ///
  /// Numbers are multiplied by 1.25, or divided where that leaves the range, 0 becomes ±0.05; whole
  /// numbers move by a tenth, at least by one; flags are flipped; in the place of a word or a
  /// variant stands the first other one; lists of numbers are multiplied; priors are made two and
  /// five times as strong, and several of them reversed. How the highest is searched for stays: by
  /// its contract that changes no law.
  static func arguments(
    _ given: [String: PlanValue], of parameters: [Parameter]
  ) -> [Moved] {
    parameters.flatMap { parameter -> [Moved] in
      guard let value = given[parameter.name], parameter.name != Parameter.search.name else {
        return []
      }
      return values(parameter.type, value).filter { $0.value != value }.map { path, other in
        var changed = given
        changed[parameter.name] = other
        return Moved(path: parameter.name + path, from: value, to: other, arguments: changed)
      }
    }
  }

  /// Arguments with one value moved.
  struct Moved {
    let path: String
    let from: PlanValue
    let to: PlanValue
    let arguments: [String: PlanValue]
  }

  /// Other values of a type, with the paths of nested arguments that moved.
  private static func values(
    _ type: ParameterType, _ value: PlanValue
  ) -> [(path: String, value: PlanValue)] {
    switch (type, value) {
    case (.number(let range), .number(let x)), (.numberOrWord(let range, _), .number(let x)),
      (.scheduled(let range, _), .number(let x)):
      return moved(x, in: range).map { [("", .number($0))] } ?? []
    case (.integer(let range), .number(let x)):
      let step = max(1, (x / 10).rounded())
      let bounds = Double(range.lowerBound)...Double(range.upperBound)
      return [x + step, x - step].first { bounds.contains($0) }.map { [("", .number($0))] } ?? []
    case (.flag, .flag(let flag)): return [("", .flag(!flag))]
    case (.numbers(let range, _), .list(let elements)):
      let numbers = elements.compactMap { element -> PlanValue? in
        guard case .number(let x) = element else { return nil }
        return moved(x, in: range).map { .number($0) }
      }
      return numbers.count == elements.count ? [("", .list(numbers))] : []
    case (.betaPriors, .list(let elements)): return priors(elements).map { ("", $0) }
    case (.choice(let words), .text(let word)):
      return words.first { $0 != word }.map { [("", .text($0))] } ?? []
    case (.scheduled(_, let variants), .mapping(let entries)):
      return variant(variants, entries, key: "schedule")
    case (.component(let variants), .mapping(let entries)):
      return variant(variants, entries, key: "kind")
    case (.components(let variants), .list(let elements)):
      return elements.enumerated().flatMap { index, element -> [(path: String, value: PlanValue)] in
        values(.component(variants), element).map { path, other in
          var changed = elements
          changed[index] = other
          return (".\(index)\(path)", .list(changed))
        }
      }
    default: return []
    }
  }

  /// A variant with one of its arguments moved, and the first other variant that needs none.
  private static func variant(
    _ variants: [Variant], _ entries: [String: PlanValue], key: String
  ) -> [(path: String, value: PlanValue)] {
    let current = variants.first { entries[key] == .text($0.name) }
    let nested = current.map { arguments(entries, of: $0.parameters) } ?? []
    let other = variants.first { variant in
      variant.name != current?.name
        && !variant.parameters.contains {
          if case .required = $0.absence { true } else { false }
        }
    }
    return nested.map { (".\($0.path)", .mapping($0.arguments)) }
      + (other.map { [("", .mapping([key: .text($0.name)]))] } ?? [])
  }

  /// Stronger priors, and several in reverse.
  private static func priors(_ elements: [PlanValue]) -> [PlanValue] {
    func scaled(_ value: PlanValue, _ factor: Double) -> PlanValue {
      switch value {
      case .number(let x): .number(x * factor)
      case .list(let parts): .list(parts.map { scaled($0, factor) })
      default: value
      }
    }
    let stronger = [2.0, 5].map { scaled(.list(elements), $0) }
    guard case .list? = elements.first, elements.count > 1 else { return stronger }
    return stronger + [.list(elements.reversed())]
  }

  private static func moved(_ x: Double, in range: NumberRange) -> Double? {
    guard x != 0 else { return [0.05, -0.05].first { range.contains($0) } }
    return [x * factor, x / factor].first { range.contains($0) }
  }
}
