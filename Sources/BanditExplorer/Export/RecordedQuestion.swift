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
    let widths = question.widths.isEmpty ? [nil] : question.widths.map(Optional.some)
    return widths.map { width in
      let client = KeptAnswer(isEnded)
      let (status, answer) = client.answer(
        of: self, to: question.route, question.body(width: width, id: id))
      let size = width.map { #""width": \#($0), "# } ?? ""
      return #"{"route": "\#(question.route)", "question": \#(question.json), \#(size)"#
        + #""status": \#(status), "answer": \#(answer)}"#
    }
  }
}
