// A policy of your own, in one file: win-stay, lose-shift.
//
// Run it with: swift run -c release win-stay

import BanditExperiments
import ClusterBandit
import Foundation
import Randomness

/// Pulls the same arm again after a success and the next arm after a failure.
///
/// Source: H. Robbins, "Some aspects of the sequential design of experiments", Bulletin of the
/// American Mathematical Society 58 (1952).
struct WinStay: Policy {
  let armCount: Int
  var arm = 0

  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { arm }

  mutating func update(arm: Int, reward: Double) {
    self.arm = reward == 1 ? arm : (arm + 1) % armCount
  }
}

// The family gives the policy its name in experiment files; parameters would be listed here too.
let family = PolicyFamily(
  name: "win-stay", summary: "the same arm after a success, else the next", parameters: [],
  prepare: { _, rewards in
    PreparedPolicy(rewards: rewards) { setting in WinStay(armCount: setting.armCount) }
  })

var reader = PlanReader()
reader.catalogues = reader.catalogues.adding(policies: [family])

let study = """
  name: win-stay
  title: Win-stay, lose-shift against Thompson sampling
  seed: 1
  horizon: 10000
  replications: 100
  environment: {kind: bernoulli, means: [0.4, 0.6, 0.8]}
  policies: [{kind: win-stay}, {kind: thompson}, {kind: random}]
  """

do {
  let plan = try reader.read(
    Data(study.utf8), named: "study", folder: URL(fileURLWithPath: "."))
  print(ResultReport(try reader.prepare(plan).run()).plain())
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
