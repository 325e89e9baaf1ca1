import Randomness

/// Regrets and gains of independent Bernoulli arms under Beta(1, 1) priors, by quadrature.
///
/// With density f_i and distribution function F_i of θ_i, and Q_i(x) = ∫ θ f_i(θ) dθ up to x:
/// α_a = ∫ f_a Π_{l≠a} F_l, the mean of the best ρ = Σ_a ∫ x f_a Π_{l≠a} F_l, and
/// M_{i|a} = ∫ f_a (Π_{l≠a} F_l) Q_i/F_i / α_a for i ≠ a. One pull changes one arm's functions, by
///
///     success: f ← f x (α + β)/α,        F ← F − x (1 − x) f/α
///     failure: f ← f (1 − x) (α + β)/β,  F ← F + x (1 − x) f/β
///
/// and Q = μ (F − x (1 − x) f/α), so that nothing but products and sums is needed, and errors do
/// not grow faster than pulls. A density that fell below all numbers does not come back so, and
/// wins after many failures want it: every 64 pulls of an arm it is seen whether its densities
/// still integrate to 1, and if not they are computed anew.
///
/// The nodes are Gauss–Legendre's on panels of equal width in φ, x = sin² φ: there posteriors of n
/// pulls are all about 1/(2 √n) wide, wherever they lie, and a panel is at most four of these wide
/// at a horizon of up to a million rounds; beyond, integrals of arms that were pulled more often
/// than that are rough.
///
/// Source: Russo and Van Roy (2018), algorithm 2.
///
/// A choice costs O(A N nodes), A the arms that may be the best (α_a > 10^−12), and nodes ≈ 13 √T,
/// 128 at least and 12,800 at most. 32 bytes an arm and node.
struct IntegratedInformation: InformationSource, ~Copyable {
  /// From this number of arms on draws are faster by far.
  static let manyArms = 100

  private let measure: InformationMeasure
  private let armCount: Int
  private let nodeCount: Int
  private var nodes: AlignedBuffer<Double>
  private var complements: AlignedBuffer<Double>
  private var nodeWeights: AlignedBuffer<Double>
  private var alphas: AlignedBuffer<Double>
  private var betas: AlignedBuffer<Double>
  /// f_i and F_i at the nodes, arm by arm.
  private var densities: AlignedBuffer<Double>
  private var rises: AlignedBuffer<Double>
  /// Q_i/F_i: the mean of θ_i below a node.
  private var lowerMeans: AlignedBuffer<Double>
  /// Node weight times f_a Π_{l≠a} F_l.
  private var peaks: AlignedBuffer<Double>
  private var product: AlignedBuffer<Double>
  /// α_a, the probability that arm a is the best; worked out by ``fill(_:using:)``.
  private(set) var optimality: AlignedBuffer<Double>

  /// `armCount` arms none of which was pulled.
  init(armCount: Int, horizon: Int, measure: InformationMeasure) {
    self.measure = measure
    self.armCount = armCount
    let panels = min(max(8, Int((0.8 * Double(horizon).squareRoot()).rounded(.up))), 800)
    let rule = GaussLegendre.sixteen
    nodeCount = 16 * panels
    nodes = AlignedBuffer(repeating: 0, count: nodeCount)
    complements = AlignedBuffer(repeating: 0, count: nodeCount)
    nodeWeights = AlignedBuffer(repeating: 0, count: nodeCount)
    let half = Double.pi / 4 / Double(panels)
    for panel in 0..<panels {
      for k in 0..<16 {
        let angle = half * (Double(2 * panel + 1) + rule.nodes[k])
        let (sine, cosine) = (Elementary.sin(angle), Elementary.sin(Double.pi / 2 - angle))
        nodes[16 * panel + k] = sine * sine
        complements[16 * panel + k] = cosine * cosine
        nodeWeights[16 * panel + k] = half * rule.weights[k] * 2 * sine * cosine
      }
    }
    alphas = AlignedBuffer(repeating: 1, count: armCount)
    betas = AlignedBuffer(repeating: 1, count: armCount)
    let count = armCount * nodeCount
    densities = AlignedBuffer(repeating: 1, count: count)
    rises = AlignedBuffer(repeating: 0, count: count)
    lowerMeans = AlignedBuffer(repeating: 0, count: count)
    peaks = AlignedBuffer(repeating: 0, count: count)
    product = AlignedBuffer(repeating: 0, count: nodeCount)
    optimality = AlignedBuffer(repeating: 0, count: armCount)
    for arm in 0..<armCount {
      for k in 0..<nodeCount { rises[arm * nodeCount + k] = nodes[k] }
      findLowerMeans(arm)
    }
  }

  private func mean(_ arm: Int) -> Double { alphas[arm] / (alphas[arm] + betas[arm]) }

