import ClusterBandit
import Synchronization

/// A memory that outlives a replication: what a kind must not have.
final class SharedCount: Sendable {
  private let count = Mutex(0)
  static let shared = SharedCount()

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

extension Parameter {
  /// The conventional parameter of the kinds here: what is wrong with them.
  static let flaw = Parameter.defaulted(
    "flaw", .choice(["none"]), .word("none"), "which clause is broken")
}

extension Arguments {
  /// The clause that is broken.
  var flaw: String { word("flaw") }

  /// The arguments of a kind that breaks `clause`.
  init(breaking clause: String) { self.init(["flaw": .word(clause)]) }
}

/// A key that no kind declares.
let nonsense = ArgumentProblem(["nonsense"], "refused", hint: "give something else")
