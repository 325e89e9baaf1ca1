import ClusterBandit
import Foundation

/// Tables from data files, each read once and known by its hash.
extension ArgumentReader {
  /// A table from a file, read once.
  mutating func table<Table>(
    _ node: ConfigurationNode, at path: KeyPathText,
    _ known: WritableKeyPath<ArgumentReader, [String: Result<Table, InvalidInput>]>,
    read: (String, Data) throws(InvalidInput) -> Table
  ) -> Table? {
    guard let name = text(node, at: path, hint: "write the name of one file") else { return nil }
    guard readsFiles else {
      report(
        node.position, "\(name.quoted) names a file, and none is read here", at: path,
        hint: "leave it out, or use 'cluster-bandit run'")
      return nil
    }
    let url = dataFolders.place(of: name, in: folder)
    let shown = name.hasPrefix("/") ? name : shownPath(of: name)
    let remedy = dataFolders.remedy(for: name)
    let outcome =
      self[keyPath: known][url.path]
      ?? readTable(
        url, shown,
        unreadable: { reason in
          Diagnostic(
            node.position, "\(name.quoted) cannot be read: \(reason)", at: path.text,
            hint: remedy
              ?? ArgumentReader.hint(forMissing: name, at: url))
        }, read)
    self[keyPath: known][url.path] = outcome
    switch outcome {
    case .success(let table):
      checkHash(of: name, at: url.path, node.position, path)
      return table
    case .failure(let error):
      diagnostics += error.diagnostics
      return nil
    }
  }

  /// What to write in place of a name that leads to no file.
  private static func hint(forMissing name: String, at url: URL) -> String {
    if name.contains("://") { return "download it, and write the name that it has here" }
    if name.hasPrefix("~") || name.contains("$") {
      return "write the whole path: '~' and '$' stand for themselves in a file"
    }
    if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
      return "write the name of a file in it"
    }
    if let likely = neighbor(of: url) { return "did you mean '\(likely)'?" }
    return name.hasPrefix("/")
      ? "check the path: each of its folders, and the file's name"
      : "the name is relative to the experiment's folder"
  }

  /// A file of the same folder that a misspelt name most likely means.
  private static func neighbor(of url: URL) -> String? {
    let folder = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let meant = url.lastPathComponent.lowercased()
    let files = names.filter { !$0.hasPrefix(".") && $0.contains(".") }.sorted()
    return files.first { $0.lowercased() == meant || $0.lowercased() == meant + ".csv" }
      ?? suggestion(for: url.lastPathComponent, among: files)
  }

  private mutating func readTable<Table>(
    _ url: URL, _ shown: String, unreadable: (String) -> Diagnostic,
    _ read: (String, Data) throws(InvalidInput) -> Table
  ) -> Result<Table, InvalidInput> {
    let bytes: Data
    do {
      bytes = try readFile(url.path)
      hashes[url.path] = ContentHash.sha256(bytes)
    } catch {
      return .failure(InvalidInput([unreadable(error.reason)]))
    }
    do throws(InvalidInput) {
      return .success(try read(shown, bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Notes a file that was read, and compares it with the one that the plan was made from.
  private mutating func checkHash(
    of name: String, at path: String, _ position: SourcePosition, _ keys: KeyPathText
  ) {
    guard let hash = hashes[path], !filesRead.contains(where: { $0.name == name }) else { return }
    filesRead.append(Plan.DataFile(name: name, sha256: hash))
    guard let expected = expectedHashes[name], expected != hash else { return }
    report(
      position, "\(name.quoted) is another file than the plan was made from", at: keys,
      hint:
        "its SHA-256 is \(hash.prefix(12))…, and that of the plan's is \(expected); restore the "
        + "file, name the folder that holds it with --data, or make the plan again")
  }

  /// A file in the experiment's folder as a message names it.
  private func shownPath(of name: String) -> String {
    folder.relativePath == "." ? name : folder.appendingPathComponent(name).relativePath
  }
}
