public import Foundation

/// Saves a result as files: NAME.json, NAME.csv, NAME-curves.csv and NAME.md, and NAME-runs.csv if
/// single runs' curves were kept; of a partial result as NAME-partial.json and so on.
public struct ResultFolder: Sendable {
  private let folder: URL
  private let names: [String: String]

  /// A folder, which need not exist yet.
  public init(path: String) { self.init(path: path, names: [:]) }

  /// A folder in which the files of some plans, by their names, begin with something else.
  package init(path: String, names: [String: String]) {
    folder = URL(fileURLWithPath: path, isDirectory: true)
    self.names = names
  }

  /// What the names of the files of a plan's result begin with.
  package func name(of plan: Plan) -> String { names[plan.name] ?? plan.name }

  /// Makes the folder if there is none.
  public func create() throws(UnwritableFile) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw UnwritableFile(folder, error)
    }
  }

  /// Makes the folder if there is none, and makes sure that a file can be written into it.
  public func prepare() throws(UnwritableFile) {
    try create()
    let probe = folder.appendingPathComponent(".\(UUID().uuidString)")
    do {
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw UnwritableFile(folder, error)
    }
  }

  private static let endings = [".json", ".csv", "-curves.csv", ".md", "-runs.csv"]

  /// What is in the way of a plan's result: a saved one of another plan, or a file that is none.
  ///
  /// The same plan gives the same values, so its result may be written over, with all its files.
  /// Without a result beside them such files are somebody else's.
  ///
  /// - Parameters:
  ///   - plan: whose results are to be written.
  ///   - mayExtend: whether a result of fewer replications may be written over.
  public func conflict(with plan: Plan, mayExtend: Bool = false) -> String? {
    for name in [name(of: plan), name(of: plan) + "-partial"] {
      let file = folder.appendingPathComponent(name + ".json")
      guard FileManager.default.fileExists(atPath: file.path) else {
        let others = ResultFolder.endings.map { folder.appendingPathComponent(name + $0) }
        guard let other = others.first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else { continue }
        return "\(other.relativePath) is in the way and belongs to no result of this program"
      }
      guard let bytes = try? readFile(file.path),
        ResultReader.beginsAsResult(String(decoding: bytes.prefix(200), as: UTF8.self))
      else { return "\(file.relativePath) is in the way and is no result of this program" }
      let saved: [ResultSet]
      do {
        saved = try ResultReader(file: file.relativePath).read(bytes)
      } catch {
        let reason = error.diagnostics.first.map { ": \($0.message)" } ?? ""
        return "\(file.relativePath) is in the way\(reason)"
      }
      guard let other = saved.first?.plan else { continue }
      let changed = other.differences(from: plan, butFewerReplications: mayExtend)
      if changed.isEmpty { continue }
      return
        "\(file.relativePath) holds the result of another plan "
        + "(\(changed.joined(separator: ", ")))"
    }
    return nil
  }

  /// Gives what an interrupted run of that name left another name.
  ///
  /// - Returns: the new names.
  public func setAsidePartial(of name: String) throws(UnwritableFile) -> [String] {
    let files = FileManager.default
    let left = ResultFolder.endings.filter {
      files.fileExists(atPath: folder.appendingPathComponent("\(name)-partial\($0)").path)
    }
    var number = 1
    func target(_ ending: String) -> URL {
      folder.appendingPathComponent("\(name)-partial-old-\(number)\(ending)")
    }
    while ResultFolder.endings.contains(where: { files.fileExists(atPath: target($0).path) }) {
      number += 1
    }
    for ending in left {
      do {
        try files.moveItem(
          at: folder.appendingPathComponent("\(name)-partial\(ending)"), to: target(ending))
      } catch {
        throw UnwritableFile(target(ending), error)
      }
    }
    return left.map { target($0).relativePath }
  }

  /// Removes what an interrupted run of the same plan, or of fewer replications of it, left: all of
  /// it is in the whole result.
  private func removePartial(of plan: Plan) {
    let name = "\(name(of: plan))-partial"
    let file = folder.appendingPathComponent("\(name).json")
    guard let bytes = try? readFile(file.path),
      let left = try? ResultReader(file: file.path).read(bytes).first?.plan,
      left.differences(from: plan, butFewerReplications: true).isEmpty
    else { return }
    for ending in ResultFolder.endings {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name + ending))
    }
  }

  /// The first file that a result of that name, whole or partial, would write over one of `inputs`.
  public func target(of name: String, among inputs: [URL]) -> String? {
    func path(_ url: URL) -> String { url.standardizedFileURL.resolvingSymlinksInPath().path }
    let read = Set(inputs.map(path))
    for stem in [name, name + "-partial"] {
      for ending in ResultFolder.endings + [".sqlite"] {
        let url = folder.appendingPathComponent(stem + ending)
        if read.contains(path(url)) { return url.relativePath }
      }
    }
    return nil
  }

  /// Writes the files into the folder, which is made if there is none.
  ///
  /// Those of a partial result of the same plan go when the whole one is there.
  ///
  /// Each is written under a temporary name and renamed when it is complete, so a reader never sees
  /// half a file.
  ///
  /// - Returns: the paths.
  public func save(_ result: ResultSet) throws(UnwritableFile) -> [String] {
    let name = name(of: result.plan) + (result.isPartial ? "-partial" : "")
    var files = [
      ("\(name).json", ResultJSON.text([result])), ("\(name).csv", result.csv()),
      ("\(name)-curves.csv", result.curvesCSV()),
      ("\(name).md", ResultReport(result, isDetailed: true).markdown() + "\n"),
    ]
    if result.cells.contains(where: { $0.runs != nil }) {
      files.append(("\(name)-runs.csv", result.runsCSV()))
    }
    try create()
    var paths: [String] = []
    for (name, text) in files {
      let url = folder.appendingPathComponent(name)
      try writeFile(Data(text.utf8), to: url)
      paths.append(url.relativePath)
    }
    if !result.isPartial { removePartial(of: result.plan) }
    return paths
  }
}
