import BanditExperiments
public import BanditFigures
public import ClusterBandit

/// A kind of figure: what it shows, what it is made of, and how.
///
/// A kind is one file that extends this type with a constant, and one line in ``all``.
public struct PlotKind: Sendable {
  /// What a kind is made of.
  public enum Need: Sendable, Hashable {
    /// Measured values: an experiment is run before it is plotted.
    case result
    /// A problem, which the kind plays or computes itself.
    case problem
    /// Times that `bench` measured.
    case benchmarks
  }

  /// The word on the command line.
  public let id: String
  /// What is seen, in one line.
  public let summary: String
  /// What it is made of.
  public let need: Need
  /// What is shown where no metric is asked for; nil where there is no choice.
  public let metric: Metric?
  private let precondition: @Sendable (PlotRequest) throws -> Void
  private let draw: @Sendable (PlotRequest) throws -> Figure

  /// A kind of figure.
  ///
  /// - Parameters:
  ///   - id: its name on the command line.
  ///   - summary: one line: what it shows.
  ///   - need: what must be played or saved for it.
  ///   - metric: what it shows unless another is asked for.
  ///   - precondition: throws ``PlotRefusal`` where the plan alone tells that there will be nothing
  ///     to draw, so that nothing is run in vain.
  ///   - draw: throws ``PlotRefusal`` where there is nothing to draw.
  public init(
    _ id: String, _ summary: String, need: Need, metric: Metric? = nil,
    precondition: @escaping @Sendable (PlotRequest) throws -> Void = { _ in },
    draw: @escaping @Sendable (PlotRequest) throws -> Figure
  ) {
    self.id = id
    self.summary = summary
    self.need = need
    self.metric = metric
    self.precondition = precondition
    self.draw = draw
  }

  /// Makes sure of all that can be known before anything is run.
  ///
  /// - Throws: ``PlotRefusal``.
  public func check(_ request: PlotRequest) throws {
    try request.checkLabels()
    if request.metric != nil, metric == nil {
      throw PlotRefusal("'\(id)' has no choice of a metric", "leave out --metric")
    }
    try precondition(request)
  }

  /// The figure that is asked for.
  ///
  /// - Throws: ``PlotRefusal`` where there is nothing to draw, with what would help.
  public func figure(_ request: PlotRequest) throws -> Figure {
    try request.checkSubject(of: self)
    if need != .benchmarks { try check(request) }
    return try draw(request)
  }

  /// All kinds.
  public static let all: [PlotKind] = [
    .regret, .averageReward, .sweep, .histogram, .pairs, .profile, .growth, .pulls, .raster, .means,
    .posterior, .bonus, .bounds,
  ]

  /// The kind of that name.
  ///
  /// - Throws: ``PlotRefusal``, with the likely or all names, where there is none.
  public static func named(_ id: String) throws(PlotRefusal) -> PlotKind {
    guard let kind = all.first(where: { $0.id == id }) else {
      throw PlotRefusal(
        "there is no kind of plot '\(id)'", hint(for: id, among: all.map(\.id), what: "kinds"))
    }
    return kind
  }
}
