import Synchronization

/// Hands out slices of blocks, in the order of the problems and of their blocks.
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

  /// The slices of the blocks that are wanted and not there yet.
  init(_ plan: Plan, blocks: Range<Int>?, except present: Set<BlockID>, jobs: Int) {
    self.plan = plan
    let all = 0..<BlockID.count(of: plan.replications)
    let wanted = blocks.map { $0.clamped(to: all) } ?? all
    // Small enough to keep all workers busy to the end, large enough to make locks rare.
    sliceSize = max(1, min(10, plan.replications / (4 * jobs)))
    slicesPerBlock = (min(plan.replications, BlockID.size) + sliceSize - 1) / sliceSize
    self.blocks = plan.problems.indices.flatMap { problem in
      wanted.lazy.map { BlockID(problem: problem, block: $0) }.filter { !present.contains($0) }
    }
    pulls = self.blocks.reduce(0.0) { sum, block in
      let problem = plan.problems[block.problem]
      let count = block.replications(of: plan.replications).count * problem.policies.count
      return sum + Double(count) * Double(problem.horizon)
    }
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
