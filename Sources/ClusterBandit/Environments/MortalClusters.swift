public import Randomness

/// `mortal`: arms that die and are replaced, each newborn drawn from its cluster.
///
/// The arms of the first round are those of ``BetaClusters``: each cluster draws its centre π ~
/// U(centre), each of its arms θ ~ Beta(πν, (1 − π)ν). Before every later round arms die, as
/// ``Mortality`` says, and a newborn draws its θ from the same cluster. Policies are told which arm
/// is new, and begin anew with it. Regret is that against the best of the arms alive in a round,
/// Σ_t (max_i θ_i(t) − θ_{a_t}(t)), and so are the shares of the best arm and cluster; no arm is
/// the right one to end on, so that no replication counts as stuck.
///
/// With `clusters` equal to `arms` and `centre: [c, c]` arms are independent with the prior
/// Beta(cν, (1 − c)ν): Beta(1, 1) for [0.5, 0.5] and cohesion 2. The setting of Chapelle and Li is
/// `arms: 10, clusters: 10, cohesion: 8, centre: [0.5, 0.5], death: 0.001, deaths: one-at-a-time`.
/// With `death: 0` it is `beta-clusters`.
///
/// Source: D. Chakrabarti, R. Kumar, F. Radlinski and E. Upfal, "Mortal multi-armed bandits", NIPS
/// 2008; O. Chapelle and L. Li, "An empirical evaluation of Thompson sampling", NIPS 2011, table 1.
///
/// Draws what `beta-clusters` draws; the births continue the instance's stream, see ``Mortality``.
public struct MortalClusters: Environment {
  /// N, K and Bernoulli rewards of arms that die.
  public let shape: ProblemShape
  private let clusters: BetaClusters
  private let probability: Double
  private let deaths: Mortality.Deaths

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "mortal",
    summary: "arms die and are replaced: a newborn's θ ~ Beta(πν, (1−π)ν) of its cluster",
    parameters: BetaClusters.family.parameters + [
      .required(
        "death", .number(.probability),
        "p, the probability of death before every round but the first"),
      .defaulted(
        "deaths", .choice(Mortality.Deaths.allCases.map(\.rawValue)),
        .word(Mortality.Deaths.independent.rawValue),
        "independent: each arm dies with probability p; one-at-a-time: with probability p one arm "
          + "does, a uniform one"),
    ],
    make: { arguments in
      BetaClusters.make(arguments).map { clusters in
        MortalClusters(
          clusters: clusters, probability: arguments.number("death"),
          deaths: Mortality.Deaths(rawValue: arguments.word("deaths")) ?? .independent)
      }
    })

  init(clusters: BetaClusters, probability: Double, deaths: Mortality.Deaths) {
    var shape = clusters.shape
    shape.hasMortalArms = true
    self.shape = shape
    self.clusters = clusters
    self.probability = probability
    self.deaths = deaths
  }

  /// What regret is measured against.
  public var remarks: [String] {
    [
      "arms die: regret is against the best of those alive in each round, and the stuck fraction "
        + "is 0; in a cluster t counts the pulls of living arms, over all of them every pull"
    ]
  }

  /// Draws centres, means and labels, and keeps the stream for the births.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let (dealt, laws) = clusters.drawClusters(using: &stream)
    let ofArms = zip(dealt.order, dealt.sizes).flatMap { Array(repeating: laws[$0], count: $1) }
    return BanditInstance(
      laidOut: dealt.means, clustering: Clustering(sizes: dealt.sizes),
      mortality: Mortality(
        probability: probability, deaths: deaths, laws: ofArms, stream: stream))
  }
}
