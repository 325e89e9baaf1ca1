import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Exact hierarchical Beta-Binomial model")
struct HierarchicalBetaBinomialTests {
  /// The model after some pulls beside the reference for each of its clusters.
  private func flaw(
    _ pulls: [Pull], sizes: [Int], cohesion: [Double],
    by likelihood: GridReference.Likelihood = .factorials
  ) -> Double {
    let clustering = Clustering(sizes: sizes)
    var model = hierarchical(sizes, cohesion)
    model.learn(pulls, clustering)
    let counts = counted(pulls, armCount: clustering.armCount)
    var worst = 0.0
    for cluster in 0..<clustering.clusterCount {
      let range = clustering.arms(of: cluster)
      let reference = GridReference(Array(counts[range]), cohesion: cohesion, by: likelihood)
      worst = max(worst, model.average(of: cluster).distance(to: reference.average))
      for arm in range {
        let moments = reference.posterior(arm - range.lowerBound)
        worst = max(worst, model.posterior(of: arm).distance(to: moments))
        if model.pulls(of: arm) != counts[arm].n { return .infinity }
      }
    }
    return worst
  }

  @Test(
    "Moments of arms and averages are those of the marginal likelihood over the whole grid",
    arguments: [[1], [2], [3, 1, 2], [4, 5]], [0, 1, 2, 5, 30, 300])
  func moments(sizes: [Int], count: Int) {
    var stream = testStream(UInt64(100 * sizes.count + count))
    let pulls = randomPulls(count, armCount: sizes.reduce(0, +), using: &stream)
    #expect(flaw(pulls, sizes: sizes, cohesion: [1, 1000], by: .logGamma) < 1e-10)
  }

  @Test(
    "Any range of cohesions, also a single one, keeps the moments exact",
    arguments: [[1, 1], [0.5, 4], [1e-3, 1e9], [1e9, 1e9], [1e-3, 1e-3], [200, 200]] as [[Double]])
  func cohesions(range: [Double]) {
    for (index, count) in [1, 3, 40, 200].enumerated() {
      var stream = testStream(UInt64(index))
      let pulls = randomPulls(count, armCount: 4, using: &stream)
      let worst = flaw(pulls, sizes: [3, 1], cohesion: range)
      #expect(worst < 1e-10, "\(count) pulls: \(worst)")
    }
  }

  @Test("The grid's cohesions run evenly in the logarithm from end to end")
  func cohesionGrid() {
    let grid = HierarchicalBetaBinomial.cohesionGrid(1, 1000)
    #expect(grid.count == 16 && grid[0] == 1)
    // 1000^(1/15) and 1000^(1/3).
    #expect(abs(grid[1] - 1.5848931924611136) < 1e-14)
    #expect(abs(grid[5] - 10) < 1e-13)
    #expect(abs(grid[15] - 1000) < 1e-10)
    #expect(HierarchicalBetaBinomial.cohesionGrid(1, 1) == Array(repeating: 1, count: 16))
  }

  @Test(
    "After one success of its sibling an arm's mean is Σπ²/Σπ, whatever the cohesion",
    arguments: [[1, 1000], [1, 1], [1e-3, 1e9], [50, 60]] as [[Double]])
  func byHand(range: [Double]) {
    // Σπ = 16 and Σπ² = (1² + 3² + … + 63²)/64² = 43680/4096 over the 32 centres.
    let sibling = 43680.0 / 4096 / 16
    #expect(sibling == 0.66650390625)
    var success = hierarchical([2, 1], range)
    var failure = hierarchical([2, 1], range)
    success.update(arm: 0, cluster: 0, reward: 1)
    failure.update(arm: 0, cluster: 0, reward: 0)
    let means = [success.posterior(of: 1).mean, failure.posterior(of: 1).mean]
    #expect(abs(means[0] - sibling) < 1e-14)
    #expect(abs(means[1] - (1 - sibling)) < 1e-14)
    // The pulled arm itself moves farther: E[(πν + 1)/(ν + 1)], the more the smaller ν is.
    let own = HierarchicalBetaBinomial.cohesionGrid(range[0], range[1]).reduce(0) {
      $0 + ($1 * sibling + 1) / ($1 + 1) / 16
    }
    let ownMeans = [success.posterior(of: 0).mean, failure.posterior(of: 0).mean]
    #expect(abs(ownMeans[0] - own) < 1e-14)
    #expect(abs(ownMeans[1] - (1 - own)) < 1e-14)
  }

