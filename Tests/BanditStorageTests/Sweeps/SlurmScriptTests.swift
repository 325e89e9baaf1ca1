import BanditExperiments
import Testing

@testable import BanditStorage

@Suite("The script for Slurm")
struct SlurmScriptTests {
  private func script(_ seconds: Double, program: String = "/bin/p") throws -> SlurmScript {
    let sweep = SweepPlan(
      try smallExperiment(replications: 1_000), kept: KeptValues(), shards: 10,
      seconds: [seconds, seconds], workers: 2, dataFolder: "/")
    return SlurmScript(sweep, program: program)
  }

  @Test(
    "The time limit is three times the estimate, and ten minutes at least",
    arguments: [
      (0.1, "0-00:10:00"), (36.0, "0-03:00:00"), (400.0, "1-09:20:00"), (1e12, "34722-05:20:00"),
    ])
  func limit(seconds: Double, text: String) throws {
    // A shard has two blocks, and two workers.
    let script = try script(seconds)
    #expect(script.text.contains("#SBATCH --time=\(text)\n"), "\(script.minutes)")
  }

  @Test("Memory and workers are asked for as they are estimated")
  func memory() throws {
    let script = try script(1)
    #expect((128...160).contains(script.mebibytes))
    #expect(script.text.contains("#SBATCH --mem=\(script.mebibytes)M\n"))
    #expect(script.text.contains("#SBATCH --cpus-per-task=2\n"))
    #expect(script.text.contains("sbatch --array=0-9 sweep.sbatch\n"))
  }

  @Test("A path of the program may have blanks and quotes")
  func quoted() throws {
    #expect(
      try script(1, program: "/a b/it's").text
        .contains(#"program=${CLUSTER_BANDIT:-'/a b/it'\''s'}"#))
  }

  @Test("Options of whoever submits come behind those of the program")
  func arguments() throws {
    let small = try SmallSweep(shards: 6)
    let array = SlurmArray(
      small.folder, ArraySpecification([0, 3, 4, 5]), options: ["--mem=2G"])
    #expect(
      array.arguments == [
        "--parsable", "--chdir=\(small.folder.path)", "--array=0,3-5", "--mem=2G",
        small.folder.script,
      ])
  }
}
