import BanditExperiments
import BanditFigures
import Foundation

/// The file that a figure is written to, and the one of its numbers beside it.
struct PlotFile {
  private let place: URL
  private let language: FigureOptions.Language
  /// The numbers beside a picture; nil where the file holds no picture or its place is taken.
  private let data: URL?

  /// A place for a figure, looked at before anything is run.
  ///
  /// - Parameter inputs: what is read, and so is never written over.
  init(_ path: String, _ language: FigureOptions.Language, inputs: [URL]) throws {
    func refuse(_ text: String) -> any Error {
      note("error: \(text)")
      return ExitStatus.invalidInput
    }
    place = URL(fileURLWithPath: path)
    self.language = language
    let isPicture = ["svg", "pdf", "png"].contains(place.ending)
    if language == .svg, !isPicture {
      throw refuse("--output \(path): the name of a figure ends in .svg, .pdf or .png")
    }
    if language != .svg, isPicture {
      throw refuse("--output \(path): --emit \(language.rawValue) writes text and no picture")
    }
    if place.isOne(of: inputs) {
      throw refuse("--output \(path) would write over what is read; give another name")
    }
    if place.isTaken(language) {
      throw refuse("\(path) is in the way and is no such file of this program; give another name")
    }
    let beside = place.deletingPathExtension().appendingPathExtension("csv")
    let isFree = !beside.isOne(of: inputs) && !beside.isTaken(.csv)
    data = isPicture && isFree ? beside : nil
    if isPicture, !isFree {
      note(
        "note: \(beside.relativePath) is another file, so the numbers of the figure are not "
          + "written; '--emit csv' prints them")
    }
    if isPicture, place.ending != "svg" { _ = try Rasterizer() }
    let folder = place.deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.path) else {
      note("error: cannot write \(path): there is no folder '\(folder.relativePath)'")
      throw ExitStatus.cannotWrite
    }
  }

  /// Writes the figure, and beside a picture its numbers.
  ///
  /// - Returns: the paths.
  func write(_ figure: Figure, _ options: FigureOptions) throws -> [String] {
    let text = options.text(of: figure)
    var files = [(place, Data(text.utf8))]
    if language == .svg, place.ending != "svg" {
      files[0].1 = try Rasterizer().convert(text, to: place.ending)
    }
    if let data { files.append((data, Data(FigureData(figure).csv.utf8))) }
    do {
      for (place, bytes) in files { try writeFile(bytes, to: place) }
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    return files.map(\.0.relativePath)
  }
}

extension URL {
  fileprivate var ending: String { pathExtension.lowercased() }

  fileprivate func isOne(of others: [URL]) -> Bool {
    func path(_ url: URL) -> String { url.standardizedFileURL.resolvingSymlinksInPath().path }
    return others.contains { path($0) == path(self) }
  }

  /// Whether something is there that this program did not write in that language.
  fileprivate func isTaken(_ language: FigureOptions.Language) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let known = try? FileManager.default.attributesOfItem(atPath: resolvingSymlinksInPath().path)
    guard known?[.type] as? FileAttributeType == .typeRegular, let bytes = try? readFile(path)
    else { return true }
    let signature =
      switch language {
      case .svg: ["pdf": "%PDF", "png": "PNG"][ending] ?? "<svg"
      case .csv: FigureData.columns.joined(separator: ",")
      case .gnuplot: "set terminal svg"
      case .vegaLite: "schema/vega-lite"
      case .matplotlib: "import matplotlib"
      }
    return !bytes.isEmpty && !String(decoding: bytes.prefix(300), as: UTF8.self).contains(signature)
  }
}
