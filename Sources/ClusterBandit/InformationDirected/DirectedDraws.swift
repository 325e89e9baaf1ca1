/// How information-directed sampling draws from a dependence model.
struct DirectedDraws: Sendable {
  let measure: InformationMeasure
  /// S.
  let count: Int
  let ties: TieBreak

  /// What S draws take of memory, with a row of sums for each that might be needed.
  var bytesPerArm: Int { 16 * count }

  /// The policy over a model that is ready.
  func policy<Model: DependenceModel & ~Copyable>(
    _ model: consuming Model, _ setting: PolicySetting
  ) -> InformationDirectedSampling<DrawnInformation<Model>> {
    InformationDirectedSampling(
      DrawnInformation(
        model, measure: measure, drawCount: count, clustering: setting.clustering),
      ties: ties, armCount: setting.armCount)
  }
}
