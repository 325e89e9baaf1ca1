import BanditExperiments
import Foundation
import Synchronization

/// Who answers what.
///
/// | request | answer |
/// |:--|:--|
/// | GET / and the page's files | the file, from memory |
/// | POST /api/catalogue | kinds with their parameters, shipped studies |
/// | POST /api/experiment | events: picture, progress, refused, end |
/// | POST /api/figure | a figure of one run, or of theory |
/// | POST /api/watch | one run, pull by pull |
/// | POST /api/game | a person's pulls beside a policy's |
/// | POST /api/study | the study as a file |
struct Routes: Sendable {
  /// How many runs go on at once.
  static let mostRuns = 2

  let gatekeeper: Gatekeeper
  let shelf: StudyShelf
  /// What the page lets a person choose from, as JSON: every shipped study is read for it.
  let catalogue: MadeOnce<String>
  let slots = RunSlots(Routes.mostRuns)
  /// Single runs, which take moments.
  let moments = RunSlots(4)
  /// The workers of a run; nil for one for each core.
  var jobs: Int?

  init(gatekeeper: Gatekeeper, shelf: StudyShelf, jobs: Int? = nil) {
    self.gatekeeper = gatekeeper
    self.shelf = shelf
    self.jobs = jobs
    catalogue = MadeOnce { JSON.text(CatalogueAnswer(shelf)) }
  }

  /// What is asked for besides the study; a route takes what is its own.
  private struct Asked: Decodable {
    var view: ViewRequest?
    var policy: String?
    var replication: Int?
    var rounds: Int?
    var pulls: [Int]?
  }

  /// The answer to a request, given up when the client that waits for it is gone.
  func answer(_ request: Request, for client: any ResponseSink) -> Response {
    let isQuestion = request.path.hasPrefix("/api/")
    if let refusal = gatekeeper.refusal(of: request, needsToken: isQuestion) {
      return Response(refusal)
    }
    guard isQuestion else {
      guard request.method != "POST" else { return Response(.methodUnknown) }
      return PageFile.answer(path: request.path)
    }
    guard request.method == "POST" else { return Response(.methodUnknown) }
    do throws(Refusal) {
      return try question(String(request.path.dropFirst(5)), request.body, for: client)
    } catch {
      return Response(error)
    }
  }

  /// The answer to a question, by its name and its JSON.
  func question(
    _ name: String, _ body: [UInt8], for client: any ResponseSink
  ) throws(Refusal) -> Response {
    switch name {
    case "catalogue": return Response(type: "application/json", text: catalogue.value)
    case "experiment":
      let stream = try stream(body)
      return Response(
        type: "text/event-stream",
        .stream { sink in
          do throws(Refusal) {
            try slots.run { stream.send(to: sink) }
          } catch {
            EventStream(sink: sink).send(error)
          }
        })
    case "figure":
      let figure = try part(FigureRoute.self, body)
      let (experiment, view) = (try experiment(body), try view(body))
      return try single(client) { control throws(Refusal) in
        json(FigureAnswer(try figure.figure(experiment, control: control), view))
      }
    case "watch":
      let (asked, experiment) = (try part(Asked.self, body), try experiment(body))
      return try single(client) { control throws(Refusal) in
        json(
          try WatchedRun(
            experiment, policy: asked.policy, replication: asked.replication ?? 0,
            rounds: asked.rounds, control: control))
      }
    case "game":
      let (asked, experiment) = (try part(Asked.self, body), try experiment(body))
      return try single(client) { control throws(Refusal) in
        json(
          try Game(
            experiment, policy: asked.policy, replication: asked.replication ?? 0,
            pulls: asked.pulls ?? [], control: control))
      }
    case "study": return json(StudyFile(try experiment(body).plan))
    default: throw .notFound
    }
  }

  /// An experiment that is played and sent.
  func stream(_ body: [UInt8]) throws(Refusal) -> ExperimentStream {
    let experiment = try experiment(body)
    let asked = try part(ExperimentStream.Asked.self, body)
    try PairAnswer.check(asked.pairs ?? [], in: experiment)
    return ExperimentStream(
      experiment: experiment, asked: asked, view: try view(body), jobs: jobs)
  }

  /// What a single run is answered with, once one of their slots is free.
  private func single(
    _ client: any ResponseSink,
    _ compute: @escaping @Sendable (RunControl) throws(Refusal) -> Response
  ) throws(Refusal) -> Response {
    try moments.run { () throws(Refusal) in
      let control = RunControl()
      let outcome = Mutex<Result<Response, Refusal>>(.failure(.givenUp))
      // Not the thread that computes looks after the client: one pull may take long.
      WatchedWork.run(for: client, control: control) {
        let computed = Result { () throws(Refusal) in try compute(control) }
        outcome.withLock { $0 = computed }
      }
      return try outcome.withLock { $0 }.get()
    }
  }

  private func experiment(_ body: [UInt8]) throws(Refusal) -> Experiment {
    try part(StudyRequest.self, body).experiment(shelf)
  }

  private func view(_ body: [UInt8]) throws(Refusal) -> ViewRequest {
    try part(Asked.self, body).view ?? ViewRequest()
  }

  /// What a route takes of a question.
  private func part<Part: Decodable>(_ type: Part.Type, _ body: [UInt8]) throws(Refusal) -> Part {
    do {
      return try JSON.value(type, body)
    } catch {
      throw Refusal(notUnderstood: error, in: body)
    }
  }

  private func json(_ value: some Encodable) -> Response {
    Response(type: "application/json", text: JSON.text(value))
  }
}
