import Synchronization

/// Takes the blocks of a run as they are finished: memory, a file, a live page.
///
/// The engine calls it from one thread at a time.
public protocol BlockSink: Sendable {
  /// The blocks that are there already and need not be played.
  func have() throws -> Set<BlockID>

  /// Keeps a block.
  ///
  /// Blocks come in any order. An incomplete one comes only at the end of a run that was cancelled.
  func write(_ block: BlockResult) throws
}

/// Keeps blocks in memory.
public final class MemorySink: BlockSink {
  private let kept: Mutex<[BlockID: BlockResult]>

  /// A sink that has some blocks from the start, by default none.
  public init(_ blocks: [BlockResult] = []) {
    kept = Mutex(Dictionary(blocks.map { ($0.id, $0) }) { $1 })
  }

  /// The complete blocks.
  public func have() -> Set<BlockID> {
    kept.withLock { Set($0.values.filter(\.isComplete).map(\.id)) }
  }

  /// Keeps a block.
  public func write(_ block: BlockResult) { kept.withLock { $0[block.id] = block } }

  /// The blocks in their canonical order.
  public var blocks: [BlockResult] {
    kept.withLock { kept in kept.keys.sorted().compactMap { kept[$0] } }
  }
}
