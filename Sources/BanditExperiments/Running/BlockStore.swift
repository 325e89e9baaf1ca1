import ClusterBandit

/// Collects trajectories of one problem and reduces them to moments in a fixed order.
///
/// Replications are grouped in fixed blocks of 100. Inside a block values are added in the order of
/// the replications, and blocks are merged in their order, so neither the number of workers nor
/// the order in which they finish can change a bit. Curves of a block are kept until the block is
/// complete; after that only its moments and the final values remain.
struct BlockStore {
  /// Replications in a block.
  static let blockSize = 100

  private let replications: Int
  private let policies: Int
  private let checkpoints: Int
  /// Blocks that are being filled: trajectories by policy, then by replication in the block.
  private var filling: [Int: (remaining: Int, trajectories: [[Trajectory?]])] = [:]
  /// Complete blocks that wait for an earlier one.
  private var waiting: [Int: [[Moments]]] = [:]
  private var nextBlock = 0
  /// By policy: moments in the order checkpoint, metric; the stuck fraction at the end.
  private(set) var moments: [[Moments]]
  /// By policy and metric: the final value of every replication.
  private(set) var finals: [[[Double]]]
  /// By policy: what its factorisations met.
  private(set) var notes: [NumericalNotes]
  /// What those of the instances met.
  private(set) var instanceNotes = NumericalNotes()

  init(replications: Int, policies: Int, checkpoints: Int) {
    self.replications = replications
    self.policies = policies
    self.checkpoints = checkpoints
    moments = Array(
      repeating: Array(repeating: Moments(), count: checkpoints * Metric.curves.count + 1),
      count: policies)
    finals = Array(
      repeating: Array(
        repeating: Array(repeating: 0, count: replications), count: Metric.allCases.count),
      count: policies)
    notes = Array(repeating: NumericalNotes(), count: policies)
  }

  /// Takes the trajectories of one replication, one for each policy, and the notes of its instance.
  mutating func add(
    _ trajectories: [Trajectory], replication: Int, instance: NumericalNotes = NumericalNotes()
  ) {
    instanceNotes.merge(instance)
    let block = replication / BlockStore.blockSize
    let start = block * BlockStore.blockSize
    let size = min(BlockStore.blockSize, replications - start)
    var entry =
      filling.removeValue(forKey: block)
      ?? (size, Array(repeating: Array(repeating: nil, count: size), count: policies))
    for policy in 0..<policies {
      entry.trajectories[policy][replication - start] = trajectories[policy]
      notes[policy].merge(trajectories[policy].notes)
      for metric in Metric.allCases {
        finals[policy][metric.index][replication] = trajectories[policy].final(metric)
      }
    }
    entry.remaining -= 1
    guard entry.remaining == 0 else {
      filling[block] = entry
      return
    }
    waiting[block] = entry.trajectories.map(reduce)
    while let next = waiting.removeValue(forKey: nextBlock) {
      for policy in 0..<policies {
        for index in moments[policy].indices { moments[policy][index].merge(next[policy][index]) }
      }
      nextBlock += 1
    }
  }

  private func reduce(_ trajectories: [Trajectory?]) -> [Moments] {
    let curves = Metric.curves
    var result = Array(repeating: Moments(), count: checkpoints * curves.count + 1)
    for case let trajectory? in trajectories {
      for (index, value) in trajectory.values.enumerated() { result[index].add(value) }
      result[checkpoints * curves.count].add(trajectory.stuck)
    }
    return result
  }
}
