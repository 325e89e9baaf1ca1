import Randomness
import Testing

@testable import ClusterBandit

@Suite("Numerical notes")
struct NumericalNotesTests {
  @Test("Notes count jitter that is above 0, keep the largest and merge in any order")
  func notes() {
    var notes = NumericalNotes()
    #expect(notes.isEmpty)
    notes.note(relativeJitter: 0)
    #expect(notes.isEmpty)
    notes.note(relativeJitter: 1e-12)
    notes.note(relativeJitter: 1e-14)
    #expect(notes == NumericalNotes(jitteredFactorisations: 2, largestRelativeJitter: 1e-12))
    var other = NumericalNotes(
      jitteredFactorisations: 3, largestRelativeJitter: 1e-9, diagonalFallbacks: 4)
    let sum = NumericalNotes(
      jitteredFactorisations: 5, largestRelativeJitter: 1e-9, diagonalFallbacks: 4)
    var merged = notes
    merged.merge(other)
    other.merge(notes)
    #expect(merged == sum && other == sum && !sum.isEmpty)
  }

  @Test("A policy's notes come to its trajectory, in batches too", arguments: [1, 7])
  func policyNotes(batch: Int) {
    struct Noting: Policy, ~Copyable {
      var numericalNotes = NumericalNotes()
      mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { 0 }
      mutating func update(arm: Int, reward: Double) {
        numericalNotes.note(relativeJitter: 1e-13)
      }
    }
    let game = Replication(
      instance: problem([[0.5], [0.5]]), horizon: 20, checkpoints: [20],
      seeds: SeedTree(root: 1), number: 0, tables: .covering(horizon: 20),
      batch: batch)
    let noting = PreparedPolicy(rewards: .bernoulli) { _ in Noting() }
    #expect(
      noting.play(game).notes
        == NumericalNotes(jitteredFactorisations: 20, largestRelativeJitter: 1e-13))
    #expect(prepared("tsc", for: game.instance).play(game).notes.isEmpty)
  }
}
