private import Randomness

/// What the last states of a look-ahead are worth if all means are told: E(max_i θ_i − λ)⁺ and
/// P(max_i θ_i > λ) of each, for any λ above a rate that is given.
///
/// Given a pair the means are independent, so P(max θ ≤ x) = Σ_g w_g Π_i F_g,i(x) with the weights
/// of the pairs in the state, and E(max θ − λ)⁺ is the integral of its complement from λ to 1. It
/// is taken on panels of ``TailPanel`` from the given rate up to 1 − x = e^−28. Along the logit the
/// densities are smooth up to both ends, where those of parameters below 1 are singular in x. A
/// panel is at most four standard deviations wide of the narrowest law that rises on it, and at
/// most 2, or 8 beyond e^−6, and narrower where there are many arms. Within a panel integrals are
/// those of the polynomial through its nodes, so that each further λ is a sum over nodes. Absolute
/// errors are below 5e-12.
///
/// All states share the distribution functions. Those of a pair and its pulls follow from the
/// pair's own, w(x) = x^α (1 − x)^β / B(α, β) the density along the logit:
///
///     failure:                        F ← F + w/β            w ← w (1 − x)(α + β)/β
///     success in place of a failure:  F ← F − w/(1 − x)/α    w ← w x/(1 − x) (β − 1)/α
///
/// Where the means of each pair are known there is nothing to integrate.
///
/// Source: Abramowitz and Stegun (1964), 26.5.15 and 26.5.16.
///
/// O(panels × pairs × (L² + states × pulled arms)) once, 15 to 20 panels, of which a narrow pair
/// takes part in one or two; O(states × panels) for each λ. 128 bytes a state and panel.
struct ToldMeans: ~Copyable {
  typealias Nodes = TailPanel.Nodes

  private let leafCount: Int
  /// From the given rate upwards.
  private var panels: [TailPanel] = []
  /// P(max θ > x) at the nodes, by state and panel.
  private var tails: AlignedBuffer<Nodes>
  /// By panel: what a rate's excess weighs the nodes with.
  private var excessWeights: [Nodes] = []
  /// The first panel that counts for the rate, and what the tail at the rate weighs its nodes with.
  private var firstPanel = 0
  private var tailWeights = Nodes.zero
  private var rate = 0.0
  /// The highest mean of each vector, and by state the probabilities of the vectors.
  private let peaks: [Double]
  private var weights: [Double] = []

  /// The most panels of all states together.
  static let mostNodes = 1 << 14

  /// The last states of a look-ahead; nil if that takes too much memory.
  ///
  /// - Parameter lowest: a rate in (0, 1).
  init?(_ states: borrowing ClusterStates, above lowest: Double) {
    let factors = states.factors
    leafCount = states.last.count
    guard !factors.areMeansKnown else {
      peaks = (0..<factors.cellCount).map { cell in
        factors.pairs.reduce(0) { max($0, $1[cell].x) }
      }
      tails = AlignedBuffer(repeating: .zero, count: 0)
      for state in states.last {
        let own = factors.weights(state)
        let total = own.reduce(0, +)
        weights += own.map { $0 / total }
      }
      return
    }
    peaks = []
    var cells = RisingCells(factors)
    let start = Elementary.log(lowest / (1 - lowest))
    guard start.isFinite else { return nil }
    panels = cells.panels(from: start, to: max(28, start + 3))
    guard leafCount * panels.count <= ToldMeans.mostNodes else { return nil }
    tails = AlignedBuffer(repeating: .zero, count: leafCount * panels.count)
    let leaves = LeafProducts(states.last, factors)
    cells.fill(&tails, panels, leaves)
  }

  /// Makes ready for ``worth(of:)`` at a rate.
  ///
  /// O(panels).
  mutating func look(at rate: Double) {
    self.rate = rate
    guard !panels.isEmpty else { return }
    let logit = Elementary.log(rate / max(1 - rate, 0x1p-60))
    firstPanel = panels.firstIndex { logit < $0.end } ?? panels.count - 1
    excessWeights = panels.map(\.measures)
    let panel = panels[firstPanel]
    let place = (logit - panel.start) / panel.half - 1
    let (integral, value) = GaussLegendre.sixteen.weights(from: min(max(place, -1), 1))
    for k in 0..<16 {
      excessWeights[firstPanel][k] = panel.slopes[k] * integral[k]
      tailWeights[k] = value[k]
    }
  }

  /// E(max θ − λ)⁺ and P(max θ > λ) of a state.
  func worth(of leaf: Int) -> (excess: Double, tail: Double) {
    guard !panels.isEmpty else {
      var (excess, tail) = (0.0, 0.0)
      for (cell, peak) in peaks.enumerated() where peak > rate {
        let weight = weights[leaf * peaks.count + cell]
        excess += weight * (peak - rate)
        tail += weight
      }
      return (excess, tail)
    }
    let first = leaf * panels.count
    var sum = Nodes.zero
    for panel in firstPanel..<panels.count { sum += excessWeights[panel] * tails[first + panel] }
    let tail = ToldMeans.total(tailWeights * tails[first + firstPanel])
    return (max(0, ToldMeans.total(sum)), min(max(tail, 0), 1))
  }

  @inline(__always)
  private static func total(_ nodes: Nodes) -> Double {
    let eight = nodes.lowHalf + nodes.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four.x + four.z) + (four.y + four.w)
  }
}

/// The states of a last level as products of distribution functions that they share.
struct LeafProducts {
  /// Where a state's factors begin in ``places``; one more for the end.
  let starts: [Int32]
  /// First the additions of each class, as in ``RisingFactorials``, then by class and number of its
  /// arms that were pulled the product of those that were not.
  let places: [Int32]
  /// Whether a state has an arm with so many pulls.
  let areNeeded: [Bool]
  /// The number of arms of each class.
  let sizes: [Int]

  /// The additions of up to L pulls, and the numbers of pulled arms from 0 to L.
  let additionCount: Int
  let powerCount: Int

  init(_ leaves: [[UInt8]], _ factors: RisingFactorials) {
    let classCount = factors.pairs.count
    let additions = (factors.depth + 1) * (factors.depth + 2) / 2
    (additionCount, powerCount) = (additions, factors.depth + 1)
    sizes = (0..<classCount).map { own in factors.classes.count { $0 == own } }
    var (starts, places) = ([Int32(0)], [Int32]())
    var needed = Array(repeating: false, count: factors.depth + 1)
    for state in leaves {
      var pulled = Array(repeating: 0, count: classCount)
      for (arm, own) in factors.classes.enumerated() {
        let (s, f) = (Int(state[2 * arm]), Int(state[2 * arm + 1]))
        guard s + f > 0 else { continue }
        needed[s + f] = true
        pulled[own] += 1
        places.append(Int32(own * additions + RisingFactorials.place(s + f, s)))
      }
      for own in 0..<classCount where pulled[own] < sizes[own] {
        places.append(Int32(classCount * additions + own * powerCount + pulled[own]))
      }
      starts.append(Int32(places.count))
    }
    (self.starts, self.places, areNeeded) = (starts, places, needed)
  }

  /// All factors.
  var factorCount: Int { sizes.count * (additionCount + powerCount) }
}
