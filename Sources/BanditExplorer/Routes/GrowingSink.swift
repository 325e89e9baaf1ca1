import BanditExperiments

/// Keeps complete blocks and tells whenever one comes.
struct GrowingSink: BlockSink {
  private let kept = MemorySink()
  private let tell: @Sendable (MemorySink) -> Void

  init(_ tell: @escaping @Sendable (MemorySink) -> Void) { self.tell = tell }

  func have() -> Set<BlockID> { [] }

  func write(_ block: BlockResult) {
    guard block.isComplete else { return }
    kept.write(block)
    tell(kept)
  }
}
