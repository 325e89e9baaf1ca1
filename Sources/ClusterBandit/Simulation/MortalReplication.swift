extension Replication {
  /// Plays `policy` on arms that die, one pull after the other or in batches.
  ///
  /// Before a round's choice the policy forgets the arms that died. The metrics of a round are
  /// taken against the best of the arms alive in it: Σ_t (max_i θ_i(t) − θ_{a_t}(t)). Births and
  /// rewards are common to all policies. O(1) a round besides the policy, O(N) where an arm dies;
  /// 16 bytes an arm.
  func playAmidDeaths(_ policy: any ErasedPolicy) -> Trajectory {
    guard var living = LivingArms(instance) else { stop("these arms do not die") }
    var batches = Batches(self)
    var trajectory = Trajectory(rounds: checkpoints)
    var totals = ReplicationTotals()
    totals.discounted = discount.map(DiscountedSums.init)
    totals.luck = keepsLuck ? LuckOfRewards() : nil
    var (next, unseen) = (0, 0)
    var pace = Pace(control)
    for round in 1...horizon {
      // The policy's own arms may be ahead by a batch.
      living.advance(to: round)
      let (chosen, reward) = batches.next(round: round, policy, BernoulliRewards())
      totals.add(Int(chosen), reward: reward, among: living)
      if round == checkpoints[next] {
        trajectory.append(totals, rounds: round)
        next += 1
      }
      unseen += 1
      guard unseen >= pace.rounds else { continue }
      guard pace.goesOn(after: unseen) else { return trajectory }
      unseen = 0
    }
    pace.report(unseen)
    trajectory.notes = policy.numericalNotes
    return trajectory
  }
}
