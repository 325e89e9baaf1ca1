import ClusterBandit
import Foundation
import Randomness
import Synchronization
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Running blocks")
struct BlockRunTests {
  static let text = """
    name: blocks
    seed: 4
    horizon: 30
    replications: 340
    checkpoints: {count: 3}
    environments:
      - {label: two, kind: bernoulli, means: [0.4, 0.6]}
      - {label: dealt, kind: beta-clusters, arms: 9, clusters: 3, cohesion: 5, permute-labels: true}
    policies: [{kind: thompson}, {kind: ucb, c: 1}]
    """

  private func blocks(
    _ experiment: Experiment, _ range: Range<Int>? = nil, jobs: Int = 2
  ) throws -> [BlockResult] {
    let sink = MemorySink()
    try Engine(jobs: jobs).run(experiment, blocks: range, sink: sink)
    return sink.blocks
  }

  @Test("One, two and seven workers fill the same blocks")
  func workers() throws {
    let experiment = try read(BlockRunTests.text)
    let one = try blocks(experiment, jobs: 1)
    #expect(one.map(\.replications) == [100, 100, 100, 40, 100, 100, 100, 40])
    #expect(try blocks(experiment, jobs: 2) == one)
    #expect(try blocks(experiment, jobs: 7) == one)
  }

  @Test("Any range of blocks played alone is that of the whole run, also after a journey as JSON")
  func subsets() throws {
    let experiment = try read(BlockRunTests.text)
    let all = try blocks(experiment)
    let ranges = [0..<1, 1..<3, 3..<4, 2..<9, 0..<4, 4..<9, 2..<2]
    for range in ranges {
      let some = try blocks(experiment, range, jobs: 3)
      let expected = all.filter { range.contains($0.id.block) }
      #expect(some == expected, "\(range)")
      let sent = try JSONDecoder().decode([BlockResult].self, from: JSONEncoder().encode(some))
      #expect(sent == expected)
      let texts = try [some, expected].map { try ResultJSON.encoder.encode($0) }
      #expect(texts[0] == texts[1])
    }
    // Two machines, half each.
    let halves = try blocks(experiment, 0..<2) + blocks(experiment, 2..<4)
    #expect(halves.count == all.count && Set(halves) == Set(all))
  }

  @Test("Blocks that a sink has are not played again, incomplete ones are")
  func resume() throws {
    let experiment = try read(BlockRunTests.text)
    let all = try blocks(experiment)
    let written = Mutex<[BlockID]>([])
    let partial = try cut(experiment, BlockID(problem: 1, block: 1), to: 7)
    let kept = [all[1], all[3], all[4], partial]
    let sink = WatchedSink(kept) { block in written.withLock { $0.append(block.id) } }
    let control = RunControl()
    try Engine(jobs: 2).run(experiment, sink: sink, control: control)
    let wanted = [all[0], all[2], all[5], all[6], all[7]]
    #expect(Set(written.withLock { $0 }) == Set(wanted.map(\.id)))
    #expect(written.withLock { $0.count } == wanted.count)
    #expect(sink.blocks == all)
    let pulls = wanted.reduce(0.0) { $0 + Double($1.replications * 2 * 30) }
    #expect(control.progress == RunControl.Progress(pulls: pulls, totalPulls: pulls))
    // With everything there nothing is left to do.
    let whole = WatchedSink(all) { _ in Issue.record("a block was played again") }
    try Engine(jobs: 2).run(experiment, sink: whole)
    #expect(whole.blocks == all)
  }

  /// A block of which only some replications were played.
  private func cut(_ experiment: Experiment, _ id: BlockID, to count: Int) throws -> BlockResult {
    let total = id.block * BlockID.size + count
    let short = try blocks(experiment.with(replications: total))
    let block = try #require(short.first { $0.id == id })
    let data = try JSONEncoder().encode(block)
    let text = String(decoding: data, as: UTF8.self)
      .replacing("\"expected\":\(count)", with: "\"expected\":100")
    let changed = try JSONDecoder().decode(BlockResult.self, from: Data(text.utf8))
    #expect(!changed.isComplete && changed.replications == count)
    return changed
  }

  private struct Refusal: Error, Equatable { let block: Int }

  @Test("A sink that refuses a block ends the run with its error", arguments: [1, 2, 7])
  func refusal(_ jobs: Int) throws {
    let experiment = try read(BlockRunTests.text)
    let asked = Mutex(0)
    let sink = WatchedSink { _ in
      let number = asked.withLock { count in
        count += 1
        return count
      }
      if number >= 3 { throw Refusal(block: number) }
    }
    #expect(throws: Refusal(block: 3)) {
      try Engine(jobs: jobs).run(experiment, sink: sink)
    }
    // The first error ends it: no other block is offered.
    #expect(asked.withLock { $0 } == 3 && sink.blocks.count == 2)
  }

  @Test("A sink that cannot say what it has ends the run before anything is played")
  func unknown() throws {
    struct Broken: BlockSink {
      func have() throws -> Set<BlockID> { throw Refusal(block: 0) }
      func write(_ block: BlockResult) { Issue.record("a block was played") }
    }
    #expect(throws: Refusal(block: 0)) {
      try Engine(jobs: 2).run(try read(BlockRunTests.text), sink: Broken())
    }
  }
}
