import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Means that are functions of a parameter")
struct SharedParameterTests {
  @Test("Means are those of the formula, for log-odds, for lines and between points")
  func means() {
    let logistic = SharedParameter(
      intercepts: [0, -0.5, 0.5], slopes: [1, 0.5, -1], isLogistic: true, range: -4...4,
      law: .uniform)
    let linear = SharedParameter(
      intercepts: [0, 1], slopes: [1, -0.5], isLogistic: false, range: 0...1, law: .uniform)
    let points = SharedParameter(
      values: [[0, 0.5, 1], [0.75, 0.25, 0.5]], grid: [-1, 0, 3], law: .uniform)
    var checked = 0
    for step in 0...16 {
      let phi = -4 + 0.5 * Double(step)
      for (arm, (a, b)) in [(0, 1), (-0.5, 0.5), (0.5, -1)].enumerated() {
        #expect(abs(logistic.mean(of: arm, at: phi) - 1 / (1 + exp(-a - b * phi))) < 1e-15)
        checked += 1
      }
    }
    #expect(checked == 51)
    #expect([0, 0.25, 1].map { linear.mean(of: 0, at: $0) } == [0, 0.25, 1])
    #expect([0, 0.25, 1].map { linear.mean(of: 1, at: $0) } == [1, 0.875, 0.5])
    #expect([-1, -0.5, 0, 1.5, 3].map { points.mean(of: 0, at: $0) } == [0, 0.25, 0.5, 0.75, 1])
    #expect(
      [-1, -0.5, 0, 1.5, 3].map { points.mean(of: 1, at: $0) } == [0.75, 0.5, 0.25, 0.375, 0.5])
    #expect(points.range == -1...3 && points.firstNotMonotone == 1)
    #expect(logistic.firstNotMonotone == nil && linear.firstNotMonotone == nil)
  }

  @Test("The functions of one cluster stand for several, as if they were given for each")
  func copies() {
    let one = SharedParameter(
      values: [[0, 0.5, 1], [1, 0.25, 0]], grid: [0, 1, 2], law: .uniform, copies: 3)
    let each = SharedParameter(
      values: [
        [0, 0.5, 1], [1, 0.25, 0], [0, 0.5, 1], [1, 0.25, 0], [0, 0.5, 1], [1, 0.25, 0],
      ],
      grid: [0, 1, 2], law: .uniform)
    #expect(one.armCount == 6 && one.copies == 3 && each.copies == 1)
    var checked = 0
    for arm in 0..<6 {
      for phi in [0, 0.3, 1, 1.7, 2] {
        #expect(one.mean(of: arm, at: phi) == each.mean(of: arm, at: phi))
        checked += 1
      }
    }
    #expect(checked == 30)
  }

  @Test("Parameters follow their law")
  func laws() {
    func shared(_ law: SharedParameter.Law) -> SharedParameter {
      SharedParameter(
        intercepts: [0], slopes: [1], isLogistic: true, range: -1...3, law: law, copies: 4)
    }
    var stream = testStream()
    // 4000 draws: a distance of 0.09 to the law is missed once in a million.
    let uniform = (0..<1000).flatMap { _ in
      shared(.uniform).parameters(count: 4, using: &stream)
    }
    let verdict = Verdict.kolmogorovSmirnov(uniform.map { ($0 + 1) / 4 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
    let values = [-1.0, 0.5, 2, 3]
    let among = shared(.among(values, probabilities: [0.1, 0.6, 0, 0.3]))
    var counts = [0, 0, 0, 0]
    for _ in 0..<1000 {
      for value in among.parameters(count: 4, using: &stream) {
        if let place = values.firstIndex(of: value) { counts[place] += 1 }
      }
    }
    #expect(counts[2] == 0)
    let shares = Verdict.chiSquare(
      counts: [counts[0], counts[1], counts[3]], probabilities: [0.1, 0.6, 0.3])
    #expect(shares.holds, "\(shares)")
    let before = stream
    #expect(shared(.given(values)).parameters(count: 4, using: &stream) == values)
    #expect(stream == before)
  }
}
