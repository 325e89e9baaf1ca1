import ClusterBandit

/// A plausible mistake in a study: its plan with one thing changed.
public struct Mutation: Sendable {
  /// What changed, in words.
  public let text: String
  /// The whole plan with the change, targets at the horizon moved with it.
  let plan: Plan
  /// The numbers of the problems that it touches.
  let problems: [Int]
  /// The label of the one policy that it touches; nil if it touches all of these problems.
  let policy: String?

  /// What has to be played again.
  var part: Plan {
    var part = plan
    part.checkpoints = Checkpoints(at: Set(plan.targets.compactMap(\.mean?.round)).sorted())
    part.targets = []
    part.problems = problems.map { number in
      var problem = plan.problems[number]
      if let policy { problem.policies.removeAll { $0.label != policy } }
      return problem
    }
    return part
  }
}

extension Mutation {
  /// The plausible mistakes in a study: every argument of every policy that a target names and of
  /// every environment moved by a step, policies of other kinds in its place, the horizon changed,
  /// and labels permuted where there are clusters of several arms.
  ///
  /// - Parameter catalogues: know the parameters of the kinds.
  static func all(of experiment: Experiment, _ catalogues: Catalogues) -> [Mutation] {
    let plan = experiment.plan
    let clustered = Set(
      experiment.problems.indices.filter { number in
        let shape = experiment.problems[number].environment.shape
        return 1 < shape.clusterCount && shape.clusterCount < shape.armCount
      })
    let aimed = Set(plan.targets.flatMap(\.places))
    let policies = Places(
      plan.problems.enumerated().flatMap { number, problem in
        problem.policies.filter {
          aimed.contains(Claim.Place(environment: problem.label, policy: $0.label))
        }.map { (PolicyPlace(label: $0.label, component: $0.component), number) }
      })
    return policies.all.flatMap {
      policyMutations(
        plan, $0, $1, isClustered: !clustered.isDisjoint(with: $1), catalogues)
    }
      + environmentMutations(plan, catalogues)
      + problemMutations(plan, hasClusters: !clustered.isEmpty)
  }

  private struct PolicyPlace: Hashable {
    let label: String
    let component: Plan.Component
  }

  /// Equal things and where they stand, in the order of their first places.
  private struct Places<Thing: Hashable, Place> {
    private(set) var all: [(thing: Thing, places: [Place])] = []

    init(_ things: [(Thing, Place)]) {
      var index: [Thing: Int] = [:]
      for (thing, place) in things {
        if let known = index[thing] {
          all[known].places.append(place)
        } else {
          index[thing] = all.count
          all.append((thing, [place]))
        }
      }
    }
  }

  private static func policyMutations(
    _ plan: Plan, _ place: PolicyPlace, _ problems: [Int], isClustered: Bool,
    _ catalogues: Catalogues
  ) -> [Mutation] {
    func mutation(_ text: String, _ component: Plan.Component) -> Mutation {
      var changed = plan
      for number in problems {
        for index in changed.problems[number].policies.indices
        where changed.problems[number].policies[index].label == place.label {
          changed.problems[number].policies[index].component = component
        }
      }
      return Mutation(
        text: "\(place.label): \(text)", plan: changed, problems: problems, policy: place.label)
    }
    let parameters = catalogues.policies[place.component.kind]?.parameters ?? []
    let moved = ArgumentMutations.arguments(place.component.arguments, of: parameters).map {
      mutation(
        "\($0.path) \($0.from.summary) → \($0.to.summary)",
        Plan.Component(place.component.kind, $0.arguments))
    }
    return moved
      + neighbors(plan, place.component, problems, isClustered: isClustered).map {
        mutation("\($0.label) in its place", $0.component)
      }
  }

  /// What could be played by mistake: policies of other kinds of the same problem, at most six, and
  /// those that anybody has at hand.
  private static func neighbors(
    _ plan: Plan, _ component: Plan.Component, _ problems: [Int], isClustered: Bool
  ) -> [Plan.Policy] {
    let kinds = ["thompson", "ucb1-tuned"] + (isClustered ? ["tsc", "ts-max"] : [])
    let usual = kinds.map { Plan.Policy(Plan.Component($0)) }
    let others = (problems.first.map { plan.problems[$0].policies } ?? []).prefix(6)
    let there = Set(others.map(\.component.kind))
    var seen: Set = [component]
    return (others + usual.filter { !there.contains($0.component.kind) }).filter { other in
      // Another argument of the same kind is among the moves already.
      other.component.kind != component.kind && seen.insert(other.component).inserted
    }
  }

  /// Moves of environments; problems that share the value of an argument move together.
  private static func environmentMutations(
    _ plan: Plan, _ catalogues: Catalogues
  ) -> [Mutation] {
    let moves = Places(
      plan.problems.enumerated().flatMap { number, problem in
        let kind = problem.environment.kind
        let parameters =
          catalogues.environments.families.first { $0.name == kind }?.parameters ?? []
        return ArgumentMutations.arguments(problem.environment.arguments, of: parameters).map {
          (EnvironmentMove(kind: kind, path: $0.path, from: $0.from, to: $0.to), (number, $0))
        }
      })
    return moves.all.map { move, places in
      var changed = plan
      for (number, moved) in places {
        changed.problems[number].environment.arguments = moved.arguments
      }
      return Mutation(
        text: "\(move.kind): \(move.path) \(move.from.summary) → \(move.to.summary)",
        plan: changed, problems: places.map(\.0), policy: nil)
    }
  }

  private struct EnvironmentMove: Hashable {
    let kind: String
    let path: String
    let from: PlanValue
    let to: PlanValue
  }

  private static func problemMutations(_ plan: Plan, hasClusters: Bool) -> [Mutation] {
    func mutation(
      _ text: String, _ change: (inout Plan.Problem) -> Void
    ) -> Mutation {
      var changed = plan
      for index in changed.problems.indices { change(&changed.problems[index]) }
      changed.targets = changed.targets.map { $0.followingHorizons(of: plan, to: changed) }
      return Mutation(
        text: text, plan: changed, problems: Array(plan.problems.indices), policy: nil)
    }
    let longer = mutation("horizon + 10 %") { $0.horizon += max(1, $0.horizon / 10) }
    let shorter = mutation("horizon − 10 %") { $0.horizon -= $0.horizon / 10 }
    let flipped = mutation("labels permuted, or not") {
      $0.permutation = $0.permutation == .none ? .all : .none
    }
    return [longer, shorter] + (hasClusters ? [flipped] : [])
  }
}

extension Target {
  /// The cells that it counts on.
  fileprivate var places: [Claim.Place] {
    switch self {
    case .published(let mean), .reference(let mean):
      [Claim.Place(environment: mean.environment, policy: mean.policy)]
    case .claim(let claim): [claim.numerator, claim.denominator]
    case .shown, .constant: []
    }
  }

  /// The target of a plan whose horizons changed: what held at the horizon is asked of the new one,
  /// for a program that plays too long reports what it has at its end.
  fileprivate func followingHorizons(of plan: Plan, to changed: Plan) -> Target {
    func moved(_ mean: TargetMean) -> TargetMean {
      guard let index = plan.problems.firstIndex(where: { $0.label == mean.environment }),
        plan.problems[index].horizon == mean.round
      else { return mean }
      var mean = mean
      mean.round = changed.problems[index].horizon
      return mean
    }
    return switch self {
    case .published(let mean): .published(moved(mean))
    case .reference(let mean): .reference(moved(mean))
    case .shown(let mean): .shown(moved(mean))
    case .constant, .claim: self
    }
  }
}
