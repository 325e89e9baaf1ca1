// A program of one's own: cluster-bandit with four more kinds.
//
//   swift run -c release own-bandit run study.yaml       plays a study in which all of them stand
//   swift run -c release own-bandit list policies        lists them beside the library's
//   swift test                                           checks what everything else relies on
//
// Each kind is one file in Sources/OwnKinds: a flat policy with a parameter (GradientBandit), a
// selection rule that serves as kind, outer and inner (UCBV), a cluster strategy
// (MostPulledStrategy) and an environment (UnequalBetaClusters). What a kind promises is looked at
// by the contracts of the library BanditTesting, in Tests/OwnKindsTests.

import BanditCommand
import OwnKinds

ClusterBanditCommand.main(
  policies: [GradientBandit.family], environments: [UnequalBetaClusters.family],
  rules: .standard.adding(UCBV.self), strategies: .standard.adding(MostPulledStrategy.self))
