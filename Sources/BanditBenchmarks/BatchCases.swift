import ClusterBandit

/// One pull over the size of a batch.
enum BatchCases {
  static let all: [BenchmarkCase] = [1, 4, 16, 64, 256].flatMap { batch in
    [
      pulls("ucb1", batch, "100 arms in 10 clusters, ucb1", "ucb1", 200_000) {
        BenchmarkInstance.spread(arms: 100, clusters: 10)
      },
      pulls("tsc", batch, "100 arms in 10 clusters, tsc", "tsc", 100_000) {
        BenchmarkInstance.spread(arms: 100, clusters: 10)
      },
      pulls(
        "covariance", batch, "512 normal arms in 2 clusters, gaussian-cluster-thompson",
        "gaussian-cluster-thompson", 512
      ) {
        BenchmarkInstance.drawn(
          "correlated-clusters", ["arms": .integer(512), "clusters": .integer(2)])
      },
    ]
  }

  static func pulls(
    _ name: String, _ batch: Int, _ summary: String, _ kind: String, _ count: Int,
    _ values: [String: ParameterValue] = [:],
    instance: @escaping @Sendable () -> BanditInstance
  ) -> BenchmarkCase {
    let pulls = max(1, count / batch) * batch
    return BenchmarkCase(
      name: "batch-\(name)-\(batch)", group: .batches, summary: summary, batch: batch, unit: .pull,
      reference: "batch-\(name)-1", units: Double(pulls)
    ) {
      let instance = instance()
      var loop = DecisionLoop(
        BenchmarkInstance.policy(kind, values, for: instance), on: instance, horizon: pulls)
      let start = BenchmarkClock.processorSeconds()
      let reward = loop.play(pulls, batch: batch)
      let seconds = BenchmarkClock.processorSeconds() - start
      return BenchmarkCase.Sample(
        microseconds: seconds / Double(pulls) * 1e6, reward: reward / Double(pulls))
    }
  }
}
