import BanditExperiments
import BanditFigures
import ClusterBandit
import Testing

@testable import BanditReports

@Suite("Figures of single runs")
struct RunPlotTests {
  static let experiment: Result<Experiment, InvalidInput> = Result {
    () throws(InvalidInput) in
    try Simulation(
      .bernoulli(means: [0.2, 0.8, 0.5, 0.4], clusters: [[0, 1], [2, 3]]),
      policies: [.thompson(), .ucb1(), .tsc(), .random()], horizon: 200, replications: 2, seed: 3
    ).experiment()
  }

  private func figure(
    _ kind: PlotKind, _ change: (inout PlotRequest) -> Void = { _ in }
  ) throws -> Figure {
    var request = PlotRequest(try Self.experiment.get())
    change(&request)
    return try kind.figure(request)
  }

  private func raster(_ panel: Panel) throws -> Raster {
    let all = panel.marks.compactMap { if case .raster(let one) = $0 { one } else { nil } }
    return try #require(all.first)
  }

  @Test("A raster has one reward in each round, that of the arm that was pulled")
  func raster() throws {
    let experiment = try Self.experiment.get()
    let problem = experiment.problems[0]
    let replication = try experiment.replication(1, of: problem)
    let figure = try figure(.raster) { $0.replication = 1 }
    #expect(figure.panels.map(\.title) == ["thompson", "ucb1", "tsc", "random"])
    var pulls = 0
    for (number, panel) in figure.panels.enumerated() {
      let cells = try raster(panel).cells
      problem.policies[number].watch(replication, rounds: 200) { pull in
        let column = cells.map { $0[pull.round - 1] }
        #expect(column[pull.arm] == pull.reward && column.count { $0 != nil } == 1)
        pulls += 1
      }
    }
    #expect(pulls == 800)
  }

