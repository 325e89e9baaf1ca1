import BanditExperiments

/// The script of an array job of Slurm that plays a sweep, a shard for each task.
package struct SlurmScript: Sendable {
  private let sweep: SweepPlan
  private let program: String

  /// The script of a sweep.
  ///
  /// - Parameter program: the path of this program.
  package init(_ sweep: SweepPlan, program: String) {
    self.sweep = sweep
    self.program = program
  }

  /// What stands in the script for its argument: the number of the shard of task 0.
  static let argument = "${1:-0}"

  /// What the program takes itself, with its libraries.
  private static let programBytes = 128.0 * 0x1p20

  /// Half as much again as is estimated, in whole MiB.
  var mebibytes: Int {
    Int((min(1.5 * sweep.bytes + SlurmScript.programBytes, 0x1p60) / 0x1p20).rounded(.up))
  }

  /// Three times what is estimated, for a node may be slow, and at least ten minutes: whoever needs
  /// longer is told in time and goes on later.
  var minutes: Int { max(10, Int((min(sweep.longestSeconds, 1e9) * 3 / 60).rounded(.up))) }

  private var limit: String {
    func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(minutes / 1440)-\(digits(minutes / 60 % 24)):\(digits(minutes % 60)):00"
  }

  /// The text.
  package var text: String {
    """
    #!/usr/bin/env bash
    #SBATCH --job-name=\(sweep.plan.name)
    #SBATCH --cpus-per-task=\(sweep.workers)
    #SBATCH --mem=\(mebibytes)M
    #SBATCH --time=\(limit)
    #SBATCH --signal=B:TERM@60
    #SBATCH --requeue
    #SBATCH --open-mode=append
    #SBATCH --output=shards/slurm-%a.txt
    #
    # Plays the shard of the array task's number, to which the script's argument is added: numbers
    # of tasks are limited, and those of shards are not. It is yours to edit. In this folder
    #   cluster-bandit sweep submit . --engine slurm
    # submits the shards that are missing, and this is the same for all of them:
    #   sbatch --array=0-\(sweep.shardCount - 1) sweep.sbatch
    # A job that merges waits for the end of that one, however it ends:
    #   sbatch --dependency=afterany:JOB --wrap 'cluster-bandit sweep merge .'

    program=${CLUSTER_BANDIT:-\(ShellCommand.word(program))}
    shard=$((SLURM_ARRAY_TASK_ID + \(SlurmScript.argument)))

    # Slurm sends TERM to this shell a minute before the time limit. It must hear that and outlive
    # the program, which keeps its finished blocks and ends with 143: so no exec.
    "$program" sweep run . --shard "$shard" --jobs "${SLURM_CPUS_PER_TASK:-1}" &
    worker=$!
    trap 'told=yes; kill -TERM "$worker"' TERM
    wait "$worker"
    status=$?
    if [ -n "$told" ]; then
      wait "$worker"
      status=$?
    fi

    # It goes on when it is its turn again; a job that somebody has cancelled does not.
    if [ "$status" = 143 ] && [ "$(squeue -h -j "$SLURM_JOB_ID" -o %T)" = RUNNING ]; then
      scontrol requeue "$SLURM_JOB_ID"
    fi
    exit "$status"

    """
  }
}
