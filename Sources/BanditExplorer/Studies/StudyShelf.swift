import BanditExperiments

/// What studies are made of: the kinds that they may name, and the shipped ones.
struct StudyShelf: Sendable {
  var catalogues: Catalogues
  /// The files of the shipped experiments by their names.
  var files: [String: String]

  /// The file of a shipped experiment.
  func file(named name: String) throws(Refusal) -> String {
    guard let file = files[name] else {
      throw refused(
        "there is no shipped experiment '\(name.prefix(80))'", "choose one of the list")
    }
    return file
  }
}
