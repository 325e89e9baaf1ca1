import BanditExperiments
import ClusterBandit
import Testing

@testable import BanditExplorer

@Suite("Paired comparisons in words")
struct PairSentenceTests {
  private func text(_ differences: [Double], _ metric: Metric = .pseudoRegret) -> String {
    var moments = ThirdMoments()
    for one in differences { moments.add(one) }
    return PairSentence("MEAN", "flat", moments, metric).text
  }

  // Mean 8, standard deviation √(8/3), t = 3.182 with 3 degrees of freedom: 8 ± 2.598.
  private let apart: [Double] = [6, 8, 8, 10]

  @Test("Who lost more is said with how much, and with the interval of 95 %")
  func decided() {
    #expect(text(apart) == "MEAN lost 8.0 more than flat, 95 % interval 5.4 to 10.6.")
    let less = apart.map { -$0 }
    #expect(text(less) == "MEAN lost 8.0 less than flat, 95 % interval 5.4 to 10.6.")
    #expect(text(less, .reward) == "MEAN earned 8.0 less than flat, 95 % interval 5.4 to 10.6.")
    let share = apart.map { $0 / 100 }
    #expect(
      text(share, .bestArmShare)
        == "MEAN has a best-arm-share 0.080 above that of flat, 95 % interval 0.054 to 0.106.")
  }

  @Test("An interval that holds 0 decides nothing, and one repetition tells nothing")
  func undecided() {
    // 0 ± 2.598.
    #expect(
      text([-2, 0, 0, 2])
        == "MEAN and flat: undecided; the 95 % interval of the difference, −2.6 to 2.6, holds 0.")
    #expect(text([3]) == "MEAN and flat: one repetition tells nothing.")
    #expect(text([]) == "MEAN and flat: one repetition tells nothing.")
  }

  @Test("Differences without spread are a sentence, too")
  func constant() {
    #expect(text([8, 8, 8]) == "MEAN lost 8.0 more than flat, 95 % interval 8.0 to 8.0.")
  }
}
