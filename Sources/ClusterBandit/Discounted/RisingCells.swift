private import Randomness

/// The laws of a cluster's arms under each pair of the prior, as their distribution functions rise
/// from panel to panel; see ``ToldMeans``.
///
/// Panels are visited from the highest to the lowest. A pair's part of P(max θ ≤ x) is its weight
/// as long as all its laws have risen, and 0 from where one of them has not begun to.
struct RisingCells: ~Copyable {
  typealias Nodes = TailPanel.Nodes

  private let factors: RisingFactorials
  private let classCount: Int
  /// By pair and class.
  private var laws: [BetaDistribution] = []
  private var spans: [RisingSpan] = []
  /// P(X > x) at the end of the last panel, by pair and class.
  private var reached: [Double]

  /// A panel's width at most, in standard deviations of a law that rises on it.
  private static let width = 4.0
  /// A panel's width at most, and where x(1 − x) is below e^−6.
  private static let widest = (near: 2.0, far: 8.0)

  init(_ factors: RisingFactorials) {
    self.factors = factors
    classCount = factors.pairs.count
    for cell in 0..<factors.cellCount {
      for pairs in factors.pairs {
        let law = BetaDistribution(alpha: pairs[cell].x, beta: pairs[cell].y)
        laws.append(law)
        spans.append(RisingSpan(law, pulls: factors.depth))
      }
    }
    reached = Array(repeating: 0, count: laws.count)
  }

  /// Panels between two logits.
  func panels(from start: Double, to end: Double) -> [TailPanel] {
    var panels: [TailPanel] = []
    var here = start
    // The product of many distribution functions is steeper than each.
    let narrowing = 1 + 0.2 * Elementary.log(Double(factors.classes.count))
    /// What 1/√(α + β) is multiplied by for a panel's width.
    func scale(_ logit: Double) -> Double {
      let x = Probability(logit: logit)
      return Self.width / narrowing / (x.value * x.complement).squareRoot()
    }
    while here < end {
      let most = (here < 6 ? Self.widest.near : Self.widest.far) / narrowing
      var narrowest = Double.infinity
      for span in spans where span.low <= here && span.high > here {
        narrowest = min(narrowest, span.width)
      }
      let ahead = min(most, narrowest * scale(here))
      let factor = scale(here + 0.5 * ahead)
      var width = min(most, narrowest * factor)
      // A law that begins to rise further on.
      for span in spans where span.low > here && span.low < here + width {
        width = min(width, max(span.low - here, span.width * factor))
      }
      let next = here + width > end - 0.25 * width ? end : here + width
      panels.append(TailPanel(from: here, to: next))
      here = next
    }
    return panels
  }

  /// P(max θ > x) at the nodes of all panels, by state and panel.
  mutating func fill(
    _ tails: inout AlignedBuffer<Nodes>, _ panels: [TailPanel], _ leaves: LeafProducts
  ) {
    let leafCount = leaves.starts.count - 1
    var totals = Array(repeating: 0.0, count: leafCount)
    for cell in 0..<factors.cellCount { add(cell, leaves, to: &totals, times: 1) }
    /// What the pairs that have risen weigh in each state.
    var risen = totals
    var products = LawTables(leaves)
    var sums = AlignedBuffer(repeating: Nodes.zero, count: leafCount)
    // 0: all laws have risen, 1: some are rising, 2: one has not begun.
    var stages = Array(repeating: 0, count: factors.cellCount)
    for number in panels.indices.reversed() {
      let panel = panels[number]
      for leaf in 0..<leafCount { sums[leaf] = .zero }
      for cell in 0..<factors.cellCount where stages[cell] < 2 {
        let own = cell * classCount..<(cell + 1) * classCount
        if own.allSatisfy({ spans[$0].high <= panel.start }) { continue }
        if stages[cell] == 0 {
          add(cell, leaves, to: &risen, times: -1)
          stages[cell] = 1
          if number == panels.count - 1 { begin(own, panel.end) }
        }
        if own.contains(where: { spans[$0].low >= panel.end }) {
          stages[cell] = 2
          continue
        }
        for place in own {
          let weights = panel.weights(laws[place])
          let (nodes, start) = panel.tails(weights, above: reached[place])
          reached[place] = min(start, 1)
          products.fill(
            place - own.lowerBound, cell, laws[place], factors, panel, 1 - nodes, weights)
        }
        products.add(to: &sums, times: factors.rootWeights[cell])
      }
      for leaf in 0..<leafCount {
        tails[leaf * panels.count + number] = 1 - (risen[leaf] + sums[leaf]) / totals[leaf]
      }
    }
  }

