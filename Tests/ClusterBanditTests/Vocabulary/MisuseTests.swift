import ClusterBandit
import Randomness
import Testing

/// Chooses an arm that does not exist in round 12.
private struct Astray: Policy {
  let wrong: Int

  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    round == 12 ? wrong : round % 3
  }

  mutating func update(arm: Int, reward: Double) {}

  /// Plays it on three arms.
  static func play(choosing wrong: Int, batch: Int = 1) {
    let instance = BanditInstance(
      means: [0.25, 0.5, 0.75], clusters: [[0, 1], [2]], rewards: .bernoulli)
    _ = PreparedPolicy(rewards: .bernoulli) { _ in Astray(wrong: wrong) }.play(
      Replication(
        instance: instance, horizon: 20, checkpoints: [20],
        seeds: SeedTree(root: 1), number: 0,
        tables: .covering(horizon: 20), batch: batch))
  }
}

@Suite("Mistakes of a library's user stop with a message")
struct MisuseTests {
  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("An arm that does not exist is told with its round and the number of arms")
  func arm() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Astray.play(choosing: 7)
      })
    #expect(
      text.contains(
        "the policy chose arm 7 in round 12, and there are 3 arms, numbered from 0 to 2"))
  }

  @Test("A negative arm in a batch is told in the same words")
  func negativeArm() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Astray.play(choosing: -1, batch: 5)
      })
    #expect(
      text.contains(
        "the policy chose arm -1 in round 12, and there are 3 arms, numbered from 0 to 2"))
  }

  @Test("The same arms are fine without the mistake")
  func rightArms() { Astray.play(choosing: 0) }

  @Test("An argument under another name is told with those that there are")
  func argumentName() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Arguments(["width": .number(1), "ties": .word("first")]).number("widht")
      })
    #expect(text.contains("there is no argument 'widht', but 'ties', 'width'"))
  }

  @Test("An argument of another type is told with its value")
  func argumentType() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Arguments(["width": .number(1.5)]).flag("width")
      })
    #expect(text.contains("the argument 'width' is not a flag: it is number(1.5)"))
  }

  @Test("Clusters that are no partition are told with the arm")
  func partition() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BanditInstance(
          means: [0.1, 0.2, 0.3], clusters: [[0, 2], [2]], rewards: .bernoulli)
      })
    #expect(
      text.contains(
        "the clusters are not a partition of the arms 0 to 2: arm 2 is in clusters 0 and 1"))
  }

  @Test("A mean that is no probability is told")
  func mean() async {
    let text = text(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BanditInstance(means: [0.1, 1.5], clusters: [[0], [1]], rewards: .bernoulli)
      })
    #expect(text.contains("an arm's mean is 1.5"))
  }
}
