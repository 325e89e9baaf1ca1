import Randomness

/// Rounds in bins, equal on a linear or a logarithmic axis; single ones where there are bins enough.
struct RoundBins {
  /// The last round of each bin, ascending.
  let ends: [Int]

  init(rounds: Int, most count: Int, scale: PlotScale) {
    guard rounds > count else {
      ends = Array(1...max(1, rounds))
      return
    }
    let parts = max(1, count)
    let logarithm = Elementary.log(Double(rounds))
    var ends: [Int] = []
    for part in 1...parts {
      let fraction = Double(part) / Double(parts)
      let place =
        scale == .log ? Elementary.exp(logarithm * fraction) : Double(rounds) * fraction
      let end = part == parts ? rounds : max(1, Int(place.rounded()))
      if end > ends.last ?? 0 { ends.append(end) }
    }
    self.ends = ends
  }

  /// Where the bins begin and end, half a round from the rounds themselves.
  var edges: [Double] { [0.5] + ends.map { Double($0) + 0.5 } }

  /// The bin of each round in order.
  var places: [Int] {
    var places: [Int] = []
    places.reserveCapacity(ends.last ?? 0)
    for (bin, end) in ends.enumerated() {
      places += [Int](repeating: bin, count: end - places.count)
    }
    return places
  }
}
