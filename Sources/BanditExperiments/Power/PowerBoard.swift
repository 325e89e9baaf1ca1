import ClusterBandit
import Foundation

/// Plays the right plan and wrong ones cell by cell and holds them against the targets.
struct PowerBoard: Sendable {
  private let plan: Plan
  private let costs: [String: Int]
  private let catalogues: Catalogues
  private let folder: URL
  private let run: @Sendable (Experiment) throws -> ResultSet

  init(
    _ experiment: Experiment, catalogues: Catalogues, folder: URL,
    run: @escaping @Sendable (Experiment) throws -> ResultSet
  ) {
    plan = experiment.plan
    costs = Dictionary(
      experiment.problems.map { ($0.label, $0.horizon * $0.armCount) },
      uniquingKeysWith: { one, _ in one })
    self.catalogues = catalogues
    self.folder = folder
    self.run = run
  }

  /// What the right plan comes to with some number of replications.
  struct Right: Sendable {
    let replications: Int
    let cells: [Claim.Place: ResultSet.Cell]
    let manifest: Manifest?
    /// By target; nil where a cell was not played.
    let passes: [Bool?]

    var hasPassingChecks: Bool { passes.contains(true) }
  }

  /// Plays the cells of the right plan that targets of the mutations' cells count on.
  func right(
    for mutations: [Mutation], replications: Int, workers: Int
  ) throws -> Right {
    let changed = Set(mutations.flatMap(\.places))
    let needed = Set(
      plan.targets.map(\.places).filter { !changed.isDisjoint(with: $0) }.flatMap { $0 })
    let places = plan.problems.flatMap { problem in
      problem.policies.map { Claim.Place(environment: problem.label, policy: $0.label) }
    }.filter { needed.contains($0) }
    let played = try ParallelMap.values(of: places, workers: workers) { place in
      try play(plan, place, replications: replications)
    }
    var cells: [Claim.Place: ResultSet.Cell] = [:]
    for (place, result) in zip(places, played) { cells[place] = result?.cells.first }
    let manifest = played.lazy.compactMap { $0?.manifest }.first
    let passes = checks(plan, plan.targets.indices.map { $0 }, cells, manifest).map {
      $0.map { $0.verdict.isPass }
    }
    return Right(
      replications: replications, cells: cells, manifest: manifest, passes: passes)
  }

  /// Plays a mutation until something notices it; nil if it cannot be played.
  ///
  /// - Parameter isLast: whether a claim that it leaves undecided is noticed; with few replications
  ///   only one that fails is.
  func outcome(
    of mutation: Mutation, against right: Right, isLast: Bool
  ) throws -> PowerStudy.Outcome? {
    // What costs the same stays in the order of the plan.
    let places = mutation.places.enumerated().sorted {
      (costs[$0.element.environment] ?? 0, $0.offset)
        < (costs[$1.element.environment] ?? 0, $1.offset)
    }.map(\.element)
    var waiting = Set(places)
    var cells = right.cells
    var (isHarmless, clearest) = (true, Check?.none)
    for place in places {
      guard
        let cell = try play(
          mutation.plan, place, replications: right.replications)?.cells.first
      else { return nil }
      waiting.remove(place)
      cells[place] = cell
      isHarmless = isHarmless && right.cells[place]?.values == cell.values
      let numbers = plan.targets.indices.filter { number in
        let places = plan.targets[number].places
        return right.passes[number] == true && places.contains(place)
          && waiting.isDisjoint(with: places)
      }
      let found = checks(mutation.plan, numbers, cells, right.manifest).compactMap { $0 }
      let failing = found.filter {
        isLast ? !$0.verdict.isPass : $0.verdict == .misses
      }
      if let noticed = failing.max(by: PowerBoard.isFainter) {
        return outcome(mutation, right, noticed, count: failing.count)
      }
      clearest = (found + [clearest].compactMap { $0 }).max(by: PowerBoard.isFainter)
    }
    return outcome(mutation, right, clearest, count: 0, isHarmless: isHarmless)
  }

  private func outcome(
    _ mutation: Mutation, _ right: Right, _ clearest: Check?, count: Int, isHarmless: Bool = false
  ) -> PowerStudy.Outcome {
    PowerStudy.Outcome(
      text: mutation.text, kind: mutation.kind, isNoticed: count > 0, clearest: clearest,
      count: count, replications: right.replications, isHarmless: isHarmless)
  }

  /// Whether a check speaks less against its plan than another: a mean by its distance, a claim by
  /// how little is left of it.
  private static func isFainter(_ one: Check, _ other: Check) -> Bool {
    func strength(_ check: Check) -> Double {
      let z = check.z ?? 0
      // A claim at its limit, z = 3, speaks as a mean at its own.
      return check.kind == .claim ? 6 - z : z.magnitude
    }
    return strength(one) < strength(other)
  }

  /// The checks of some targets of a plan, nil where a cell was not played.
  private func checks(
    _ plan: Plan, _ numbers: [Int], _ cells: [Claim.Place: ResultSet.Cell], _ manifest: Manifest?
  ) -> [Check?] {
    guard let manifest else { return numbers.map { _ in nil } }
    var part = plan
    part.targets = numbers.map { plan.targets[$0] }
    let wanted = Set(part.targets.flatMap(\.places))
    return ResultSet(
      plan: part, manifest: manifest,
      cells: cells.filter { wanted.contains($0.key) }.map(\.value), constants: [], notes: []
    ).targetChecks
  }

  /// Plays one cell; nil if that cannot be.
  private func play(
    _ plan: Plan, _ place: Claim.Place, replications: Int
  ) throws -> ResultSet? {
    guard
      let experiment = try? Experiment(
        plan.part(place), catalogues: catalogues, folder: folder)
    else { return nil }
    return try run(experiment.with(replications: replications))
  }
}
