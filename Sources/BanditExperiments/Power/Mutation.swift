import ClusterBandit

/// A plausible mistake in a study: its plan with one thing changed.
public struct Mutation: Sendable {
  /// What kind of mistake it is.
  public enum Kind: String, Sendable, CaseIterable {
    /// An argument of a policy has another value.
    case argument = "arguments"
    /// Another policy plays in a policy's place.
    case policy = "policies"
    /// An argument of an environment has another value.
    case environment = "environments"
    /// There are more rounds, or fewer.
    case horizon = "horizons"
    /// Labels are permuted, or not.
    case labels
  }

  /// What changed, in words.
  public let text: String
  /// What kind of mistake it is.
  public let kind: Kind
  /// The whole plan with the change, targets at the horizon moved with it.
  let plan: Plan
  /// The numbers of the problems that it touches.
  let problems: [Int]
  /// The label of the one policy that it touches; nil if it touches all of these problems.
  let policy: String?

  /// The cells that it changes and some target counts on, problem by problem.
  var places: [Claim.Place] {
    let aimed = Set(plan.targets.flatMap(\.places))
    return problems.flatMap { number in
      let problem = plan.problems[number]
      return problem.policies.filter { policy == nil || $0.label == policy }
        .map { Claim.Place(environment: problem.label, policy: $0.label) }
        .filter { aimed.contains($0) }
    }
  }
}

extension Plan {
  /// The one cell of it, without targets but with their rounds.
  func part(_ place: Claim.Place) -> Plan {
    var part = self
    part.checkpoints = Checkpoints(at: Set(targets.compactMap(\.mean?.round)).sorted())
    part.targets = []
    part.problems = problems.filter { $0.label == place.environment }.map { problem in
      var problem = problem
      problem.policies.removeAll { $0.label != place.policy }
      return problem
    }
    return part
  }
}

extension Mutation {
  /// The plausible mistakes in a study: every argument of every policy that a target names and of
  /// every environment moved by a step, policies of other kinds in its place, the horizon changed
  /// by a tenth and by a thirtieth (3,100 rounds in the place of 3,000), and labels permuted where
  /// there are clusters of several arms.
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
    func mutation(_ kind: Kind, _ text: String, _ component: Plan.Component) -> Mutation {
      var changed = plan
      for number in problems {
        for index in changed.problems[number].policies.indices
        where changed.problems[number].policies[index].label == place.label {
          changed.problems[number].policies[index].component = component
        }
      }
      return Mutation(
        text: "\(place.label): \(text)", kind: kind, plan: changed, problems: problems,
        policy: place.label)
    }
    let parameters = catalogues.policies[place.component.kind]?.parameters ?? []
    let moved = ArgumentMutations.arguments(place.component.arguments, of: parameters).map {
      mutation(
        .argument, "\($0.path) \($0.from.summary) → \($0.to.summary)",
        Plan.Component(place.component.kind, $0.arguments))
    }
    return moved
      + neighbors(plan, place.component, problems, isClustered: isClustered).map {
        mutation(.policy, "\($0.label) in its place", $0.component)
      }
  }

  /// What could be played by mistake: policies of other kinds of the same problem, at most
  /// ``neighborLimit``, and those that anybody has at hand.
  private static func neighbors(
    _ plan: Plan, _ component: Plan.Component, _ problems: [Int], isClustered: Bool
  ) -> [Plan.Policy] {
    let kinds = ["thompson", "ucb1-tuned"] + (isClustered ? ["tsc", "ts-max"] : [])
    let greedy = Plan.Component("epsilon-greedy", ["epsilon": 0])
    let usual =
      kinds.map { Plan.Policy(Plan.Component($0)) } + [Plan.Policy(greedy, label: "greedy play")]
    let others = (problems.first.map { plan.problems[$0].policies } ?? []).prefix(neighborLimit)
    let there = Set(others.map(\.component.kind))
    var seen: Set = [component]
    return (others + usual.filter { !there.contains($0.component.kind) }).filter { other in
      // Another argument of the same kind is among the moves already.
      other.component.kind != component.kind && seen.insert(other.component).inserted
    }
  }

  /// More policies of one problem are not put in each other's places.
  private static let neighborLimit = 12

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
        kind: .environment, plan: changed, problems: places.map(\.0), policy: nil)
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
      _ kind: Kind, _ text: String, _ change: (inout Plan.Problem) -> Void
    ) -> Mutation {
      var changed = plan
      for index in changed.problems.indices { change(&changed.problems[index]) }
      changed.targets = changed.targets.map { $0.followingHorizons(of: plan, to: changed) }
      return Mutation(
        text: text, kind: kind, plan: changed, problems: Array(plan.problems.indices), policy: nil)
    }
    let longer = mutation(.horizon, "horizon + 10 %") { $0.horizon += max(1, $0.horizon / 10) }
    let shorter = mutation(.horizon, "horizon − 10 %") { $0.horizon -= $0.horizon / 10 }
    let bit = mutation(.horizon, "horizon + 1/30") { $0.horizon += max(1, $0.horizon / 30) }
    let flipped = mutation(.labels, "labels permuted, or not") {
      $0.permutation = $0.permutation == .none ? .all : .none
    }
    return [longer, shorter, bit] + (hasClusters ? [flipped] : [])
  }
}

extension Target {
  /// The cells that it counts on.
  var places: [Claim.Place] {
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
