import BanditExperiments
import BanditFigures
import BanditReports
import ClusterBandit
import Foundation
import Synchronization

/// Plays an experiment and sends what is known of it, coarse at once and finer as blocks come in.
///
/// Every picture is that of a run with as many replications as it names: its numbers are those of
/// the command line with `--replications` of that number and the same seed.
struct ExperimentStream {
  /// What the page asks for.
  struct Asked: Decodable {
    var kind: String?
    var metric: String?
    var logX: Bool?
    /// Panels side by side.
    var columns: Int?
    /// Pairs that are compared, the first of each minus the second.
    var pairs: [[String]]?
  }

  /// One picture with its numbers.
  struct Picture: Encodable {
    let replications: Int
    let wanted: Int
    let figure: FigureAnswer
    let rows: [ResultRow]
    let pairs: [PairAnswer]
  }

  /// How far a run is, from 0 to 1.
  struct Progress: Encodable {
    let done: Double
  }

  /// All was played and sent.
  struct End: Encodable {}

  /// The replications with which the first pictures are made.
  private static let first = [5, 20]

  let experiment: Experiment
  let asked: Asked
  var view: ViewRequest
  /// The workers; nil for one for each core.
  var jobs: Int?

  /// Plays and sends until all is done, something is refused or the client has left.
  func send(to sink: any ResponseSink) {
    let events = EventStream(sink: sink)
    let control = RunControl()
    let wanted = experiment.plan.replications
    let results = ResultBox()
    let engine = Engine(jobs: jobs)
    WatchedWork.run(for: sink, control: control) { [experiment] in
      do {
        for count in ExperimentStream.first where count < wanted && !control.isCancelled {
          let early = experiment.with(replications: count)
          let blocks = MemorySink()
          try engine.run(early, sink: blocks, control: control)
          if !control.isCancelled { results.put(blocks, of: early) }
        }
        guard !control.isCancelled else { return }
        let blocks = GrowingSink { results.put($0, of: experiment) }
        try engine.run(experiment, sink: blocks, control: control)
      } catch {
        results.put(refused("\(error)", "take fewer arms or rounds"))
      }
    } tick: {
      guard !control.isCancelled else { return }
      switch results.take() {
      case .blocks(let sink, of: let played)?:
        // Merged here and not where a block comes in: most are replaced before they are sent.
        do throws(PlotRefusal) {
          guard let picture = try picture(of: played.result(of: sink.blocks)) else { return }
          events.send("picture", picture)
        } catch {
          events.send(refused(error.reason, error.hint))
          control.cancel()
        }
      case .refusal(let refusal)?:
        events.send(refusal)
        control.cancel()
      case nil:
        let progress = control.progress
        let total = max(progress.totalPulls, 1)
        if results.isTimeForProgress {
          events.send("progress", Progress(done: min(1, progress.pulls / total)))
        }
      }
    }
    if !control.isCancelled { events.send("end", End()) }
  }

  /// The picture of the whole run in several looks, for who does not look at the earlier ones.
  ///
  /// - Throws: ``Refusal/givenUp`` if the client leaves before.
  func lastPictures(
    in views: [ViewRequest], for client: any ResponseSink
  ) throws(Refusal) -> [Picture] {
    let control = RunControl()
    let outcome = Mutex<Result<ResultSet, Refusal>>(.failure(.givenUp))
    WatchedWork.run(for: client, control: control) { [experiment, jobs] in
      let played = Result { try experiment.run(jobs: jobs, control: control) }
      outcome.withLock { $0 = played.mapError { refused("\($0)", "take fewer arms or rounds") } }
    }
    let result = try outcome.withLock { $0 }.get()
    guard !control.isCancelled else { throw .givenUp }
    var pictures: [Picture] = []
    var look = self
    for view in views {
      look.view = view
      do throws(PlotRefusal) {
        if let picture = try look.picture(of: result) { pictures.append(picture) }
      } catch {
        throw refused(error.reason, error.hint)
      }
    }
    return pictures
  }

  /// The picture of a result; nil if nothing in it is complete.
  func picture(of result: ResultSet) throws(PlotRefusal) -> Picture? {
    let counts = result.cells.map(\.replications)
    guard let least = counts.min(), least > 0 else { return nil }
    var request = PlotRequest(result)
    request.band = .confidence
    request.columns = asked.columns.map { min(max($0, 1), 6) }
    request.metric = asked.metric.flatMap { Metric(rawValue: $0) }
    request.xScale = asked.logX.map { $0 ? .log : .linear }
    let kind = try PlotKind.named(asked.kind ?? "regret")
    let figure: Figure
    do {
      figure = try kind.figure(request)
    } catch {
      throw error as? PlotRefusal ?? PlotRefusal("\(error)", "choose another figure")
    }
    let metric = request.metric ?? kind.metric ?? .pseudoRegret
    return Picture(
      replications: least, wanted: experiment.plan.replications,
      figure: FigureAnswer(figure, view),
      rows: result.cells.compactMap { ResultRow($0, metric) },
      pairs: PairAnswer.all(asked.pairs ?? [], in: result, metric, view))
  }
}
