import BanditExperiments

/// A page that opens from a file, without a server: what the live page shows of some settings,
/// recorded.
public struct RecordedPage: Sendable {
  /// What every such page has in its first lines.
  public static let signature = "<meta name=\"generator\" content=\"cluster-bandit explore\">"

  /// The page.
  public let html: String

  /// Computes all answers; nil if that is ended before.
  public init?(until isEnded: @escaping @Sendable () -> Bool) {
    let settings = RecordedSettings()
    self.init(settings.questions, settings.controls, until: isEnded)
  }

  init?(
    _ questions: [RecordedQuestion], _ controls: String, jobs: Int? = nil,
    until isEnded: @escaping @Sendable () -> Bool
  ) {
    let routes = Routes(
      gatekeeper: Gatekeeper(port: 0, token: ""),
      shelf: StudyShelf(catalogues: .standard, files: [:]), jobs: jobs)
    var answers: [String] = []
    for (number, question) in questions.enumerated() {
      answers += routes.recording(of: question, id: "recorded-\(number)", until: isEnded)
      if isEnded() { return nil }
    }
    html = PageInFile.html(
      "{\"settings\": \(controls), \"answers\": [\n\(answers.joined(separator: ",\n"))\n]}",
      signature: RecordedPage.signature)
  }
}
