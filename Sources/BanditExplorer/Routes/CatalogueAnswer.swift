import BanditExperiments
import ClusterBandit

/// What the page lets a person choose from: policies with their parameters, and shipped studies.
struct CatalogueAnswer: Encodable {
  /// A kind with the parameters that a form can ask for.
  struct Kind: Encodable {
    let name: String
    let summary: String
    let parameters: [Field]
  }

  /// A parameter that is a number, a word or a flag.
  struct Field: Encodable {
    let name: String
    let meaning: String
    let isRequired: Bool
    /// "number", "integer", "choice" or "flag".
    let type: String
    let lower, upper: Double?
    let choices: [String]?
    /// The value that holds when nothing is given, in words.
    let standard: String?
  }

  /// A shipped experiment.
  struct Shipped: Encodable {
    let name: String
    let title: String
    let quickReplications: Int
    /// Its own rounds, the most where environments differ.
    let rounds: Int
    let environments: [String]
  }

  let policies: [Kind]
  let environments: [Kind]
  let shipped: [Shipped]

  init(_ shelf: StudyShelf) {
    policies = shelf.catalogues.policies.families.map {
      Kind(name: $0.name, summary: $0.summary, parameters: $0.parameters.compactMap(Field.init))
    }
    environments = shelf.catalogues.environments.families
      .filter { !$0.parameters.contains(where: \.isFile) }
      .map {
        Kind(name: $0.name, summary: $0.summary, parameters: $0.parameters.compactMap(Field.init))
      }
    var reader = PlanReader()
    reader.catalogues = shelf.catalogues
    shipped = shelf.files.sorted { $0.key < $1.key }.compactMap { name, file in
      // A file that does not read is none to choose.
      guard let plan = try? reader.read(file: file) else { return nil }
      return Shipped(
        name: name, title: plan.title, quickReplications: plan.quickReplications,
        rounds: plan.problems.map(\.horizon).max() ?? 0,
        environments: plan.problems.map(\.label))
    }
  }
}

extension CatalogueAnswer.Field {
  /// Nil for what a form has no simple field for.
  init?(_ parameter: Parameter) {
    var bounds: (Double, Double)?
    var words: [String]?
    switch parameter.type {
    case .number(let range), .scheduled(let range, _), .numberOrWord(let range, _):
      bounds = (range.lower, range.upper)
      type = "number"
    case .integer(let range):
      bounds = (Double(range.lowerBound), Double(range.upperBound))
      type = "integer"
    case .choice(let all):
      words = all
      type = "choice"
    case .component(let variants):
      words = variants.map(\.name)
      type = "choice"
    case .flag: type = "flag"
    default: return nil
    }
    name = parameter.name
    meaning = parameter.meaning
    lower = bounds?.0
    upper = bounds?.1
    choices = words
    switch parameter.absence {
    case .required: (isRequired, standard) = (true, nil)
    case .optional(let words): (isRequired, standard) = (false, words)
    case .value(let value): (isRequired, standard) = (false, value.formText)
    }
  }
}

extension ParameterValue {
  fileprivate var formText: String? {
    switch self {
    case .number(let number): JSON.text(number)
    case .integer(let number): JSON.text(number)
    case .word(let word): word
    case .flag(let flag): String(flag)
    default: nil
    }
  }
}
