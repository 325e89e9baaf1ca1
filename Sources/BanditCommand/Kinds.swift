import ArgumentParser
public import ClusterBandit
import Synchronization

/// The kinds that this program knows besides the library's own: set once, before anything is read.
enum Kinds {
  private static let added: Mutex<(policies: [PolicyFamily], environments: [EnvironmentFamily])> =
    Mutex(([], []))

  static func add(policies: [PolicyFamily], environments: [EnvironmentFamily]) {
    added.withLock {
      $0.policies += policies
      $0.environments += environments
    }
  }

  /// Every policy that an experiment may name.
  static var policies: PolicyCatalogue {
    added.withLock { $0.policies }.reduce(.standard) { $0.adding($1) }
  }

  /// Every environment that an experiment may name.
  static var environments: EnvironmentCatalogue {
    added.withLock { $0.environments }.reduce(.standard) { $0.adding($1) }
  }
}

extension ClusterBanditCommand {
  /// Runs the command line of this process with kinds of one's own beside the library's.
  ///
  /// A program of one's own is its kinds and this line; it has every subcommand, and what it adds
  /// can be named in experiments, is listed and validated.
  ///
  /// - Parameters:
  ///   - policies: families of policies; one that has the name of another takes its place.
  ///   - environments: families of environments; the same.
  public static func main(
    policies: [PolicyFamily] = [], environments: [EnvironmentFamily] = []
  ) {
    Kinds.add(policies: policies, environments: environments)
    main(nil)
  }
}
