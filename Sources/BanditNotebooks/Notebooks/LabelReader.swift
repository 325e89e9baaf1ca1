/// Reads the comment above a fence into labels, with a problem for each word that is none.
struct LabelReader {
  private let path: String
  private(set) var problems: [NotebookProblem] = []
  private var labels = FenceLabels()

  /// Reads words for a fence.
  ///
  /// - Parameter isConsole: Whether the fence is a session unless a label makes it a file.
  static func read(
    _ words: [LabelWord], isConsole: Bool, path: String
  ) -> (labels: FenceLabels, problems: [NotebookProblem]) {
    let isFile = !isConsole || words.contains { $0.name == "file" }
    let known =
      isFile
      ? ["skip", "file"]
      : ["skip", "needs", "timeout", "exit", "tolerance", "unordered", "uses", "file"]
    var reader = LabelReader(path: path)
    var seen: Set<String> = []
    for word in words {
      if !known.contains(word.name) {
        let hint =
          isConsole
          ? "labels here are \(known.joined(separator: ", "))"
          : "labels here are skip and file=PATH; other comments have a blank line below them"
        reader.report(word, "unknown label \(word.name.quoted)", hint: hint)
      } else if !seen.insert(word.name).inserted, word.name != "uses" {
        reader.report(word, "the label \(word.name.quoted) stands twice", hint: "keep one of them")
      } else {
        reader.read(word)
      }
    }
    return (reader.labels, reader.problems)
  }

  private init(path: String) { self.path = path }

  private mutating func read(_ word: LabelWord) {
    switch word.name {
    case "skip":
      labels.isSkipped = true
      withoutValue(word)
    case "unordered":
      labels.isUnordered = true
      withoutValue(word)
    case "timeout":
      labels.timeout = number(word, "seconds above 0 up to 86400") { $0 > 0 && $0 <= 86400 }
    case "tolerance":
      labels.tolerance = number(word, "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    case "exit":
      let status = number(word, "a whole number from 0 to 255") {
        (0...255).contains($0) && $0 == $0.rounded()
      }
      labels.exitStatus = status.map { Int($0) } ?? 0
    case "file":
      labels.file = file(word)
    case "needs":
      labels.needs = word.value
      if (word.value ?? "").isEmpty {
        report(
          word, "'needs' names nothing",
          hint: "write needs=COMMAND, such as needs=\"R --version\"")
      }
    default:
      guard let path = word.value, !path.isEmpty else {
        report(word, "'uses' names nothing", hint: "write uses=PATH")
        return
      }
      labels.uses.append(path)
    }
  }

  private mutating func withoutValue(_ word: LabelWord) {
    guard word.value != nil else { return }
    report(word, "\(word.name.quoted) takes no value", hint: "write \(word.name) alone")
  }

  private mutating func number(
    _ word: LabelWord, _ kind: String, where isAllowed: (Double) -> Bool
  ) -> Double? {
    if let value = word.value.flatMap({ Double($0) }), isAllowed(value) { return value }
    report(
      word, "\(word.name.quoted) cannot be \((word.value ?? "").quoted)",
      hint: "write \(word.name)= and \(kind)")
    return nil
  }

  /// A path that stays inside the folder in which the commands run.
  private mutating func file(_ word: LabelWord) -> String? {
    let path = word.value ?? ""
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isInside = parts.allSatisfy { !["", ".", ".."].contains($0) } && !path.utf8.contains(0)
    if isInside { return path }
    report(
      word, "'file' cannot be \(path.quoted)",
      hint: "write a path below the folder in which the commands run, such as file=study.yaml")
    return nil
  }

  private mutating func report(_ word: LabelWord, _ message: String, hint: String) {
    problems.append(
      NotebookProblem(path: path, line: word.line, column: word.column, message, hint: hint))
  }
}
