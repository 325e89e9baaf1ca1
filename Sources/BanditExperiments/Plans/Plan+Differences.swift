extension Plan {
  /// In what the plan differs from another one, by keys: "seed 1 instead of 2".
  ///
  /// - Parameter butFewerReplications: whether it is no difference that this one has fewer
  ///   replications: its blocks are blocks of the other one too.
  package func differences(from other: Plan, butFewerReplications: Bool = false) -> [String] {
    func horizons(_ plan: Plan) -> String {
      Set(plan.problems.map(\.horizon)).sorted().map(String.init).joined(separator: ", ")
    }
    var numbers = [
      ("seed", String(seed), String(other.seed)),
      ("streams", String(streams), String(other.streams)),
      ("horizon", horizons(self), horizons(other)),
    ]
    let isExtended = butFewerReplications && replications <= other.replications
    if !isExtended {
      numbers.insert(("replications", String(replications), String(other.replications)), at: 1)
    }
    var found = numbers.filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1) instead of \($0.2)" }
    if found.isEmpty {
      found = [
        (problems != other.problems, "other problems"), (targets != other.targets, "other targets"),
        (checkpoints != other.checkpoints, "other checkpoints"),
        (
          evidence != other.evidence,
          evidence == true ? "evidence instead of none" : "no evidence instead of evidence"
        ),
        (discount != other.discount, "another discount"),
        (
          controlVariates != other.controlVariates,
          controlVariates == true ? "control variates instead of none" : "no control variates"
        ),
        (recommend != other.recommend, "another recommendation"),
        (files != other.files, "other data files"), (title != other.title, "another title"),
        (name != other.name, "another name"),
      ].filter(\.0).map(\.1)
    }
    // A number that changes no value: it follows from the replications unless a file has it.
    if found.isEmpty, !isExtended, quickReplications != other.quickReplications {
      found.append("other quick-replications")
    }
    // Whatever plans will have besides: none passes for another one.
    if found.isEmpty {
      var same = self
      if isExtended {
        same.replications = other.replications
        same.quickReplications = other.quickReplications
      }
      if same != other { found.append("another plan") }
    }
    return found
  }
}
