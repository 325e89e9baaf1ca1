/// Ticks at powers of ten, with their multiples between them.
enum LogTicks {
  /// The ticks of a logarithmic map: powers of ten, named as far as they stand apart.
  ///
  /// Minor ticks are at 2, 3, … 9 times the powers where few decades are shown; 2 and 5 times, or
  /// all, are named where there is room.
  static func ticks(_ map: ScaleMap, _ room: Room) -> [Tick] {
    let (low, high) = (map.lower.decade, map.upper.decade)
    let exponents = (low...high).filter { map.shows(Double.ten($0)) }
    let isPlain = isPlain(exponents)
    let powers = exponents.map {
      Tick(value: .ten($0), label: .power($0, isPlain: isPlain), isMajor: true)
    }
    guard !exponents.isEmpty || high - low < 2 else { return [] }
    let majors = room.thinned(powers)
    guard high - low <= 12, majors.allSatisfy({ $0.label != nil }) else { return majors }
    let minors = (low...high).flatMap { exponent in
      (2...9).map { digit in
        (tick: minor(digit, exponent), digit: digit, exponent: exponent)
      }
    }.filter { map.shows($0.tick.value) }
    var all = (majors + minors.map(\.tick)).sorted { $0.value < $1.value }
    // Two or three decades have room for 2 and 5; less than that has it for the others too.
    for digits in [[2, 5], [2, 3, 4, 5, 6, 7, 8, 9]] where exponents.count < 4 && isPlain {
      let names = minors.filter { digits.contains($0.digit) }.compactMap { one in
        all.firstIndex { $0.value == one.tick.value }.map {
          (index: $0, label: NumberText.texts([one.digit], ten: one.exponent)[0])
        }
      }
      all = room.adding(names, to: all)
    }
    for index in all.indices where all[index].label != nil { all[index].isMajor = true }
    return all
  }

  /// The ticks of a map that is logarithmic on both sides of 0.
  static func symmetric(_ map: ScaleMap, _ room: Room) -> [Tick] {
    let first = map.scale.threshold.decade
    let largest = max(map.lower.magnitude, map.upper.magnitude)
    guard largest >= map.scale.threshold else { return [] }
    let exponents = Array(first...max(first, largest.decade))
    let isPlain = isPlain(exponents)
    var majors = [Tick(value: 0, label: NumberText("0"), isMajor: true)]
    var minors: [Tick] = []
    for exponent in exponents {
      let label = NumberText.power(exponent, isPlain: isPlain)
      for sign in [-1.0, 1] {
        let text = sign < 0 ? "−" + label.text : label.text
        majors.append(
          Tick(
            value: sign * .ten(exponent), label: NumberText(text, exponent: label.exponent),
            isMajor: true))
        minors += (2...9).map {
          let one = minor($0, exponent)
          return Tick(value: sign * one.value, label: nil, isMajor: false)
        }
      }
    }
    let named = room.thinned(majors.filter { map.shows($0.value) }.sorted { $0.value < $1.value })
    guard exponents.count <= 12, named.allSatisfy({ $0.label != nil }) else { return named }
    return (named + minors.filter { map.shows($0.value) }).sorted { $0.value < $1.value }
  }

  private static func minor(_ digit: Int, _ exponent: Int) -> Tick {
    Tick(value: .scaled(Double(digit), ten: exponent), label: nil, isMajor: false)
  }

  private static func isPlain(_ exponents: [Int]) -> Bool {
    exponents.allSatisfy { (-3...5).contains($0) }
  }
}
