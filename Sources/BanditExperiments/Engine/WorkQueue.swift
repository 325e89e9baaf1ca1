import Synchronization

/// Hands out slices of blocks, in the order of the blocks.
final class WorkQueue: Sendable {
  /// Replications of one block that one worker plays.
  struct Slice: Sendable {
    let block: BlockID
    let replications: Range<Int>
  }

  private let plan: Plan
  private let blocks: [BlockID]
  private let sliceSize: Int
  private let slicesPerBlock: Int
  private let position = Atomic(0)
  /// The pulls of all slices.
  let pulls: Double

  /// The slices of the blocks that are to be played.
  init(_ plan: Plan, blocks: [BlockID], jobs: Int) {
    self.plan = plan
    self.blocks = blocks
    // Small enough to keep all workers busy to the end, large enough to make locks rare.
    sliceSize = max(1, min(10, plan.replications / (4 * jobs)))
    slicesPerBlock = (min(plan.replications, BlockID.size) + sliceSize - 1) / sliceSize
    pulls = blocks.reduce(0.0) { $0 + plan.pulls(of: $1) }
  }

  /// The slices, as far as their blocks are full.
  var count: Int { blocks.count * slicesPerBlock }

  func next() -> Slice? {
    while true {
      let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return nil }
      let block = blocks[index / slicesPerBlock]
      let range = block.replications(of: plan.replications)
      let start = range.lowerBound + index % slicesPerBlock * sliceSize
      // The last block may be short of slices.
      guard start < range.upperBound else { continue }
      return Slice(block: block, replications: start..<min(start + sliceSize, range.upperBound))
    }
  }
}
