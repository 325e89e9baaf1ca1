package import BanditExperiments
import SQLite
import Synchronization

extension UnfinishedResult {
  /// The replications that are to be in it.
  package var replications: Int { header.plan.replications }

  /// The same file for more replications of the same plan: it keeps its blocks, and is held all the
  /// while.
  ///
  /// This one has let go of it then.
  package func extended(
    to experiment: Experiment, _ manifest: Manifest
  ) throws(StorageFailure) -> UnfinishedResult {
    let header = ResultHeader(experiment, manifest, header.kept)
    return try writing {
      try requireInPlace()
      let (path, connection) = file.withLock { ($0.path, $0.connection) }
      try connection?.write { try header.write($0) }
      file.withLock { ($0.connection, $0.identity) = (nil, nil) }
      return UnfinishedResult(path, place, header, connection, mergeInterval: mergeInterval)
    }
  }
}
