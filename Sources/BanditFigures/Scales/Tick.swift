/// A place on an axis that is marked, and named where there is room.
public struct Tick: Hashable, Sendable {
  /// The value.
  public var value: Double
  /// Its name; nil where there is no room, or at a minor tick.
  public var label: NumberText?
  /// Whether it is one of the larger ones.
  public var isMajor: Bool

  /// The ticks of a map, ascending along it.
  ///
  /// `measure` is what a label takes along the axis; names are at least `gap` apart.
  static func ticks(
    _ map: ScaleMap, spacing: Double, gap: Double, measure: @escaping (NumberText) -> Double
  ) -> [Tick] {
    let length = (map.end - map.start).magnitude
    let room = Room(map: map, gap: gap, measure: measure)
    let wanted = max(3, length / spacing)
    switch map.scale {
    case .linear, .squareRoot:
      return linear(map, wanted, room)
    case .log:
      let ticks = LogTicks.ticks(map, room)
      let names = ticks.count { $0.isMajor && $0.label != nil }
      return names >= (map.upper / map.lower < 10 ? 3 : 2) ? ticks : linear(map, wanted, room)
    case .symlog:
      let ticks = LogTicks.symmetric(map, room)
      return ticks.count { $0.isMajor && $0.label != nil } >= 3
        ? ticks : linear(map, wanted, room)
    case .ordinal(let names):
      return room.thinned(
        names.enumerated().map {
          Tick(value: Double($0.offset), label: NumberText($0.element), isMajor: true)
        })
    }
  }

  private static func linear(_ map: ScaleMap, _ wanted: Double, _ room: Room) -> [Tick] {
    func ticks(_ labeling: ExtendedLabeling.Labeling) -> [Tick] {
      zip(labeling.values, NumberText.texts(labeling.wholes, ten: labeling.ten))
        .map { Tick(value: $0, label: $1, isMajor: true) }
    }
    let legible = ExtendedLabeling.labeling(map.lower, map.upper, ticks: wanted) {
      map.scale != .linear || room.fits(ticks($0))
    }
    let any =
      legible ?? ExtendedLabeling.labeling(map.lower, map.upper, ticks: 2) { _ in true }
    return room.thinned(any.map(ticks) ?? [])
  }
}

/// The room for labels along an axis.
struct Room {
  let map: ScaleMap
  let gap: Double
  let measure: (NumberText) -> Double

  /// Whether all labels stand apart.
  func fits(_ ticks: [Tick]) -> Bool {
    var end = -Double.infinity
    for (low, high) in ticks.compactMap(span).sorted(by: { $0.0 < $1.0 }) {
      if low < end + gap { return false }
      end = high
    }
    return true
  }

  /// The ticks with the names of every second, third … only, until they stand apart.
  func thinned(_ ticks: [Tick]) -> [Tick] {
    for step in 1...max(1, ticks.count) {
      // From 0 on, if it is there, so that it keeps its name.
      let zero = ticks.firstIndex { $0.value == 0 } ?? 0
      let candidate = ticks.enumerated().map { index, tick in
        var tick = tick
        if (index - zero) % step != 0 { tick.label = nil }
        return tick
      }
      if fits(candidate) { return candidate }
    }
    return ticks.map { Tick(value: $0.value, label: nil, isMajor: $0.isMajor) }
  }

  /// Names the rest too if they all stand apart from what is named.
  func adding(_ names: [(index: Int, label: NumberText)], to ticks: [Tick]) -> [Tick] {
    var candidate = ticks
    for (index, label) in names { candidate[index].label = label }
    return fits(candidate) ? candidate : ticks
  }

  private func span(_ tick: Tick) -> (Double, Double)? {
    guard let label = tick.label, let place = map.position(tick.value) else { return nil }
    let half = measure(label) / 2
    return (place - half, place + half)
  }
}
