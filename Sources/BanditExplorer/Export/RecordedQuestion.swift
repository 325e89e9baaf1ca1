/// A question that the page asks, recorded with its answer in some sizes.
struct RecordedQuestion: Equatable {
  /// The widths in pixels of what stands alone and of what stands beside another figure, each with
  /// one for small screens.
  static let (alone, beside) = ([336, 800], [336, 520])

  /// The route that answers it, such as "watch".
  let route: String
  /// What is asked, as JSON.
  let json: String
  /// The widths in which its figures are laid out; none for an answer without figures.
  var widths: [Int] = []

  /// The question with the look of its figure.
  fileprivate func body(width: Int?, id: String) -> [UInt8] {
    guard let width else { return Array(json.utf8) }
    let view = #""view": {"width": \#(width), "id": "\#(id)", "recorded": true}"#
    return Array((json.dropLast() + ", " + view + "}").utf8)
  }
}

extension Routes {
  /// A question with its answer as JSON, once in each size.
  ///
  /// - Parameter id: a name for the ids inside its figures, which no other question has.
  func recording(
    of question: RecordedQuestion, id: String, until isEnded: @escaping @Sendable () -> Bool
  ) -> [String] {
    let client = Recorder(isEnded)
    let widths = question.widths.isEmpty ? [nil] : question.widths.map(Optional.some)
    func recorded(_ width: Int?, _ status: Int, _ answer: String) -> String {
      let size = width.map { #""width": \#($0), "# } ?? ""
      return #"{"route": "\#(question.route)", "question": \#(question.json), \#(size)"#
        + #""status": \#(status), "answer": \#(answer)}"#
    }
    do throws(Refusal) {
      guard question.route != "experiment" else {
        // Played once for all sizes.
        let views = widths.map { ViewRequest(width: $0.map(Double.init), id: id, isRecorded: true) }
        let stream = try stream(Array(question.json.utf8))
        return zip(widths, try stream.lastPictures(in: views, for: client)).map {
          recorded($0, 200, JSON.text($1))
        }
      }
      var answers: [String] = []
      for width in widths {
        let response = try self.question(
          question.route, question.body(width: width, id: id), for: client)
        guard case .bytes(let bytes) = response.body else { throw .notFound }
        answers.append(recorded(width, response.status, String(decoding: bytes, as: UTF8.self)))
      }
      return answers
    } catch {
      return widths.map { recorded($0, error.status, JSON.text(error)) }
    }
  }
}

/// A client that stays until the recording is ended.
private final class Recorder: ResponseSink {
  private let isEnded: @Sendable () -> Bool

  init(_ isEnded: @escaping @Sendable () -> Bool) { self.isEnded = isEnded }

  var isGone: Bool { isEnded() }

  func write(_ bytes: [UInt8]) -> Bool { !isGone }
}
