import BanditTesting
import ClusterBandit
import Testing

@Suite("Sample arguments")
struct SampleArgumentsTests {
  @Test("Every parameter is varied in its turn, to the ends of its range")
  func variations() {
    let parameters: [Parameter] = [
      .required("c", .number(.openClosed(0, 8)), "a width"),
      .defaulted("many", .flag, .flag(true), "a flag"),
    ]
    let variations = SampleArguments.variations(of: parameters)
    #expect(variations.first == SampleArguments.base(of: parameters))
    #expect(variations.allSatisfy { $0.values.count == 2 })
    let widths = Set(variations.map { $0.number("c") })
    #expect(widths == [0.25, 1, 2, 8, .leastNonzeroMagnitude])
    #expect(variations.count == 1 + 5 + 2)
    #expect(SampleArguments.describe(variations[0]) == " c: 0.25, many: true")
  }

  @Test("A range without ordinary numbers is tried at its ends")
  func unusualRange() {
    #expect(SampleArguments.values(.number(.closed(7, 9))) == [.number(7)])
    #expect(SampleArguments.ends(.number(.closed(7, 9))) == [.number(7), .number(9)])
    #expect(SampleArguments.ends(.integer(1...Int.max)) == [.integer(40)])
  }
}
