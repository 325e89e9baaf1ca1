import ArgumentParser
import BanditExperiments

/// `schema`: the JSON Schema of experiment files, for editors.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of experiment files, for editors.",
    usage: "cluster-bandit schema > cluster-bandit.schema.json",
    discussion: """
      An editor that checks YAML against a schema, such as one with the YAML language server, \
      completes keys and kinds and underlines mistakes with this line at the top of a file:

        # yaml-language-server: $schema=cluster-bandit.schema.json
      """)

  func run() throws { try emit(ExperimentSchema.json(Kinds.catalogues), terminator: "") }
}
