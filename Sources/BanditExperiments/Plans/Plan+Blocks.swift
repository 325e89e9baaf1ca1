/// The blocks of a plan in their canonical order: by problem, then by number.
extension Plan {
  private var blocksOfProblem: Int { BlockID.count(of: replications) }

  /// The number of all blocks.
  package var blockCount: Int { problems.count * blocksOfProblem }

  /// The block at a place of the order, from 0.
  package func block(at place: Int) -> BlockID {
    BlockID(problem: place / blocksOfProblem, block: place % blocksOfProblem)
  }

  /// The place of a block in the order.
  package func place(of block: BlockID) -> Int { block.problem * blocksOfProblem + block.block }

  /// The replications of a block.
  package func replications(of block: BlockID) -> Int {
    block.replications(of: replications).count
  }

  /// The pulls of a block.
  package func pulls(of block: BlockID) -> Double {
    let problem = problems[block.problem]
    return Double(replications(of: block) * problem.policies.count) * Double(problem.horizon)
  }
}
