import ClusterBandit
public import Foundation

extension Experiment {
  /// What a plan plays: its kinds are looked up in the catalogues, its data files are read.
  ///
  /// O(size of the plan and of its environments).
  ///
  /// - Parameters:
  ///   - plan: what is to be played.
  ///   - catalogues: must have every kind that the plan names.
  ///   - folder: what the plan's file names are relative to.
  ///   - name: how messages call the plan's source; by default its name.
  ///   - madeBy: what program made the plan, for the message about a kind that is unknown here.
  /// - Throws: all that is wrong with the plan, among it a data file that has changed.
  public init(
    _ plan: Plan, catalogues: Catalogues = .standard,
    folder: URL = URL(fileURLWithPath: ".", isDirectory: true), named name: String? = nil,
    madeBy: String? = nil
  ) throws(InvalidInput) {
    try self.init(
      plan, catalogues: catalogues, folder: folder, dataFolders: DataFolders(), named: name,
      madeBy: madeBy)
  }

  /// The same where data files may have been moved.
  package init(
    _ plan: Plan, catalogues: Catalogues, folder: URL, dataFolders: DataFolders,
    named name: String? = nil, madeBy: String? = nil
  ) throws(InvalidInput) {
    var reader = PlanReader()
    reader.catalogues = catalogues
    reader.madeBy = madeBy
    reader.dataFolders = dataFolders
    reader.dataFolders.know(plan.files, isBinding: true)
    var reading = PlanReading(reader: reader, arguments: ArgumentReader(folder: folder))
    reading.arguments.expectedHashes = Dictionary(
      plan.files.map { ($0.name, $0.sha256) }
    ) { first, _ in first }
    let position = SourcePosition(file: name ?? plan.name, line: 1, column: 1)
    var problems: [Problem] = []
    for (index, problem) in plan.problems.enumerated() {
      let path = KeyPathText(text: "problems")[index]
      guard
        let made = reading.environment(
          problem.environment.node(at: position), at: path["environment"])
      else { continue }
      let policies = problem.policies.enumerated().compactMap { index, policy in
        reading.preparedPolicy(
          policy.component.node(at: position), shape: made.shape(horizon: problem.horizon),
          at: path["policies"][index]["policy"])
      }
      guard policies.count == problem.policies.count else { continue }
      reading.checkHorizon(problem.horizon, of: made.environment, position, at: path["horizon"])
      let shape = made.shape(horizon: problem.horizon)
      var prepared = Problem(
        plan: problem, environment: made.environment, checkpoints: plan.rounds(of: problem),
        policies: policies.map { $0.family.prepare($0.arguments, shape.rewards) },
        keepsEvidence: plan.evidence == true, discount: plan.discount,
        keepsLuck: plan.controlVariates == true,
        recommendation: plan.recommend,
        remarks: (plan.discountRemark(problem).map { [$0] } ?? [])
          + made.environment.remarks.map { Remark(labels: [problem.label], text: $0) }
          + zip(problem.policies, policies).flatMap { policy, prepared in
            prepared.family.remarks(prepared.arguments, shape).map {
              Remark(labels: [policy.label], text: $0)
            }
          })
      prepared.environmentWithFewerArms = { made.family.with(made.arguments, armsAtMost: $0) }
      problems.append(prepared)
    }
    let diagnostics = reading.arguments.diagnostics
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    self.plan = plan
    self.problems = problems
  }
}

extension PlanReader {
  /// What a plan plays, with this reader's catalogues.
  public func prepare(
    _ plan: Plan, folder: URL = URL(fileURLWithPath: ".", isDirectory: true)
  ) throws(InvalidInput) -> Experiment {
    try Experiment(plan, catalogues: catalogues, folder: folder, dataFolders: dataFolders)
  }
}