  /// P(X > x) at the upper end of the highest panel: w/β where x is as good as 1.
  private mutating func begin(_ own: Range<Int>, _ logit: Double) {
    let x = Probability(logit: logit)
    for place in own {
      let law = laws[place]
      reached[place] =
        law.alpha * x.complement < 1e-6
        ? min(1, Elementary.exp(law.logWeight(at: x)) / law.beta) : law.tails(at: x).upper
    }
  }

  /// Adds the weight of a pair in each state.
  private func add(
    _ cell: Int, _ leaves: LeafProducts, to sums: inout [Double], times sign: Double
  ) {
    let additions = classCount * leaves.additionCount
    for leaf in sums.indices {
      var product = sign * factors.rootWeights[cell]
      for place in leaves.places[Int(leaves.starts[leaf])..<Int(leaves.starts[leaf + 1])]
      where place < additions {
        let (own, addition) = Int(place).quotientAndRemainder(dividingBy: leaves.additionCount)
        product *= factors.factors[own][addition * factors.cellCount + cell]
      }
      sums[leaf] += product
    }
  }
}

/// The factors of ``LeafProducts`` at the nodes of one panel, under one pair.
private struct LawTables: ~Copyable {
  typealias Nodes = TailPanel.Nodes

  private let leaves: LeafProducts
  private var products: AlignedBuffer<Nodes>

  init(_ leaves: LeafProducts) {
    self.leaves = leaves
    products = AlignedBuffer(repeating: .zero, count: leaves.factorCount)
  }

  /// Works out what a law and its pulls contribute: F of each addition times the probability of
  /// what was seen, and the products of unpulled arms.
  ///
  /// - Parameters:
  ///   - distribution: F of the law at the nodes.
  ///   - weights: w of the law at the nodes.
  mutating func fill(
    _ own: Int, _ cell: Int, _ law: BetaDistribution, _ factors: RisingFactorials,
    _ panel: TailPanel, _ distribution: Nodes, _ weights: Nodes
  ) {
    let first = own * leaves.additionCount
    var (column, density) = (distribution, weights)
    var failures = law.beta
    factors.factors[own].withUnsafeBufferPointer { chances in
      for pulls in 1..<leaves.areNeeded.count {
        // One failure more, and then successes in place of failures.
        let inverse = 1 / failures
        column += density * inverse
        density *= panel.upper * ((law.alpha + failures) * inverse)
        failures += 1
        guard leaves.areNeeded[pulls] else { continue }
        var (rise, weight) = (column, density)
        var (alpha, beta) = (law.alpha, failures)
        for successes in 0...pulls {
          let place = RisingFactorials.place(pulls, successes)
          products[first + place] = rise * chances[place * factors.cellCount + cell]
          let inverse = 1 / alpha
          rise -= weight * panel.inverses * inverse
          weight *= panel.odds * ((beta - 1) * inverse)
          alpha += 1
          beta -= 1
        }
      }
    }
    fillPowers(own, distribution)
  }

  /// Powers of F: one factor for each arm of the class that was not pulled.
  private mutating func fillPowers(_ own: Int, _ distribution: Nodes) {
    let first = leaves.sizes.count * leaves.additionCount + own * leaves.powerCount
    let most = min(leaves.powerCount - 1, leaves.sizes[own])
    var (power, square) = (Nodes(repeating: 1), distribution)
    var exponent = leaves.sizes[own] - most
    while exponent > 0 {
      if exponent & 1 == 1 { power *= square }
      exponent >>= 1
      if exponent > 0 { square *= square }
    }
    for pulled in stride(from: most, through: 0, by: -1) {
      products[first + pulled] = power
      power *= distribution
    }
  }

  /// Adds the pair's part of each state.
  func add(to sums: inout AlignedBuffer<Nodes>, times weight: Double) {
    let products = self.products.base
    leaves.places.withUnsafeBufferPointer { places in
      leaves.starts.withUnsafeBufferPointer { starts in
        for leaf in 0..<sums.count {
          var product = products[Int(places[Int(starts[leaf])])] * weight
          for place in Int(starts[leaf]) + 1..<Int(starts[leaf + 1]) {
            product *= products[Int(places[place])]
          }
          sums[leaf] += product
        }
      }
    }
  }
}
