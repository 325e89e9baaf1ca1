import ClusterBandit
import Randomness

extension Experiment.Problem {
  /// The instance that every policy plays in a replication.
  ///
  /// Draws from the replication's instance stream, and from its permutation stream if labels are
  /// permuted.
  func drawInstance(_ seeds: SeedTree, replication: UInt64) -> BanditInstance {
    var stream = seeds.stream(replication: replication, role: .instance)
    let instance = environment.drawInstance(using: &stream)
    guard permutesLabels else { return instance }
    var dealing = seeds.stream(replication: replication, role: .permutation)
    return instance.permutingLabels(using: &dealing)
  }
}
