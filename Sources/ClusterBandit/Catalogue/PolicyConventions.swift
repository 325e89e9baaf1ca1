/// The conventions of policies that are no rule of their own.
extension Conventions {
  /// A policy that learns nothing.
  static func blind(ties: String) -> Conventions {
    Conventions(
      unpulled: "like any other: the policy learns nothing", firstPulls: "none", ties: ties,
      clock: "none", rewards: "any")
  }

  /// Any outer and inner rule.
  static let twoLevel = Conventions(
    unpulled: "an arm as the inner rule has it, a cluster as strategy and outer rule have it",
    firstPulls: "the outer rule's among clusters, the inner rule's inside each cluster",
    ties: "as 'ties' of each rule says",
    clock: "the outer rule's counts all pulls, the inner rule's those of its cluster",
    rewards: "0 or 1; with MEAN, MAX or PMAX normal ones, too; under a model those of the model")

  /// Thompson sampling at both levels.
  static let twoLevelThompson = Conventions(
    unpulled: "a draw from its prior, a cluster one from its strategy's; for normal rewards it "
      + "comes first",
    firstPulls: "none; for normal rewards each cluster once, and each arm of a cluster once",
    ties: "a uniform one of the tied", clock: "none",
    rewards: "0 or 1, or normal ones of known standard deviation")

  /// UCB1 at both levels.
  static let twoLevelUCB1 = Conventions(
    unpulled: "it comes first; with counts-from-one n = 1, an arm of mean 1/2",
    firstPulls: "each cluster once, and each arm of a cluster once, at random; none with "
      + "counts-from-one",
    ties: "a uniform one of the tied",
    clock: "t counts the pulls made so far: of all arms outside, of the cluster inside",
    rewards: "in [0, 1], for its scale is 1; normal ones take two-level with a scale for each rule")

  /// Draws from a posterior over all arms.
  static func jointThompson(rewards: String) -> Conventions {
    Conventions(
      unpulled: "a draw from what its siblings' pulls leave of its prior", firstPulls: "none",
      clock: "none", rewards: rewards)
  }

  /// GP-UCB.
  static let gaussianClusterUCB = Conventions(
    unpulled: "the bound of what its siblings' pulls leave of its prior", firstPulls: "none",
    clock: "t = 1, 2, … counts the rounds", rewards: "normal ones of known standard deviation")

  /// Clus-UCB.
  static let clusUCB = Conventions(
    unpulled: "index 1, or what its siblings' failures leave of it", firstPulls: "none",
    clock: "t counts the pulls made so far", rewards: "0 or 1")

  /// Thompson sampling down a tree.
  static let hts = Conventions(
    unpulled: "a draw from its prior, a node as an arm", firstPulls: "none", clock: "none",
    rewards: "0 or 1")

  /// UCB1 down a tree.
  static let uct = Conventions(
    unpulled: "it comes first, a node as an arm",
    firstPulls: "at every node each child once: at random with ties uniform, in their order with "
      + "ties first",
    clock: "n_parent counts the pulls made so far through the node above",
    rewards: "in [0, 1]; for a range of length b multiply c by b, for normal ones by 2σ")

  /// Linear models with a ridge.
  static let linear = Conventions(
    unpulled: "an estimate of 0 with the ridge's variance, a cluster as an arm",
    firstPulls: "none", clock: "none", rewards: "linear in the context")

  /// Draws by importance-weighted losses.
  static let adversarial = Conventions(
    unpulled: "an estimated loss of 0", firstPulls: "none", ties: "none: the choice is drawn",
    clock: "t = 1, 2, … counts the rounds", rewards: "0 or 1; the bounds hold for any in [0, 1]")
}
