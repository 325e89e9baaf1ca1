import BanditExperiments
import BanditStorage
import Foundation

/// A saved result that is played again, to see whether the same comes out.
struct RepeatedResult {
  /// The file.
  let file: String
  /// What it plays.
  let experiment: Experiment
  /// What is kept of it.
  let kept: KeptValues
  /// What is saved; nil if the file is damaged beyond its plan.
  private let saved: ResultSet?
  private let manifest: Manifest

  /// The results in a file, or everything that is wrong with them is printed.
  static func read(_ file: String, _ shipped: ShippedOptions) throws -> [RepeatedResult] {
    let folder = PlanReader.folder(of: file)
    var results: [ResultSet] = []
    if StoredResult.isStored(file: file) {
      do throws(StorageFailure) {
        results = [try StoredResult.read(file).result]
      } catch {
        // A file that holds its plan alone can be made again.
        guard let made = try? StoredResult.plan(of: file) else {
          note("error: \(error)")
          throw ExitStatus.invalidInput
        }
        note("note: \(error)")
        do throws(InvalidInput) {
          let experiment = try shipped.experiment(
            of: made.plan, madeBy: made.manifest, beside: folder)
          return [
            RepeatedResult(
              file: file, experiment: experiment, kept: made.kept, saved: nil,
              manifest: made.manifest)
          ]
        } catch {
          note("\(error)")
          throw ExitStatus.invalidInput
        }
      }
    } else {
      results = try readResults([file], shipped)
    }
    if let partial = results.first(where: \.isPartial) {
      note(
        "error: \(file): the result of '\(partial.plan.name)' is partial, and a whole one would be "
          + "played; 'cluster-bandit verify FILE.sqlite --blocks k' plays k of its blocks again")
      throw ExitStatus.invalidInput
    }
    return try results.map { result in
      RepeatedResult(
        file: file,
        experiment: try prepare(.result(result, folder: folder), shipped: shipped),
        kept: result.kept, saved: result, manifest: result.manifest)
    }
  }

  /// Whether the same came out; what differs is printed.
  func agrees(with result: ResultSet, isQuiet: Bool) -> Bool {
    guard let saved else { return true }
    let differences = result.differences(from: saved)
    guard !differences.isEmpty else {
      if !isQuiet { note("\(file): every value came out the same again, bit for bit") }
      return true
    }
    let shown = 10
    note("error: \(file): \(saved.plan.name) did not come out the same:")
    for line in differences.prefix(shown) { note("  \(line)") }
    if differences.count > shown { note("  and \(differences.count - shown) more") }
    if let reason { note("  \(reason)") }
    return false
  }

  /// What may be the cause.
  private var reason: String? {
    let now = Manifest(experiment)
    if manifest.program != now.program || manifest.commit != now.commit {
      return "the result was made by \(manifest.maker)"
    }
    return manifest.blas == nil ? nil : "its last bits depend on OpenBLAS and the processor"
  }
}
