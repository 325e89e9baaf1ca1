public import Randomness

/// ε-greedy: with probability ε_t a uniform candidate, otherwise one of highest observed mean.
///
/// A candidate without pulls counts as mean 0; there are no forced initial pulls. ε_t is constant,
/// t^(−1/2) (`inverse-sqrt`), or Auer's min(1, cK/(d² t)) with K candidates and d in (0, 1] a lower
/// bound on the gap (`auer`); t = 1, 2, … counts the rounds of the candidate's group.
///
/// Source: R. S. Sutton and A. G. Barto, "Reinforcement Learning" (2018), section 2.2; the last
/// schedule is figure 3 of P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the
/// multiarmed bandit problem", Machine Learning 47 (2002).
///
/// Draws one word a selection, and an index when exploring or when a tie is broken at random.
/// With groups of at most 16 candidates a selection is O(count). With larger ones leaders are kept: selection is O(1) (O(count) while the lead is shared and ties are `uniform`), recording is
/// O(1) unless the leader falls, then O(count). 8 bytes a candidate.
public struct EpsilonGreedy: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "epsilon-greedy", "a uniform arm with probability ε_t, else the highest observed mean",
    [
      .required(
        "epsilon",
        .scheduled(
          .probability,
          [
            Variant("inverse-sqrt", "ε_t = t^(−1/2)"),
            Variant(
              "auer", "ε_t = min(1, cK/(d² t))",
              [
                .required("c", .number(.above(0)), "the factor c > 0"),
                .required(
                  "d", .number(.openClosed(0, 1)), "a lower bound on the gap, 0 < d ≤ 1"),
              ]),
          ]),
        "the probability of exploring: a number, or a schedule"),
      .ties,
    ])

  private enum Schedule {
    /// ⌈ε 2^53⌉.
    case constant(UInt64)
    case inverseSqrt
    case auer(factor: Double)
  }

  private let groups: Clustering
  private let schedule: Schedule
  private let ties: TieRule
  private let tables: ClockTables
  private var means: AlignedBuffer<Double>
  /// Whether updates keep the leaders up to date. If no group has more than 16 candidates, they are
  /// checked at every selection instead.
  private let keepsLeaders: Bool

  // The first candidate in front of each group; in larger groups its mean, and how many share it.
  private var leaders: AlignedBuffer<Int>
  private var leadingMeans: AlignedBuffer<Double>
  private var sharing: AlignedBuffer<Int>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = setting.tables
    keepsLeaders = groups.sizes.contains { $0 > 16 }
    let (name, details) = arguments.variant("epsilon")
    switch name {
    case "inverse-sqrt": schedule = .inverseSqrt
    case "auer":
      let d = details.number("d")
      schedule = .auer(factor: details.number("c") / (d * d))
    default:
      schedule = .constant(UInt64((details.number("value") * 0x1p53).rounded(.up)))
    }
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    leaders = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    leadingMeans = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    sharing = AlignedBuffer(groups.sizes)
    for group in 0..<groups.clusterCount { leaders[group] = groups.offsets[group] }
  }

  /// Explores with probability ε, else follows the leader.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    let count = groups.size(of: group)
    if explores(stream.next(), clock: clock, count: count) {
      return range.lowerBound &+ stream.nextIndex(below: count)
    }
    let leader = leaders[group]
    if keepsLeaders {
      return sharing[group] == 1 || ties == .first
        ? leader : oneOfTheLeaders(range, leader, sharing[group], using: &stream)
    }
    // The check of a small group's leader almost never fails, and a predicted branch lets the next round start before this round's mean is known.
    let leadingMean = means[leader]
    var candidate = range.lowerBound
    while candidate < range.upperBound {
      if means[candidate] >= leadingMean, candidate != leader {
        return newLeader(group, using: &stream)
      }
      candidate &+= 1
    }
    return leader
  }

  @inline(never)
  private mutating func newLeader(_ group: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    let (leader, sharers) = scan(range)
    leaders[group] = leader
    return sharers == 1 || ties == .first
      ? leader : oneOfTheLeaders(range, leader, sharers, using: &stream)
  }

  /// Whether a word makes the rule explore: k < ε 2^53 for its upper 53 bits k.
  @inline(__always)
  private func explores(_ word: UInt64, clock: Int, count: Int) -> Bool {
    let k = word &>> 11
    switch schedule {
    case .constant(let threshold): return k < threshold
    case .inverseSqrt: return Double(k) < tables.inverseRoot(Double(clock &+ 1)) * 0x1p53
    case .auer(let factor):
      return Double(k) < factor * Double(count) / Double(clock &+ 1) * 0x1p53
    }
  }

  /// The first candidate of highest mean, and how many share that mean.
  private func scan(_ range: Range<Int>) -> (leader: Int, count: Int) {
    var leader = range.lowerBound
    var leadingMean = means[leader]
    var count = 1
    var candidate = leader &+ 1
    while candidate < range.upperBound {
      let mean = means[candidate]
      if mean > leadingMean {
        (leader, leadingMean, count) = (candidate, mean, 1)
      } else if mean == leadingMean {
        count &+= 1
      }
      candidate &+= 1
    }
    return (leader, count)
  }

  @inline(never)
  private func oneOfTheLeaders(
    _ range: Range<Int>, _ leader: Int, _ count: Int, using stream: inout RandomStream
  ) -> Int {
    var skipped = stream.nextIndex(below: count)
    for candidate in range where means[candidate] == means[leader] {
      if skipped == 0 { return candidate }
      skipped -= 1
    }
    return leader
  }

  /// Keeps the mean and, in a large group, the leader: only its own fall makes a scan necessary.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let before = means[candidate]
    let mean = estimate.mean
    means[candidate] = mean
    if keepsLeaders {
      follow(candidate, group, from: before)
    }
  }

  @inline(never)
  private mutating func follow(_ candidate: Int, _ group: Int, from before: Double) {
    let mean = means[candidate]
    let leadingMean = leadingMeans[group]
    if candidate == leaders[group] {
      if mean > leadingMean {
        leadingMeans[group] = mean
        sharing[group] = 1
      } else if mean < leadingMean {
        (leaders[group], sharing[group]) = scan(groups.arms(of: group))
        leadingMeans[group] = means[leaders[group]]
      }
    } else if mean >= leadingMean || before == leadingMean {
      challenge(candidate, group, from: before)
    }
  }

  /// A candidate other than the leader reached, passed or left the leader's mean.
  private mutating func challenge(_ candidate: Int, _ group: Int, from before: Double) {
    let mean = means[candidate]
    if mean > leadingMeans[group] {
      leaders[group] = candidate
      leadingMeans[group] = mean
      sharing[group] = 1
    } else if mean == leadingMeans[group] {
      if before != mean { sharing[group] += 1 }
      leaders[group] = min(leaders[group], candidate)
    } else {
      sharing[group] -= 1
    }
  }
}
