private import Randomness

/// Mean and variance of a variable in [0, 1].
struct UnitMoments {
  /// r and 1 − r.
  let mean: Probability
  /// v.
  let variance: Double

  /// The parameters of the Beta distribution with this mean and variance: α = rν, β = (1 − r)ν with
  /// ν = r(1 − r)/v − 1.
  ///
  /// ν is positive for every law on [0, 1] but those on {0, 1}; rounding is kept from making it
  /// less than ``BetaDistribution/smallestParameter``.
  var beta: (alpha: Double, beta: Double) {
    let nu = mean.value * mean.complement / variance - 1
    let positive = max(nu, BetaDistribution.smallestParameter)
    return (mean.value * positive, mean.complement * positive)
  }
}

/// Integrates a distribution function G on [0, 1] to the moments of its variable, on the scale of
/// the logit, where mixtures and products of Beta distribution functions are smooth up to both
/// ends.
///
/// With x at the lower end of the window (G = 0 below) and panels of sixteen Gauss–Legendre nodes
/// up to its upper end (G = 1 above): r = x + ∫(1 − G), and around r
/// v = ∫_r 2(t − r)(1 − G) dt + ∫^r 2(r − t)G dt, so nothing cancels. Positions are kept as
/// differences from x, so a narrow law near 0 or 1 loses no digits. The user fills in G at the
/// nodes.
///
/// Source: integration by parts of E[X] and E[(X − r)²].
///
/// 16 + 400 bytes a panel. Draws nothing, allocates when it is made.
struct LogitQuadrature: ~Copyable {
  /// Nodes of a panel.
  static let panelSize = 16
  /// The lower end of the window.
  private(set) var origin = Probability(value: 0.5, complement: 0.5)
  /// The number of panels so far.
  private(set) var panelCount = 0
  /// The logit's distance from the origin's at the end of the last panel.
  private(set) var end = 0.0
  /// The same in the middle of the last panel.
  private(set) var middle = 0.0
  /// Shift u of the logit at the nodes of the last panel.
  private(set) var shifts: AlignedBuffer<Double>
  /// kl(x, x shifted by u) at the nodes of the last panel.
  private(set) var divergences: AlignedBuffer<Double>
  /// G at all nodes, set by the user.
  var values: AlignedBuffer<Double>
  private var offsets: AlignedBuffer<Double>
  private var measures: AlignedBuffer<Double>
  private var ends: AlignedBuffer<Double>

  /// Room for this many panels.
  init(panels: Int) {
    shifts = AlignedBuffer(repeating: 0, count: Self.panelSize)
    divergences = AlignedBuffer(repeating: 0, count: Self.panelSize)
    values = AlignedBuffer(repeating: 0, count: Self.panelSize * panels)
    offsets = AlignedBuffer(repeating: 0, count: Self.panelSize * panels)
    measures = AlignedBuffer(repeating: 0, count: Self.panelSize * panels)
    ends = AlignedBuffer(repeating: 0, count: panels + 1)
  }

  /// How many more panels there is room for.
  var room: Int { ends.count - 1 - panelCount }

  /// Forgets all panels; the window begins at `origin`.
  mutating func start(at origin: Probability) {
    self.origin = origin
    panelCount = 0
    end = 0
  }

  /// Adds a panel from the last one's end to the logit's shift `newEnd`; there must be room.
  mutating func addPanel(to newEnd: Double) {
    let first = panelCount * Self.panelSize
    let half = 0.5 * (newEnd - end)
    middle = end + half
    let rule = GaussLegendre.sixteen
    for k in 0..<Self.panelSize {
      let u = middle + half * rule.nodes[k]
      let shift = LogitShift(origin, by: u)
      shifts[k] = u
      divergences[k] = shift.divergence
      offsets[first + k] = shift.change
      measures[first + k] =
        half * rule.weights[k] * shift.shifted.value * shift.shifted.complement
    }
    panelCount += 1
    end = newEnd
    ends[panelCount] = LogitShift(origin, by: newEnd).change
  }

  /// x and 1 − x at a node of the last panel.
  func node(_ k: Int) -> Probability { LogitShift(origin, by: shifts[k]).shifted }

  /// The moments, once G stands in ``values``.
  ///
  /// O(nodes).
  func moments() -> UnitMoments {
    let n = Self.panelSize
    var mean = 0.0
    for k in 0..<(panelCount * n) { mean += measures[k] * (1 - values[k]) }
    var variance = 0.0
    for panel in 0..<panelCount {
      let nodes = (panel * n)..<((panel + 1) * n)
      var sum = 0.0
      if ends[panel] >= mean {
        for k in nodes { sum += measures[k] * (offsets[k] - mean) * (1 - values[k]) }
        variance += 2 * sum
      } else {
        for k in nodes { sum += measures[k] * (offsets[k] - mean) * values[k] }
        let beyond = max(0, ends[panel + 1] - mean)
        variance += beyond * beyond - 2 * sum
      }
    }
    return UnitMoments(
      mean: Probability(value: origin.value + mean, complement: origin.complement - mean),
      variance: variance)
  }
}
