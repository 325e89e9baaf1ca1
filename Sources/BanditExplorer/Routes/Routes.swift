import BanditExperiments
import Foundation

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
  let slots = RunSlots(Routes.mostRuns)
  /// Single runs, which take moments and are not given up on the way.
  private let moments = RunSlots(4)
  /// The workers of a run; nil for one for each core.
  var jobs: Int?

  /// What is asked for besides the study; a route takes what is its own.
  private struct Asked: Decodable {
    var view: ViewRequest?
    var policy: String?
    var replication: Int?
    var rounds: Int?
    var pulls: [Int]?
  }

  /// The answer to a request.
  func answer(_ request: Request) -> Response {
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
      return try question(String(request.path.dropFirst(5)), request.body)
    } catch {
      return Response(error)
    }
  }

  private func question(_ name: String, _ body: [UInt8]) throws(Refusal) -> Response {
    switch name {
    case "catalogue": return json(CatalogueAnswer(shelf))
    case "experiment":
      let experiment = try experiment(body)
      let stream = ExperimentStream(
        experiment: experiment, asked: try part(ExperimentStream.Asked.self, body),
        view: try view(body), jobs: jobs)
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
      return try moments.run { () throws(Refusal) in
        json(FigureAnswer(try figure.figure(experiment), view))
      }
    case "watch":
      let (asked, experiment) = (try part(Asked.self, body), try experiment(body))
      return try moments.run { () throws(Refusal) in
        json(
          try WatchedRun(
            experiment, policy: asked.policy, replication: asked.replication ?? 0,
            rounds: asked.rounds))
      }
    case "game":
      let (asked, experiment) = (try part(Asked.self, body), try experiment(body))
      return try moments.run { () throws(Refusal) in
        json(
          try Game(
            experiment, policy: asked.policy, replication: asked.replication ?? 0,
            pulls: asked.pulls ?? []))
      }
    case "study": return json(StudyFile(try experiment(body).plan))
    default: throw .notFound
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
      throw Refusal(400, "the question is not understood", "reload the page")
    }
  }

  private func json(_ value: some Encodable) -> Response {
    Response(type: "application/json", text: JSON.text(value))
  }
}

/// A study to take away.
private struct StudyFile: Encodable {
  let yaml: String
  let command: String

  init(_ plan: Plan) {
    yaml = plan.yaml
    command = "cluster-bandit run \(plan.name).yaml"
  }
}
