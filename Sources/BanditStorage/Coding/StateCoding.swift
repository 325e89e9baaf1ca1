import BanditExperiments
import ByteCoding
import ClusterBandit

/// The merged blocks of a problem as bytes, without the final values of single replications.
enum StateCoding {
  static func bytes(_ merged: MergedProblem) -> [UInt8] {
    SealedBytes.sealed(.state) { writer in
      writer.write(merged.nextBlock)
      writer.write(merged.instanceNotes)
      writer.write(merged.policies) { writer, policy in
        writer.write(policy.curves) { $0.write($1) { $0.write($1) } }
        writer.write(policy.finalMoments) { $0.write($1) }
        writer.write(policy.finalSketches) {
          $0.write($1.negative)
          $0.write($1.positive)
        }
        writer.write(policy.regret) { $0.write($1) }
        writer.write(policy.notes)
      }
    }
  }

  static func merged(_ bytes: [UInt8]) throws(DamagedBytes) -> MergedProblem {
    var (kind, reader) = try SealedBytes.opened(bytes)
    guard kind == .state else { throw DamagedBytes() }
    var merged = MergedProblem()
    merged.nextBlock = try reader.integer()
    merged.instanceNotes = try reader.notes()
    merged.policies = try reader.list { reader throws(DamagedBytes) in
      MergedProblem.Policy(
        curves: try reader.metrics { reader throws(DamagedBytes) in
          try reader.list { reader throws(DamagedBytes) in try reader.moments() }
        },
        finalMoments: try reader.metrics { reader throws(DamagedBytes) in try reader.moments() },
        finalSketches: try reader.metrics { reader throws(DamagedBytes) in
          SignedSketch(negative: try reader.sketch(), positive: try reader.sketch())
        },
        regret: try reader.list { reader throws(DamagedBytes) in try reader.sample() },
        notes: try reader.notes())
    }
    guard reader.isAtEnd else { throw DamagedBytes() }
    return merged
  }
}
