import BanditExperiments
import ByteCoding
import ClusterBandit

/// What an unfinished file keeps of a block: all of it, or, once it is merged into the state, its
/// final values.
enum StoredBlock {
  case whole(BlockResult)
  /// The hash of the whole block, and its final values by policy; none if they are not kept.
  case merged(sha256: String, finals: [[Metric: [Double]]])

  /// Reads what ``bytes`` wrote.
  ///
  /// - Parameter expected: the replications that the plan asks of the block.
  init(_ bytes: [UInt8], _ id: BlockID, expected: Int) throws(DamagedBytes) {
    var (kind, reader) = try SealedBytes.opened(bytes)
    switch kind {
    case .block: self = .whole(try BlockCoding.block(&reader, id, expected: expected))
    case .finals:
      self = .merged(
        sha256: try reader.text(),
        finals: try reader.list { policy throws(DamagedBytes) in
          try policy.metrics { metric throws(DamagedBytes) in try metric.doubles() }
        })
    case .state: throw DamagedBytes()
    }
    guard reader.isAtEnd else { throw DamagedBytes() }
  }

  /// The block as bytes.
  var bytes: [UInt8] {
    switch self {
    case .whole(let block):
      SealedBytes.sealed(.block) { BlockCoding.write(block, to: &$0, keepsValues: true) }
    case .merged(let sha256, let finals):
      SealedBytes.sealed(.finals) { writer in
        writer.write(sha256)
        writer.write(finals) { writer, finals in writer.write(finals) { $0.write($1) } }
      }
    }
  }

  /// The hash of the whole block.
  var sha256: String {
    switch self {
    case .whole(let block): BlockCoding.sha256(block)
    case .merged(let sha256, _): sha256
    }
  }
}

/// Blocks as bytes.
enum BlockCoding {
  /// The SHA-256 of what the block's replications measured.
  ///
  /// Plans of many replications keep sketches where those of few keep values; the hash is of the
  /// sketches, so that a block has one hash in both.
  static func sha256(_ block: BlockResult) -> String {
    var writer = ByteWriter()
    write(block, to: &writer, keepsValues: false)
    return ContentHash.sha256(writer.bytes)
  }

  fileprivate static func write(
    _ block: BlockResult, to writer: inout ByteWriter, keepsValues: Bool
  ) {
    writer.write(block.id.problem)
    writer.write(block.id.block)
    writer.write(block.replications)
    writer.write(block.instanceNotes)
    writer.write(block.policies) { writer, policy in
      writer.write(policy.curves) { $0.write($1) { $0.write($1) } }
      writer.write(policy.finals) { $0.write($1) }
      writer.write(policy.regret) { $0.write(keepsValues ? $1 : .sketch($1.sketch)) }
      writer.write(policy.notes)
    }
  }

  fileprivate static func block(
    _ reader: inout ByteReader, _ id: BlockID, expected: Int
  ) throws(DamagedBytes) -> BlockResult {
    let written = BlockID(problem: try reader.integer(), block: try reader.integer())
    let replications = try reader.integer()
    guard written == id, replications >= 1, replications <= expected else { throw DamagedBytes() }
    let notes = try reader.notes()
    let policies = try reader.list { reader throws(DamagedBytes) in
      BlockResult.PolicyBlock(
        curves: try reader.metrics { reader throws(DamagedBytes) in
          try reader.list { reader throws(DamagedBytes) in try reader.moments() }
        },
        finals: try reader.metrics { reader throws(DamagedBytes) in try reader.doubles() },
        regret: try reader.list { reader throws(DamagedBytes) in try reader.sample() },
        notes: try reader.notes())
    }
    return BlockResult(
      id, replications: replications, expected: expected, policies: policies,
      instanceNotes: notes)
  }
}
