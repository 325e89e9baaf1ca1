import Randomness
import Testing

@testable import ClusterBandit

@Suite("Densities of neighboring priors")
struct SiblingDensitiesTests {
  /// The law of an arm with s successes and f failures under the prior of a mean and a + b.
  private func law(_ mean: Double, _ nu: Double, _ s: Double, _ f: Double) -> SiblingLaw {
    let (alpha, beta) = (mean * nu + s, (1 - mean) * nu + f)
    let total = alpha + beta
    return SiblingLaw(
      alpha: alpha, beta: beta, total: total,
      constant: total * Elementary.log(total / beta) - alpha * Elementary.log(alpha / beta))
  }

  @Test(
    "What is carried on is what is computed anew, whatever is left out in between",
    arguments: [1.0, 6, 63, 1000],
    [[(1.0, 1.0)], [(40, 3), (1, 7)], [(900, 1), (300, 300), (1, 900), (2, 2), (5, 5)]])
  func carried(nu: Double, counts: [(s: Double, f: Double)]) {
    var grid = LogitGrid()
    var densities = SiblingDensities()
    var (compared, moved) = (0, 0)
    for factor in [1, 0.5] {
      grid.lay(step: factor * min(0.2, 0.5 / nu.squareRoot()), around: 0)
      densities.clear()
      for column in 0..<32 where column % 11 != 7 {
        let mean = (Double(column) + 0.5) / 32
        for (place, own) in counts.enumerated() {
          let law = law(mean, nu, own.s, own.f)
          densities.begin(law, place: place)
          // Chunks are left out as they are where nothing is to be seen.
          for chunk in grid.limits where (chunk + column) % 5 > 0 {
            let points = grid.points(chunk)
            let value = densities.value(law, chunk, points)
            let anew = SiblingDensities.value(law, points)
            for lane in 0..<8 where anew[lane] > 1e-60 {
              // Both exponents are sums of numbers as large as this one.
              let largest = law.total * (abs(points.pointee.logit[lane]) + 1)
              #expect(abs(value[lane] - anew[lane]) <= (1e-14 + 2e-15 * largest) * anew[lane])
              compared += 1
              moved += value[lane] == anew[lane] ? 0 : 1
            }
          }
        }
      }
    }
    // Many are carried, and rounded otherwise.
    #expect(compared > 1000 && moved > compared / 8, "\(compared) \(moved)")
  }
}
