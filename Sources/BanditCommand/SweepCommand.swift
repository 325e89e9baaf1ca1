import ArgumentParser

/// `sweep`: an experiment in shards, for many processes or machines.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Play an experiment in shards, on many machines, and merge them exactly.",
    usage: """
      cluster-bandit sweep plan my-study.yaml --shards 20 --output sweep
      cluster-bandit sweep submit sweep --engine slurm
      cluster-bandit sweep status sweep
      cluster-bandit sweep merge sweep
      """,
    discussion: """
      A plan deals the blocks of 100 replications to shards. Any machine that sees the folder \
      plays any shard, as often as it likes, and the merged result equals that of one run bit for \
      bit. Shards that are missing are named for an array job, and 'submit' plays just these.
      """,
    subcommands: [
      SweepPlanCommand.self, SweepSubmitCommand.self, SweepStatusCommand.self,
      SweepWatchCommand.self, SweepMergeCommand.self, SweepRunCommand.self,
    ])
}
