import BanditExperiments
import BanditFigures

/// The parameter of a plan that a sweep is drawn against.
struct SweptParameter {
  /// The path as the plan writes it.
  let path: String
  /// Its values in the order of the plan, each once.
  let values: [PlanValue]

  /// The first path with several values, numbers before words; nil if nothing was swept.
  init?(_ cells: [[Plan.SweptValue]]) {
    var paths: [String] = []
    var values: [String: [PlanValue]] = [:]
    for swept in cells.joined() {
      if values[swept.path] == nil { paths.append(swept.path) }
      if values[swept.path, default: []].contains(swept.value) { continue }
      values[swept.path, default: []].append(swept.value)
    }
    let parameters = paths.map { SweptParameter(path: $0, values: values[$0] ?? []) }
      .filter { $0.values.count > 1 }
    guard let chosen = parameters.first(where: { $0.isNumeric }) ?? parameters.first
    else { return nil }
    self = chosen
  }

  private init(path: String, values: [PlanValue]) {
    self.path = path
    self.values = values
  }

  /// What a plan sweeps.
  init?(_ plan: Plan) {
    self.init(
      plan.problems.flatMap { problem in problem.policies.map { problem.swept + $0.swept } })
  }

  /// Whether it takes numbers only.
  var isNumeric: Bool { values.allSatisfy { $0.isNumber } }

  /// The last word of the path: "epsilon".
  var key: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// The place of a value along the axis; nil for a cell that has none.
  func place(_ swept: [Plan.SweptValue]) -> Double? {
    guard let value = swept.first(where: { $0.path == path })?.value else { return nil }
    if isNumeric, case .number(let number) = value { return number }
    return values.firstIndex(of: value).map { Double($0) }
  }

  /// A label without the value that the sweep added to it.
  func base(_ label: String, _ swept: [Plan.SweptValue]) -> String {
    guard let value = swept.first(where: { $0.path == path })?.value else { return label }
    let text = "\(key) = \(value.summary)"
    if label.hasPrefix(text + ", ") { return String(label.dropFirst(text.count + 2)) }
    return label == text || label == value.summary ? "" : label.replacing(", \(text)", with: "")
  }

  /// The axis: names for words, and a logarithm where numbers cover more than two decades.
  func axis(_ scale: PlotScale?) -> Axis {
    guard isNumeric else { return .names(values.map(\.summary), key) }
    let numbers = values.compactMap { value in
      if case .number(let number) = value { number } else { nil }
    }
    let isWide =
      (numbers.min() ?? 0) > 0 && (numbers.max() ?? 0) >= 50 * (numbers.min() ?? 0)
    return Axis(key, (scale ?? (isWide ? .log : .linear)).scale(for: numbers))
  }
}

extension PlanValue {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
}
