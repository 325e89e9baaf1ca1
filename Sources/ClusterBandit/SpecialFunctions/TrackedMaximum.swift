private import Randomness

/// Mean and variance of the maximum of the Beta posteriors of every cluster, kept up from pull to
/// pull.
///
/// At a fixed x one pull changes a posterior's distribution function F and w = x^α (1 − x)^β /
/// B(α, β) by a few multiplications: a success takes F to F − w/α and w to w x (α + β)/α, a failure
/// F to F + w/β and w to w (1 − x)(α + β)/β. So F and w are kept at the nodes of ``SmoothPanel``,
/// in a block for each panel and arm. E[max] = ∫(1 − Π F_j) dx and the variance are sums over the
/// panels, from the highest down to where Π F_j has fallen to nothing; an arm whose F is 1 on a
/// panel takes no part there.
///
/// A panel that is too wide for an arm that rises on it is cut in two. A block is computed anew
/// from its density and the F at the panel's upper end if it missed a pull, because the panel did
/// not matter then or is new, and after 32 pulls. By then F has taken up at most 32 roundings of
/// 10^−16 and as many parts of w's relative error of 10^−14, and a w that was raised to 10^−290 is
/// still nothing: 32 pulls multiply it by less than 10^254 for up to 10^9 pulls.
///
/// The absolute error of E[max] is below 1e-11 and the relative error of the variance below 1e-9.
/// Panels and roundings depend on the order of the pulls, so equal data have equal moments to that
/// accuracy only.
///
/// Source: I_x(a + 1, b) = I_x(a, b) − x^a (1 − x)^b / (a B(a, b)), Abramowitz and Stegun (1964),
/// 26.5.16.
///
/// A pull is O(|c| panels), about ten panels. 14 kB an arm and 50 kB a cluster.
struct TrackedMaximum: ~Copyable {
  typealias Nodes = SmoothPanel.Nodes

  /// One arm.
  struct Law: BitwiseCopyable, Sendable {
    var alpha: Double
    var beta: Double
    /// The constant of the density once it was asked for, else NaN.
    var logPeak = Double.nan
    /// F is 0 up to the first x and 1 from the second on.
    var bottom = -1.0
    var top = 2.0
    var pulls: Int32 = 0
  }

  /// Panels of a cluster.
  static let slots = 48
  /// Pulls after which a block is computed anew.
  private static let lifetime: Int32 = 32
  /// The greatest (α + β)·width² of a panel, for one arm.
  static let resolution = 3.0
  /// The greatest Σα·width² of the panel that ends at 1.
  static let topResolution = 6.0

  let clustering: Clustering
  /// (α + β)·width² at most, by cluster.
  private var limits: AlignedBuffer<Double>
  /// By cluster and slot.
  var panels: AlignedBuffer<SmoothPanel>
  /// The slots of a cluster from the highest panel to the lowest.
  var order: AlignedBuffer<Int32>
  private var counts: AlignedBuffer<Int>
  var laws: AlignedBuffer<Law>
  /// F and w by cluster, slot and arm.
  var distributions: AlignedBuffer<Nodes>
  var weights: AlignedBuffer<Nodes>
  /// The arm's pulls that a block knows, and those when it was computed; −1 for none.
  var stamps: AlignedBuffer<SIMD2<Int32>>

  /// Whether there is room for so many arms, and a prior's powers are analytic.
  static func isFit(prior a: Double, _ b: Double, _ clustering: Clustering) -> Bool {
    clustering.armCount <= 512 && clustering.largestSize <= 64 && a + b <= 1e7
      && (2 * a).rounded() == 2 * a && (2 * b).rounded() == 2 * b
  }

  /// All arms have the prior Beta(a, b).
  init(prior a: Double, _ b: Double, clustering: Clustering) {
    self.clustering = clustering
    let clusters = clustering.clusterCount
    limits = AlignedBuffer(
      clustering.sizes.map {
        let narrowing = 1 + 0.2 * Elementary.log(Double($0))
        return Self.resolution / (narrowing * narrowing)
      })
    let root = SmoothPanel(level: 1, index: 0)
    panels = AlignedBuffer(repeating: root, count: clusters * Self.slots)
    order = AlignedBuffer(repeating: 0, count: clusters * Self.slots)
    counts = AlignedBuffer(repeating: 0, count: clusters)
    var law = Law(alpha: a, beta: b)
    law.findEnds()
    laws = AlignedBuffer(repeating: law, count: clustering.armCount)
    let blocks = clustering.armCount * Self.slots
    distributions = AlignedBuffer(repeating: .zero, count: blocks)
    weights = AlignedBuffer(repeating: .zero, count: blocks)
    stamps = AlignedBuffer(repeating: SIMD2(-1, -1), count: blocks)
    for cluster in 0..<clusters { reset(cluster) }
  }

  /// Leaves two panels, without blocks.
  private mutating func reset(_ cluster: Int) {
    counts[cluster] = 2
    for slot in 0..<2 { place(SmoothPanel(level: 1, index: Int32(1 - slot)), cluster, slot) }
    order[cluster * Self.slots] = 0
    order[cluster * Self.slots + 1] = 1
  }

  private mutating func place(_ panel: SmoothPanel, _ cluster: Int, _ slot: Int) {
    panels[cluster * Self.slots + slot] = panel
    for arm in clustering.arms(of: cluster) { stamps[block(arm, cluster, slot)] = SIMD2(-1, -1) }
  }