  @Test("Means end at the observed means of the run, and every pull has its tick")
  func means() throws {
    let figure = try figure(.means) { $0.policies = ["tsc"] }
    let run = try run("tsc")
    var sums = [Double](repeating: 0, count: 4)
    for (arm, reward) in zip(run.arms, run.rewards) { sums[arm] += reward }
    var (curves, ticks) = (0, 0)
    for mark in try #require(figure.panels.first).marks {
      if case .curve(let curve) = mark {
        #expect(curve.label == "arm \(curves)")
        #expect(
          ((curve.y.last ?? 0) - sums[curves] / Double(run.pulls[curves])).magnitude < 1e-12)
        #expect(curve.x.last == 200)
        curves += 1
      }
      if case .rug(let rug) = mark { ticks += rug.positions.count }
    }
    #expect(curves == 4 && ticks == 200)
  }

  private func run(_ policy: String, asking moments: [Int] = []) throws -> PlayedRun {
    let experiment = try Self.experiment.get()
    let problem = experiment.problems[0]
    let number = try #require(problem.plan.policies.firstIndex { $0.label == policy })
    return try PlayedRun(
      problem, policy: number, experiment.replication(0, of: problem), rounds: 200,
      asking: moments)
  }

  @Test("Shares of pulls add up to 1, over the arms of a policy and in each stretch of time")
  func pulls() throws {
    let all = try raster(try #require(try figure(.pulls).panels.first))
    #expect(all.cells.count == 4)
    for row in all.cells {
      #expect((row.reduce(0) { $0 + ($1 ?? 0) } - 1).magnitude < 1e-12)
    }
    let one = try raster(
      try #require(try figure(.pulls) { $0.policies = ["ucb1"] }.panels.first))
    let columns = one.columnEdges.count - 1
    #expect(columns == 60)
    for column in 0..<columns {
      let sum = one.cells.reduce(0) { $0 + ($1[column] ?? 0) }
      #expect((sum - 1).magnitude < 1e-12)
    }
    // Rows are named from the last policy up, so that the first one stands on top.
    let run = try run("thompson")
    #expect(all.cells[3][1] == Double(run.pulls[1]) / 200)
  }

  @Test("Posteriors have area 1 and their mean, and stand under the color of their cluster")
  func posterior() throws {
    let figure = try figure(.posterior) { $0.moments = [20, 200] }
    #expect(figure.panels.map(\.title) == ["after 20 rounds", "after 200 rounds"])
    let run = try run("thompson", asking: [20, 200])
    var count = 0
    for (panel, moment) in zip(figure.panels, run.beliefs) {
      let areas = panel.marks.compactMap { if case .area(let one) = $0 { one } else { nil } }
      let moments = areas.map { area in
        let steps = zip(zip(area.x, area.x.dropFirst()), zip(area.upper, area.upper.dropFirst()))
        return steps.reduce(into: (total: 0.0, first: 0.0)) { sums, step in
          let width = step.0.1 - step.0.0
          sums.total += width * (step.1.0 + step.1.1) / 2
          sums.first += width * (step.1.0 * step.0.0 + step.1.1 * step.0.1) / 2
        }
      }
      #expect(moments.allSatisfy { ($0.total - 1).magnitude < 0.01 })
      for arm in 0..<4 {
        let mean = try #require(moment.arms[arm]?.posterior?.mean)
        #expect(
          zip(areas, moments).contains { area, sums in
            area.label == "cluster \(arm / 2)" && area.series == arm / 2
              && (sums.first - mean).magnitude < 0.01
          })
        count += 1
      }
    }
    #expect(count == 8)
    // Siblings share a color; a number beside each curve tells them apart.
    for panel in figure.panels {
      let texts = panel.marks.compactMap { if case .annotation(let one) = $0 { one } else { nil } }
      let named = texts.flatMap { $0.text.split(separator: ", ").map(String.init) }
      #expect(named.sorted() == ["0", "1", "2", "3"])
      #expect(figure.caption.contains("Numbers beside curves: the arms."))
    }
  }

  @Test("What cannot be shown is refused with what can")
  func refusals() throws {
    func refusal(_ kind: PlotKind, _ change: (inout PlotRequest) -> Void) -> String {
      let error = #expect(throws: PlotRefusal.self) { try figure(kind, change) }
      return error?.description ?? ""
    }
    let posterior = refusal(.posterior) { $0.policies = ["ucb1", "random"] }
    #expect(
      posterior == "'ucb1', 'random' keep no posterior of single arms; "
        + "'thompson', 'tsc' of this experiment do")
    let bonus = refusal(.bonus) { $0.policies = ["tsc"] }
    #expect(
      bonus == "'tsc' has no bonus that is a function of pulls and round; "
        + "'ucb1' of this experiment does")
    let late = refusal(.posterior) { $0.moments = [201] }
    #expect(late.hasPrefix("--at 201 is after the last of 200 rounds"))
    let contexts = try Simulation(
      .kind("contextual-clusters"), policies: [.linTS()], horizon: 10, replications: 1
    ).experiment()
    let error = #expect(throws: PlotRefusal.self) {
      try PlotKind.raster.figure(PlotRequest(contexts))
    }
    #expect(error?.hint == "choose an environment without contexts")
  }

  @Test("Rounds fall into bins that cover all of them once, on both scales")
  func bins() {
    for (rounds, most) in [(1, 10), (7, 10), (1000, 60), (12345, 100)] {
      for scale in [PlotScale.linear, .log] {
        let bins = RoundBins(rounds: rounds, most: most, scale: scale)
        #expect(bins.ends.last == rounds && bins.ends.count <= most)
        #expect(bins.places.count == rounds && Set(bins.places).count == bins.ends.count)
        #expect(zip(bins.ends, bins.ends.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
    #expect(RoundBins(rounds: 1000, most: 4, scale: .linear).ends == [250, 500, 750, 1000])
    #expect(RoundBins(rounds: 10_000, most: 4, scale: .log).ends == [10, 100, 1000, 10_000])
  }
}