  /// Q/F, between 0 and x; x/2 or so where F is lost in rounding, and nothing hangs on it.
  private mutating func findLowerMeans(_ arm: Int) {
    let (first, mean, inverse) = (arm * nodeCount, mean(arm), 1 / alphas[arm])
    for k in 0..<nodeCount {
      let (rise, x) = (rises[first + k], nodes[k])
      let part = mean * (rise - x * complements[k] * densities[first + k] * inverse)
      lowerMeans[first + k] = rise > 1e-14 ? min(max(part / rise, 0), x) : 0.5 * x
    }
  }

  /// Integrates.
  mutating func fill(_ table: inout InformationTable, using stream: inout RandomStream) {
    findPeaks()
    var best = 0.0
    for arm in 0..<armCount {
      let first = arm * nodeCount
      var (total, moment) = (0.0, 0.0)
      for k in 0..<nodeCount {
        total += peaks[first + k]
        moment += peaks[first + k] * nodes[k]
      }
      optimality[arm] = total
      best += moment
      // The arm's own conditional mean.
      table.gains[arm] =
        total > IntegratedInformation.negligible
        ? total * measure.term(min(moment / total, 1), mean(arm)) : 0
    }
    for arm in 0..<armCount { table.regrets[arm] = max(0, best - mean(arm)) }
    for other in 0..<armCount where optimality[other] > IntegratedInformation.negligible {
      let inverse = 1 / optimality[other]
      for arm in 0..<armCount where arm != other {
        let conditional = min(dot(other * nodeCount, arm * nodeCount) * inverse, 1)
        table.gains[arm] += optimality[other] * measure.term(conditional, mean(arm))
      }
    }
  }

  /// The probability of being the best from which on an arm counts.
  private static let negligible = 1e-12

  /// Products of all distribution functions but one, from the left and then from the right.
  private mutating func findPeaks() {
    for k in 0..<nodeCount { product[k] = nodeWeights[k] }
    for arm in 0..<armCount {
      let first = arm * nodeCount
      for k in 0..<nodeCount {
        peaks[first + k] = product[k] * densities[first + k]
        product[k] *= rises[first + k]
      }
    }
    for k in 0..<nodeCount { product[k] = 1 }
    for arm in stride(from: armCount - 1, through: 0, by: -1) {
      let first = arm * nodeCount
      for k in 0..<nodeCount {
        peaks[first + k] *= product[k]
        product[k] *= rises[first + k]
      }
    }
  }

  /// Σ over the nodes of the peaks of one arm times the lower means of another.
  private func dot(_ peak: Int, _ lower: Int) -> Double {
    var sum = SIMD8<Double>.zero
    for k in stride(from: 0, to: nodeCount, by: 8) {
      var (a, b) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for lane in 0..<8 {
        a[lane] = peaks[peak + k + lane]
        b[lane] = lowerMeans[lower + k + lane]
      }
      sum += a * b
    }
    let four = sum.lowHalf + sum.highHalf
    return (four.x + four.z) + (four.y + four.w)
  }

  /// Changes the arm's functions.
  mutating func update(arm: Int, reward: Double) {
    let first = arm * nodeCount
    let isSuccess = reward == 1
    let total = alphas[arm] + betas[arm]
    let inverse = 1 / (isSuccess ? alphas[arm] : betas[arm])
    for k in 0..<nodeCount {
      let (x, y, f) = (nodes[k], complements[k], densities[first + k])
      let step = x * y * f * inverse
      rises[first + k] = min(max(rises[first + k] + (isSuccess ? -step : step), 0), 1)
      densities[first + k] = f * (isSuccess ? x : y) * (total * inverse)
    }
    if isSuccess { alphas[arm] += 1 } else { betas[arm] += 1 }
    if Int(total) % 64 == 0 { renewIfLost(arm) }
    findLowerMeans(arm)
  }

  /// Computes the arm's functions anew if its density does not integrate to 1.
  private mutating func renewIfLost(_ arm: Int) {
    let first = arm * nodeCount
    let mass = (0..<nodeCount).reduce(0.0) { $0 + nodeWeights[$1] * densities[first + $1] }
    guard (mass - 1).magnitude > 1e-8 else { return }
    let posterior = BetaDistribution(alpha: alphas[arm], beta: betas[arm])
    for k in 0..<nodeCount {
      let x = Probability(value: nodes[k], complement: complements[k])
      densities[first + k] = posterior.density(at: x)
      rises[first + k] = posterior.tails(at: x).lower
    }
  }

  /// One pull after the other.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief {
    let moments = MeanAndVariance(alpha: alphas[arm], beta: betas[arm])
    return Belief(
      pulls: alphas[arm] + betas[arm] - 2, mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }

  /// Nothing to report.
  var numericalNotes: NumericalNotes { NumericalNotes() }
}
