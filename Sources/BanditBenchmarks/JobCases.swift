import BanditExperiments
import ClusterBandit
import Foundation

/// One experiment over the number of workers, by the wall's clock.
enum JobCases {
  static let all: [BenchmarkCase] = workers.map { jobs in
    BenchmarkCase(
      name: "jobs-\(jobs)", group: .jobs,
      summary: "100 arms in 10 clusters, TSC, 64 replications of 10,000 rounds", arms: 100,
      unit: .experiment, reference: "jobs-1", units: 1
    ) {
      let experiment = try? Simulation(
        BenchmarkInstance.spread(arms: 100, clusters: 10), policies: [.tsc()],
        horizon: PullCases.horizon, replications: 64, seed: 1
      ).experiment()
      let start = BenchmarkClock.wallSeconds()
      let result = experiment.flatMap { try? $0.run(jobs: jobs) }
      let seconds = BenchmarkClock.wallSeconds() - start
      return BenchmarkCase.Sample(
        microseconds: seconds * 1e6, reward: result?.cells.first?.final[.reward]?.mean)
    }
  }

  /// 1, 2, 4, … and all cores.
  private static var workers: [Int] {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    var counts = [1]
    while counts[counts.count - 1] * 2 < cores { counts.append(counts[counts.count - 1] * 2) }
    return cores > 1 ? counts + [cores] : counts
  }
}