  @Test("Before the first pull an arm has mean ½ and the variance of the hierarchy")
  func prior() {
    // E[π] = ½, Var π = 341/4096 and E[π(1 − π)] = ¼ − 341/4096, divided by ν + 1.
    let model = hierarchical([3], [4, 4])
    let spread = 341.0 / 4096
    #expect(
      model.posterior(of: 1).distance(
        to: MeanAndVariance(mean: 0.5, variance: spread + (0.25 - spread) / 5)) < 1e-15)
    #expect(
      model.average(of: 0).distance(
        to: MeanAndVariance(mean: 0.5, variance: spread + (0.25 - spread) / 15)) < 1e-15)
  }

  @Test("The order of the pulls does not matter")
  func order() {
    var stream = testStream()
    let clustering = Clustering(sizes: [3])
    var pulls = randomPulls(200, armCount: 3, using: &stream)
    var first = hierarchical([3])
    first.learn(pulls, clustering)
    for _ in 0..<3 {
      stream.shuffle(&pulls)
      var second = hierarchical([3])
      second.learn(pulls, clustering)
      for arm in 0..<3 {
        #expect(first.posterior(of: arm).distance(to: second.posterior(of: arm)) < 1e-12)
      }
      #expect(first.average(of: 0).distance(to: second.average(of: 0)) < 1e-12)
    }
  }

  @Test("Naming arms and clusters anew permutes their posteriors and changes no bit")
  func relabelling() {
    var stream = testStream()
    let pulls = randomPulls(150, armCount: 5, using: &stream)
    // Clusters {0, 1, 2}, {3, 4} become {0, 1}, {2, 3, 4} with the arms inside in another order.
    let names = [4, 2, 3, 1, 0]
    var model = hierarchical([3, 2])
    var renamed = hierarchical([2, 3])
    model.learn(pulls, Clustering(sizes: [3, 2]))
    renamed.learn(pulls.map { Pull(names[$0.arm], $0.reward) }, Clustering(sizes: [2, 3]))
    for arm in 0..<5 {
      let both = [model.posterior(of: arm), renamed.posterior(of: names[arm])]
      #expect(both[0] == both[1])
    }
    #expect(model.average(of: 0).distance(to: renamed.average(of: 1)) < 1e-15)
    #expect(model.average(of: 1).distance(to: renamed.average(of: 0)) < 1e-15)
  }

  @Test("A pull moves every arm of its cluster and no bit of another cluster")
  func otherClusters() {
    var stream = testStream()
    var model = hierarchical([2, 3, 1])
    model.learn(randomPulls(60, armCount: 6, using: &stream), Clustering(sizes: [2, 3, 1]))
    let before = (0..<6).map { model.posterior(of: $0) }
    let averages = (0..<3).map { model.average(of: $0) }
    model.update(arm: 3, cluster: 1, reward: 1)
    for arm in 0..<6 {
      let now = model.posterior(of: arm)
      if (2...4).contains(arm) {
        // A success lifts its arm. A sibling may fall: unequal arms speak for less cohesion.
        #expect(arm == 3 ? now.mean > before[arm].mean : now.mean != before[arm].mean)
      } else {
        #expect(now == before[arm])
      }
    }
    let now = (0..<3).map { model.average(of: $0) }
    #expect(now[0] == averages[0] && now[2] == averages[2] && now[1].mean > averages[1].mean)
  }

  @Test("Thousands of pulls of one kind pass many rescalings and leave the moments exact")
  func rescaling() {
    // Probabilities of about 2^-4000, far below the smallest number, on each of three arms, then
    // more of the other kind.
    for favoured in [0.0, 1] {
      var stream = testStream(UInt64(favoured))
      var pulls: [Pull] = []
      for round in 0..<3000 {
        let isUsual = round < 1500 ? round % 2 == 0 : round % 8 != 0
        pulls.append(Pull(stream.nextIndex(below: 3), isUsual ? favoured : 1 - favoured))
      }
      let worst = flaw(pulls, sizes: [4], cohesion: [1, 1000])
      #expect(worst < 1e-10, "\(worst)")
    }
  }

  @Test("A shared draw takes one word, also where weights have vanished")
  func words() {
    var model = hierarchical([2])
    for _ in 0..<800 { model.update(arm: 0, cluster: 0, reward: 1) }
    // Words whose uniform number is 0 and 1 − 2^−53.
    for stream in [
      testStream(), RandomStream(state: (0, 1, 2, 0)), RandomStream(state: (0, 1, 2, .max)),
    ] {
      var (drawn, reference) = (stream, stream)
      model.drawShared(0, using: &drawn)
      _ = reference.next()
      #expect(drawn == reference)
      let theta = model.draw(1, using: &drawn)
      #expect((0...1).contains(theta))
    }
    #expect(model.posterior(of: 1).mean > 0.9)
  }

  @Test("Shared draws have the posterior's law over centres, first and last word included")
  func centres() {
    // With ν from 10^7 on an unpulled arm's draw lies within 10^−3 of π. 20 000 draws over about
    // eight cells: a root-mean-square relative error of 8 % is missed once in a million.
    let range = [1e7, 1e9]
    var model = hierarchical([2], range)
    for reward in [1.0, 0, 1, 1, 0, 1, 1, 1] { model.update(arm: 0, cluster: 0, reward: reward) }
    let reference = GridReference(
      [ArmCounts(n: 8, s: 6), ArmCounts()], cohesion: range, by: .factorials)
    var probabilities = Array(repeating: 0.0, count: 32)
    for (index, weight) in reference.weights.enumerated() { probabilities[index % 32] += weight }
    var counts = Array(repeating: 0, count: 32)
    var stream = testStream()
    for _ in 0..<20_000 {
      model.drawShared(0, using: &stream)
      counts[Int(model.draw(1, using: &stream) * 32)] += 1
    }
    let verdict = Verdict.chiSquare(counts: counts, probabilities: probabilities)
    #expect(verdict.holds, "\(verdict)")
    // The grid is symmetric and unpulled: the first word is the lowest π, the last the highest.
    var fresh = hierarchical([1], range)
    for (word, centre) in [(UInt64(0), 1.0 / 64), (.max, 63.0 / 64)] {
      var edge = RandomStream(state: (0, 1, 2, word))
      fresh.drawShared(0, using: &edge)
      #expect(abs(fresh.draw(0, using: &edge) - centre) < 1e-3)
    }
  }

  @Test("No word draws a point whose weight has vanished", arguments: [true, false])
  func vanishedPoints(alike: Bool) {
    // Ten arms that are all alike rule out the outer centres, two that are as unlike as can be rule
    // out the larger cohesions. Rounding may lead the last word past the end: after each of sixty
    // more pulls.
    let range = alike ? [1.0, 1000] : [1e-3, 1e9]
    var model = hierarchical([10], range)
    var pulls: [Pull] = []
    for round in 0..<2400 {
      pulls.append(
        alike ? Pull(round % 10, round / 10 % 2 == 0 ? 1 : 0) : Pull(round % 2, Double(round % 2)))
    }
    let reference = GridReference(
      counted(pulls, armCount: 10), cohesion: range, by: .factorials)
    let vanished = reference.weights.count { $0 < 1e-250 }
    #expect(vanished > 20, "\(vanished)")
    for (round, pull) in pulls.enumerated() {
      model.update(arm: pull.arm, cluster: 0, reward: pull.reward)
      guard round >= 2340 else { continue }
      for word in [UInt64(0), .max] {
        var stream = RandomStream(state: (0, 1, 2, word))
        model.drawShared(0, using: &stream)
        let nu = model.drawn.x + model.drawn.y
        let pi = model.drawn.x / nu
        guard alike else {
          #expect(nu < 1e4, "π \(pi), ν \(nu)")
          continue
        }
        let weight = zip(reference.points, reference.weights).first {
          abs($0.0.pi - pi) < 1e-9 && abs($0.0.nu / nu - 1) < 1e-9
        }?.1
        #expect((weight ?? 0) > 1e-250, "π \(pi), ν \(nu)")
      }
    }
  }

  @Test("Joint draws have the posterior's laws, moments and covariance")
  func draws() {
    // 20 000 draws: a mean off by 0.07 standard deviations is missed once in a million, a distance
    // of 0.04 between laws likewise.
    let pulls = [(0, 1.0), (0, 1), (0, 0), (1, 0), (0, 1), (0, 1)].map { Pull($0.0, $0.1) }
    var model = hierarchical([3])
    model.learn(pulls, Clustering(sizes: [3]))
    let reference = GridReference(counted(pulls, armCount: 3))
    let means = reference.means
    var stream = testStream()
    var draws: [[Double]] = [[], [], []]
    for _ in 0..<20_000 {
      model.drawShared(0, using: &stream)
      for arm in 0..<3 { draws[arm].append(model.draw(arm, using: &stream)) }
    }
    for i in 0..<3 {
      let law = Verdict.kolmogorovSmirnov(
        draws[i], follow: reference.law(i), at: [0.1, 0.3, 0.5, 0.65, 0.8, 0.9])
      #expect(law.holds, "arm \(i): \(law)")
      let mean = Verdict.mean(of: draws[i], is: means[i])
      #expect(mean.holds, "arm \(i): \(mean)")
      for j in 0...i {
        let products = zip(draws[i], draws[j]).map { ($0 - means[i]) * ($1 - means[j]) }
        let verdict = Verdict.mean(of: products, is: reference.covariance(i, j))
        #expect(verdict.holds, "arms \(i) and \(j): \(verdict)")
        #expect(!Verdict.mean(of: products, is: 0).holds, "independent draws would be noticed")
      }
    }
  }

  @Test("Moments become a Beta distribution with the same moments")
  func candidate() {
    let model = hierarchical([1])
    // Beta(3, 2): mean 3/5, variance 1/25, ν = 5.
    let moments = MeanAndVariance(mean: 0.6, variance: 0.04)
    for (counts, pulls) in [(PullCounting.pulls, 7.0), (.matched, 5)] {
      let estimate = model.candidate(moments, pulls: 7, counts: counts)
      #expect(abs(estimate.alpha - 3) < 1e-12 && abs(estimate.beta - 2) < 1e-12)
      #expect(abs(estimate.pulls - pulls) < 1e-12)
      #expect(estimate.mean == 0.6 && estimate.posteriorVariance == 0.04)
      #expect(abs(estimate.variance - 0.24) < 1e-15)
    }
    // What rounding can make of moments stays a distribution.
    for (mean, variance) in [(0.0, 0.0), (1, 0), (0.5, 0), (0.5, 0.25), (0.5, 0.3), (1, 1e-9)] {
      let estimate = model.candidate(
        MeanAndVariance(mean: mean, variance: variance), pulls: 3, counts: .matched)
      #expect(estimate.alpha > 0 && estimate.beta > 0 && estimate.pulls > 0)
      #expect(estimate.alpha.isFinite && estimate.beta.isFinite && estimate.pulls.isFinite)
    }
  }
}
