import Randomness

/// Streams whose first words are chosen, for the rare branches of the samplers.
///
/// With s0 = 0 the first output is rotl(s3, 23) and the second depends on t = s3 ⊕ s1 alone:
/// rotl(t + rotl(t, 45), 23) + t. So the first word can be set exactly and the second by search.
struct CraftedStream {
  private var words: RandomStream
  /// Values of t with the uniform draw that their second word gives, ascending.
  private let seconds: [(unit: Double, t: UInt64)]

  /// Prepares a search table of `resolution` second words; rests words come from `words`.
  init(_ words: RandomStream, resolution: Int = 1 << 12) {
    var words = words
    var found: [(unit: Double, t: UInt64)] = []
    for _ in 0..<resolution {
      let t = words.next()
      let sum = t &+ (t << 45 | t >> 19)
      let second = (sum << 23 | sum >> 41) &+ t
      found.append((Double(second >> 11) * 0x1p-53, t))
    }
    seconds = found.sorted { $0.unit < $1.unit }
    self.words = words
  }

  /// A stream that starts with `first` and goes on with unrelated words.
  mutating func stream(first: UInt64) -> RandomStream {
    RandomStream(state: (0, words.next(), words.next() | 1, first >> 23 | first << 41))
  }

  /// A stream that starts with `first` and whose second word gives the least uniform draw of
  /// the table above `unit`, or nil.
  mutating func stream(first: UInt64, unitAbove unit: Double) -> RandomStream? {
    partition(unit) < seconds.count ? stream(first, seconds[partition(unit)].t) : nil
  }

  /// A stream that starts with `first` and whose second word gives the greatest uniform draw of
  /// the table below `unit`, or nil.
  mutating func stream(first: UInt64, unitBelow unit: Double) -> RandomStream? {
    partition(unit) > 0 ? stream(first, seconds[partition(unit) - 1].t) : nil
  }

  private mutating func stream(_ first: UInt64, _ t: UInt64) -> RandomStream {
    let s3 = first >> 23 | first << 41
    return RandomStream(state: (0, t ^ s3, words.next() | 1, s3))
  }

  /// The number of table entries below `unit`.
  private func partition(_ unit: Double) -> Int {
    var low = 0
    var high = seconds.count
    while low < high {
      let middle = (low + high) / 2
      if seconds[middle].unit < unit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The word of a normal draw in `layer` with abscissa `u` times the layer's width, −1 ≤ u < 1.
func normalWord(layer: Int, u: Double) -> UInt64 {
  UInt64(bitPattern: Int64(u * 0x1p52)) << 11 | UInt64(layer)
}
