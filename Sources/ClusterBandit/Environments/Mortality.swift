import Randomness

/// Which arms of an instance die when, and what those pay that replace them.
///
/// The rounds in which an arm is replaced and the means of the newborn are a function of a stream:
/// every policy that plays the instance meets the same births and deaths, and nothing is kept of
/// them but the stream's state. 20 bytes an arm.
///
/// - `independent`: before every round but the first each arm dies with probability p.
/// - `one-at-a-time`: before every round but the first one arm, a uniform one, dies with
///   probability p.
///
/// A newborn takes the dead arm's place and draws its mean θ ~ Beta(πν, (1 − π)ν), with centre π
/// and cohesion ν of the cluster that the dead arm belonged to.
public struct Mortality: Sendable {
  /// Who may die in one round.
  public enum Deaths: String, Sendable, CaseIterable {
    /// Each arm for itself.
    case independent
    /// At most one.
    case oneAtATime = "one-at-a-time"
  }

  /// A new arm in the place of a dead one.
  struct Birth: Equatable {
    /// The first round of the new arm, from 2.
    let round: Int
    /// Its place.
    let arm: Int
    /// θ.
    let mean: Double
  }

  /// p, 0 ≤ p ≤ 1.
  let probability: Double
  /// Who may die in one round.
  let deaths: Deaths
  /// πν and (1 − π)ν of each arm, in the order in which the environment made the arms.
  private let laws: [SIMD2<Double>]
  /// The place of each of these arms in the instance.
  private let places: [Int32]
  /// Where the births are drawn from.
  private let stream: RandomStream

  /// The mortality of arms that stand in the order in which they were made.
  init(
    probability: Double, deaths: Deaths, laws: [SIMD2<Double>], stream: RandomStream
  ) {
    self.init(
      probability: probability, deaths: deaths, laws: laws,
      places: (0..<laws.count).map { Int32($0) }, stream: stream)
  }

  private init(
    probability: Double, deaths: Deaths, laws: [SIMD2<Double>], places: [Int32],
    stream: RandomStream
  ) {
    self.probability = probability
    self.deaths = deaths
    self.laws = laws
    self.places = places
    self.stream = stream
  }

  /// The same arms, with the same births and deaths, in another order.
  ///
  /// - Parameter order: the former place of the arm in each place.
  func reordered(_ order: [Int]) -> Mortality {
    var moved = Array(repeating: Int32(0), count: order.count)
    for (place, former) in order.enumerated() { moved[former] = Int32(place) }
    return Mortality(
      probability: probability, deaths: deaths, laws: laws, places: places.map { moved[Int($0)] },
      stream: stream)
  }

  /// All births, from the first on.
  var births: Births { Births(self) }

  /// Hands out the births in the order of rounds, in a round in the order in which the arms were
  /// made.
  ///
  /// Whether an arm dies is one of independent trials, one after the other over arms and rounds, or
  /// over rounds alone: the trials before the next death are geometric, ⌊ln U / ln(1 − p)⌋ with U
  /// uniform, and cost nothing. A birth draws one word, one index if deaths come one at a time, and
  /// one Beta.
  struct Births {
    private let mortality: Mortality
    private var stream: RandomStream
    /// ln(1 − p).
    private let log: Double
    /// The trials so far.
    private var trials = 0.0

    fileprivate init(_ mortality: Mortality) {
      self.mortality = mortality
      stream = mortality.stream
      let p = mortality.probability
      // The rounding of 1 − p is made good for.
      let rest = 1 - p
      log = rest == 1 ? -p : Elementary.log(rest) * (p / (1 - rest))
    }

    /// The next birth; nil if none comes in 2^53 trials.
    mutating func next() -> Birth? {
      guard mortality.probability > 0 else { return nil }
      let survived =
        mortality.probability < 1 ? (Elementary.log(stream.nextOpenUnit()) / log).rounded(.down) : 0
      let trial = trials + survived
      trials = trial + 1
      let count = Double(mortality.laws.count)
      let isOne = mortality.deaths == .oneAtATime
      let round = isOne ? trial : (trial / count).rounded(.down)
      guard trial < 0x1p53 else { return nil }
      let arm = isOne ? stream.nextIndex(below: mortality.laws.count) : Int(trial - round * count)
      let law = mortality.laws[arm]
      let mean = stream.nextBeta(BetaShape(alpha: law.x, beta: law.y), .shared)
      return Birth(round: Int(round) + 2, arm: Int(mortality.places[arm]), mean: mean)
    }
  }
}