  @inline(__always)
  func block(_ arm: Int, _ cluster: Int, _ slot: Int) -> Int {
    let first = clustering.offsets[cluster]
    let size = clustering.offsets[cluster + 1] - first
    return first * Self.slots + slot * size + (arm - first)
  }

  /// Takes a success or failure of an arm into the blocks that know its earlier pulls.
  mutating func record(_ arm: Int, in cluster: Int, isSuccess: Bool) {
    var law = laws[arm]
    let (own, total) = (isSuccess ? law.alpha : law.beta, law.alpha + law.beta)
    let (part, growth) = (1 / own, total / own)
    for slot in 0..<counts[cluster] {
      let block = block(arm, cluster, slot)
      guard stamps[block].x == law.pulls else { continue }
      guard law.pulls - stamps[block].y < Self.lifetime else { continue }
      let w = weights[block]
      let panel = cluster * Self.slots + slot
      if isSuccess {
        distributions[block] -= w * part
        weights[block] = w * (panels[panel].lower * growth)
      } else {
        distributions[block] += w * part
        weights[block] = w * (panels[panel].upper * growth)
      }
      let small = Nodes(repeating: 1e-290)
      weights[block].replace(with: small, where: weights[block] .< small)
      stamps[block].x = law.pulls + 1
    }
    if isSuccess { law.alpha += 1 } else { law.beta += 1 }
    law.pulls += 1
    law.logPeak = .nan
    law.findEnds()
    laws[arm] = law
  }

  /// Sets the posterior of an arm that changed otherwise than by a pull: nothing is kept of the
  /// cluster's integral.
  mutating func restart(_ arm: Int, in cluster: Int, alpha: Double, beta: Double) {
    var law = Law(alpha: alpha, beta: beta)
    law.findEnds()
    laws[arm] = law
    reset(cluster)
  }

  /// The moments of the maximum of a cluster's arms, or nil if there is no room for the panels.
  mutating func moments(of cluster: Int) -> UnitMoments? {
    if let moments = sums(cluster) { return moments }
    reset(cluster)
    return sums(cluster)
  }

  /// The moments, from sums about the lower end e of the panel on which Π F falls below ½.
  ///
  /// r = e + ∫_e (1 − Π F) dx − ∫^e Π F dx and likewise E[(max − e)²]. All terms are positive.
  private mutating func sums(_ cluster: Int) -> UnitMoments? {
    var floor = -1.0
    for arm in clustering.arms(of: cluster) { floor = max(floor, laws[arm].bottom) }
    var pivot: Probability?
    var low = Probability(value: 1, complement: 0)
    var (above, aboveSquare) = (0.0, 0.0)
    var (below, belowSquare, distance) = (0.0, 0.0, 0.0)
    var place = 0
    while place < counts[cluster], low.value > floor {
      guard let (product, slot) = product(cluster, place) else {
        guard split(cluster, place) else { return nil }
        continue
      }
      let panel = cluster * Self.slots + slot
      let extent = panels[panel].extent
      low = panels[panel].low
      if pivot == nil {
        aboveSquare += extent * above
        let parts = panels[panel].measures * (1 - product)
        above += Self.sum(parts)
        aboveSquare += Self.sum(parts * panels[panel].offsets)
        if product[0] < 0.5 { pivot = low }
      } else {
        distance += extent
        let parts = panels[panel].measures * product
        below += Self.sum(parts)
        belowSquare += Self.sum(parts * (distance - panels[panel].offsets))
      }
      if product[0] < 1e-13 { break }
      place += 1
    }
    let origin = pivot ?? low
    let shift = above - below
    return UnitMoments(
      mean: Probability(value: origin.value + shift, complement: origin.complement - shift),
      variance: 2 * (aboveSquare + belowSquare) - shift * shift)
  }

  /// Π F at the nodes of a panel, or nil if it is too wide for an arm that rises there.
  @inline(__always)
  private mutating func product(_ cluster: Int, _ place: Int) -> (product: Nodes, slot: Int)? {
    let slot = Int(order[cluster * Self.slots + place])
    let panel = cluster * Self.slots + slot
    let low = panels[panel].low.value
    let evidence = limits[cluster] / panels[panel].squaredWidth
    var product = Nodes(repeating: 1)
    var successes = 0.0
    var block = block(clustering.offsets[cluster], cluster, slot)
    for arm in clustering.arms(of: cluster) {
      if laws[arm].top > low {
        if laws[arm].alpha + laws[arm].beta > evidence { return nil }
        if stamps[block].x != laws[arm].pulls { renew(arm, cluster, place, slot) }
        product *= distributions[block]
        successes += laws[arm].alpha
      }
      block += 1
    }
    // Near 1 the product of m powers x^α is as narrow as the single power x^(mα).
    if place == 0, successes * panels[panel].squaredWidth > Self.topResolution { return nil }
    return (product, slot)
  }

  /// Cuts a panel in two, if there is room.
  private mutating func split(_ cluster: Int, _ place: Int) -> Bool {
    let count = counts[cluster]
    let base = cluster * Self.slots
    let slot = Int(order[base + place])
    let (level, index) = (panels[base + slot].level + 1, 2 * panels[base + slot].index)
    guard count < Self.slots, level <= 24 else { return false }
    for later in stride(from: count, to: place + 1, by: -1) {
      order[base + later] = order[base + later - 1]
    }
    order[base + place + 1] = Int32(count)
    counts[cluster] = count + 1
    self.place(SmoothPanel(level: level, index: index + 1), cluster, slot)
    self.place(SmoothPanel(level: level, index: index), cluster, count)
    return true
  }
}
