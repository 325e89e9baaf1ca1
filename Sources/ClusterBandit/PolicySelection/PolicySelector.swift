import Randomness

/// A policy whose arms are policies: one of them chooses the arm of each round.
///
/// A chooser, which is a flat policy over as many arms as there are base policies, picks one of
/// these; that one picks the arm; the chooser learns what its pull paid. If pulls are shared, every
/// base policy learns from every pull, so that all of them hold the posteriors of all data and
/// differ only in what they would pull next; otherwise each learns from its own pulls alone and
/// counts only these as rounds.
///
/// First pulls stay a policy's own: one that pulls every arm once before its formula decides does so
/// also where another one pulled the arm already.
///
/// In a batch chooser and base policies anticipate pulls as they do alone.
///
/// A step costs what the chooser's step and the chosen policy's selection cost, and an update of
/// every base policy that learns. Draws what the chooser draws, then what the chosen policy draws.
struct PolicySelector: Policy {
  private let chooser: any ErasedPolicy
  private let bases: [any ErasedPolicy]
  /// The pulls of each arm, and the sum of what they paid.
  private var observed: [(pulls: Double, sum: Double)]
  private let sharesPulls: Bool
  /// The base policies that chose the pulls whose rewards are awaited, in their order.
  private var waiting: [Int32] = []
  private var settled = 0
  /// The pulls that each base policy chose.
  private var pulls: [Int]

  /// A policy over `bases`, none of which has chosen yet.
  init(
    chooser: any ErasedPolicy, bases: [any ErasedPolicy], sharesPulls: Bool, armCount: Int
  ) {
    self.chooser = chooser
    self.bases = bases
    observed = Array(repeating: (0, 0), count: armCount)
    self.sharesPulls = sharesPulls
    pulls = Array(repeating: 0, count: bases.count)
  }

  /// The choice of the chosen policy.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let base = chooser.selectArm(round: round, using: &stream)
    pulls[base] += 1
    waiting.append(Int32(base))
    return bases[base].selectArm(round: sharesPulls ? round : pulls[base], using: &stream)
  }

  /// Tells the chooser, and the base policies that learn from the pull.
  mutating func update(arm: Int, reward: Double) {
    let base = nextSettled()
    observe(arm, reward)
    chooser.update(arm: base, reward: reward)
    for index in learners(of: base) { bases[index].update(arm: arm, reward: reward) }
  }

  /// Lets chooser and learners count the pull that was chosen last.
  mutating func anticipate(arm: Int) {
    let base = Int(waiting[waiting.count - 1])
    chooser.anticipate(arm: base)
    for index in learners(of: base) { bases[index].anticipate(arm: arm) }
  }

  /// Hands on the batch, to each learner its part.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices { observe(Int(arms[place]), rewards[place]) }
    chooser.update(arms: waiting.span, rewards: rewards)
    if sharesPulls {
      for base in bases { base.update(arms: arms, rewards: rewards) }
    } else {
      for (index, base) in bases.enumerated() {
        let own = arms.indices.filter { waiting[$0] == index }
        if own.isEmpty { continue }
        let (ownArms, ownRewards) = (own.map { arms[$0] }, own.map { rewards[$0] })
        base.update(arms: ownArms.span, rewards: ownRewards.span)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Pulls and observed mean: what base policies hold of the arm differs.
  func belief(of arm: Int) -> Belief? {
    let (n, sum) = observed[arm]
    return Belief(pulls: n, mean: n > 0 ? sum / n : nil, standardDeviation: nil)
  }

  /// The difficulties of all base policies together.
  var numericalNotes: NumericalNotes {
    bases.reduce(into: NumericalNotes()) { $0.merge($1.numericalNotes) }
  }

  private mutating func observe(_ arm: Int, _ reward: Double) {
    observed[arm].pulls += 1
    observed[arm].sum += reward
  }

  /// The base policies that learn from a pull that `base` chose.
  private func learners(of base: Int) -> Range<Int> {
    sharesPulls ? bases.indices : base..<base + 1
  }

  /// Whose pull is settled next.
  private mutating func nextSettled() -> Int {
    let base = Int(waiting[settled])
    settled += 1
    if settled == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      settled = 0
    }
    return base
  }
}
