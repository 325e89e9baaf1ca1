import Randomness

@testable import ClusterBandit

/// What both kinds of posterior have to keep, checked for a type that is settled here.
enum PosteriorKind: CaseIterable {
  case covariance
  case effects

  func check<Check: PosteriorCheck>(_ check: Check) {
    switch self {
    case .covariance: check.run(CovariancePosterior.self)
    case .effects: check.run(EffectsPosterior.self)
    }
  }
}

protocol PosteriorCheck {
  func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type)
}

/// A check of both kinds.
func forBothKinds(_ check: some PosteriorCheck) {
  for kind in PosteriorKind.allCases { kind.check(check) }
}
