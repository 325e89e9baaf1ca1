/// The dependence models that an experiment may name as `model`.
///
/// A catalogue is a value: a model of one's own is ``adding(_:)`` to ``standard``.
public struct ModelCatalogue: Sendable {
  /// Independent arms.
  static let independent = Variant("independent", "no model: the strategy works on counts")

  /// The models in the order of the listing.
  let entries: [ModelEntry]

  /// The models of this library: one line for each.
  public static let standard = ModelCatalogue(entries: [
    .hierarchical,
    ModelEntry(binary: EmpiricalBayes.self),
    .pooled,
    .covariance,
  ])

  /// The models as they are where rewards are 0 or 1: without those for others and without keys for
  /// others.
  var binary: ModelCatalogue { ModelCatalogue(entries: entries.compactMap { $0.binary($0) }) }

  /// The models without those that know no clusters.
  var clustered: ModelCatalogue {
    ModelCatalogue(entries: entries.filter { $0.variant.name != ModelEntry.pooled.variant.name })
  }

  /// The catalogue with one more model; one of the same name is replaced.
  public func adding<Model: DependenceModel & ~Copyable>(_ model: Model.Type) -> ModelCatalogue {
    let entry = ModelEntry(model)
    return ModelCatalogue(
      entries: entries.filter { $0.variant.name != entry.variant.name } + [entry])
  }

  /// Every model's name, parameters and formula, in the order of the listing.
  public var variants: [Variant] { [ModelCatalogue.independent] + entries.map(\.variant) }

  /// The parameter `model`, by default `independent`.
  var parameter: Parameter {
    .defaulted(
      "model", .component(variants), .defaultVariant(ModelCatalogue.independent),
      "how arms of a cluster depend on each other")
  }

  /// The model that the argument `model` names, or nil if the arms are independent.
  func part(_ arguments: Arguments) -> Part<ModelEntry>? {
    guard let (name, own) = arguments.optionalVariant("model"),
      name != ModelCatalogue.independent.name
    else { return nil }
    guard let entry = entries.first(where: { $0.variant.name == name }) else {
      stop("no dependence model is called '\(name)'")
    }
    return Part(entry: entry, arguments: own)
  }
}

extension ModelEntry {
  /// The exact joint posterior with all arms in one cluster, whatever their labels: what a model
  /// gains over independent arms without knowing which arms belong together.
  static let pooled = ModelEntry(
    binaryPooled.variant.name, binaryPooled.variant.summary, binary: binaryPooled,
    gaussian: ModelEntry(gaussian: GaussianHierarchy.self, pooled: true))

  /// ``pooled`` for 0/1 rewards.
  fileprivate static let binaryPooled = ModelEntry(
    binary: HierarchicalBetaBinomial.self, pooled: true,
    as: Variant(
      "pooled", "all arms in one cluster, whatever their labels: the control of hierarchical",
      HierarchicalBetaBinomial.variant.parameters))

  /// The exact joint posterior: ``HierarchicalBetaBinomial``, ``GaussianHierarchy``.
  static let hierarchical = ModelEntry(
    HierarchicalBetaBinomial.variant.name, aliases: HierarchicalBetaBinomial.variant.aliases,
    "the exact joint posterior: Beta-Binomial on a grid, or the Gaussian hierarchy",
    binary: ModelEntry(binary: HierarchicalBetaBinomial.self),
    gaussian: ModelEntry(gaussian: GaussianHierarchy.self))
}
