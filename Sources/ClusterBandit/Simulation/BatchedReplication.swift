import Randomness

extension Replication {
  /// Plays `policy` in batches of ``batch`` pulls: delayed feedback.
  ///
  /// The arms of a batch are chosen from one state; then their rewards are drawn, in the order of
  /// the rounds, and applied as one update. The last batch may be shorter. With batches of one pull
  /// the choices are those of ``play(_:rewards:)``: the streams are the same.
  ///
  /// The policy is called through `policy`, a few nanoseconds a pull: one compiled loop serves all.
  /// Arms that pay in a way of their own, and arms that die, are played so, too, also one pull
  /// after the other.
  func playBatches(_ policy: any ErasedPolicy) -> Trajectory {
    if let own = instance.ownRewards { return playBatches(policy, paidBy: own) }
    if instance.mortality != nil { return playAmidDeaths(policy) }
    return switch instance.rewards {
    case .bernoulli: playBatches(policy, paidBy: BernoulliRewards())
    case .gaussian(let deviation):
      playBatches(policy, paidBy: GaussianRewards(standardDeviation: deviation))
    case .contextual: stop("rounds with contexts are played by policies that see them")
    }
  }

  /// Whether ``playBatches(_:)`` is the way to play.
  var playsInBatches: Bool {
    batch > 1 || instance.ownRewards != nil || instance.mortality != nil
  }

  private func playBatches<Rewards: RewardModel>(
    _ policy: any ErasedPolicy, paidBy rewards: Rewards
  ) -> Trajectory {
    var recorder = Recorder(self)
    var batches = Batches(self)
    var pace = Pace(control)
    var unseen = 0
    var round = 1
    while let end = recorder.nextSegmentEnd(after: round - 1) {
      for place in 0...(end - round) {
        let (arm, reward) = batches.next(round: round + place, policy, rewards)
        recorder.chosen[place] = arm
        recorder.reward += reward
        recorder.watch(arm: Int(arm), reward: reward)
        unseen += 1
        guard unseen >= pace.rounds else { continue }
        guard pace.goesOn(after: unseen) else { return recorder.unfinished() }
        unseen = 0
      }
      if recorder.asksForBeliefs(after: end) {
        for arm in 0..<instance.armCount { recorder.believe(policy.belief(of: arm), of: arm) }
      }
      recorder.finishSegment(rounds: round...end)
      round = end + 1
    }
    pace.report(unseen)
    return recorder.finished(policy.numericalNotes)
  }
}
