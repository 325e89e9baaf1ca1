import BanditExperiments

/// What made a result, and what its bits depend on, as a table.
struct ProvenanceTable {
  let document: Document

  init(_ result: ResultSet) {
    let manifest = result.manifest
    var facts: [(name: String, value: String)] = [
      ("plan, SHA-256", manifest.planHash), ("seed", "\(result.plan.seed)"),
      ("streams", "version \(manifest.streams)"), ("program", manifest.program),
    ]
    if let commit = manifest.commit {
      facts.append(("commit", commit + (manifest.isModified == true ? ", modified" : "")))
    }
    if let swift = manifest.swift { facts.append(("Swift", swift)) }
    if let blas = manifest.blas {
      facts.append(("OpenBLAS", "\(blas.version), \(blas.core), threads: \(blas.threads)"))
    } else {
      facts.append(("linear algebra", "none: every machine finds the same bits"))
    }
    facts += result.plan.files.map { ("\($0.name), SHA-256", $0.sha256) }
    document = Document([
      .table(
        Table(
          facts,
          [
            .init("what", nil, .left) { .text($0.name) },
            .init("value", nil, .left) { .text($0.value) },
          ]))
    ])
  }
}
