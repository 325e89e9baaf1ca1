/// A format that people take for a text file, known by its first bytes.
package struct ForeignFormat: Sendable {
  /// What a file of it is, after "the file is".
  package let name: String
  /// What makes a text of it, to be followed by what is needed: "save its sheet as".
  package let advice: String

  private init(_ name: String, _ advice: String) {
    self.name = name
    self.advice = advice
  }

  /// What some bytes that are no text begin as, or nil.
  package static func binary(_ bytes: [UInt8]) -> ForeignFormat? {
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) { return archive(bytes) }
    if bytes.count > 261, bytes[257..<262].elementsEqual("ustar".utf8) {
      return ForeignFormat("a tar archive", "unpack it (tar -xf) and give")
    }
    return beginnings.first { bytes.starts(with: $0.bytes) }?.format ?? unmarkedUTF16(bytes)
  }

  /// What a text begins as if it is no table and no experiment, or nil.
  package static func text(_ text: String) -> ForeignFormat? {
    let start = text.unicodeScalars.prefix(400).drop { $0.properties.isWhitespace }
    let word = String(String.UnicodeScalarView(start.prefix(60))).lowercased()
    if word.hasPrefix("version https://git-lfs") {
      return ForeignFormat(
        "a pointer of Git LFS", "'git lfs pull' fetches the file itself, which must be")
    }
    if word.hasPrefix("<!doctype html") || word.hasPrefix("<html") {
      return ForeignFormat(
        "a web page (HTML)", "download the file itself ('Raw' on GitHub): it must be")
    }
    if word.hasPrefix("<?xml") { return ForeignFormat("XML", "convert it to") }
    if word.hasPrefix("%pdf-") { return pdf }
    return nil
  }

  /// What a text begins as if it is JSON, or nil.
  package static func json(_ text: String) -> ForeignFormat? {
    isJSON(text) ? ForeignFormat("JSON", "convert it to") : nil
  }

  /// Whether a text begins as JSON: a brace or bracket before a value or a key.
  private static func isJSON(_ text: String) -> Bool {
    var signs = text.unicodeScalars.lazy.filter { !$0.properties.isWhitespace }.makeIterator()
    guard let first = signs.next(), first == "{" || first == "[", let second = signs.next() else {
      return false
    }
    return second == "\"" || "{[]}".unicodeScalars.contains(second)
      || first == "[" && (second == "-" || ("0"..."9").contains(second))
  }

  private static let pdf = ForeignFormat("a PDF document", "copy its numbers into")

  private static let beginnings: [(bytes: [UInt8], format: ForeignFormat)] = [
    (
      Array("SQLite format 3\0".utf8),
      ForeignFormat("a database of SQLite", "'cluster-bandit export' writes a saved result as")
    ),
    (Array("%PDF-".utf8), pdf),
    ([0x1F, 0x8B], ForeignFormat("compressed with gzip", "unpack it (gunzip -k) and give")),
    (Array("BZh".utf8), ForeignFormat("compressed with bzip2", "unpack it (bunzip2 -k) and give")),
    (
      [0xFD, 0x37, 0x7A, 0x58, 0x5A],
      ForeignFormat("compressed with xz", "unpack it (unxz -k) and give")
    ),
    (
      [0x28, 0xB5, 0x2F, 0xFD],
      ForeignFormat("compressed with zstd", "unpack it (unzstd) and give")
    ),
    (
      [0xD0, 0xCF, 0x11, 0xE0],
      ForeignFormat("a document of an old Office program (.xls?)", "save its sheet as")
    ),
    (Array("PAR1".utf8), ForeignFormat("a Parquet file", "convert it to")),
    (Array("ARROW1".utf8), ForeignFormat("an Arrow file", "convert it to")),
    ([0x89, 0x48, 0x44, 0x46], ForeignFormat("an HDF5 file", "convert it to")),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], ForeignFormat("an array of NumPy", "convert it to")),
    ([0x89, 0x50, 0x4E, 0x47], ForeignFormat("a picture (PNG)", "give")),
    ([0x80, 0x04, 0x95], ForeignFormat("a pickle of Python", "convert it to")),
    ([0x80, 0x05, 0x95], ForeignFormat("a pickle of Python", "convert it to")),
    ([0xFF, 0xFE], ForeignFormat("in UTF-16", "save it as")),
    ([0xFE, 0xFF], ForeignFormat("in UTF-16", "save it as")),
  ]

  /// What a zip archive holds, by the names of its parts.
  private static func archive(_ bytes: [UInt8]) -> ForeignFormat {
    let names: [(part: String, format: ForeignFormat)] = [
      ("xl/", ForeignFormat("an Excel workbook", "save its sheet as")),
      ("spreadsheet", ForeignFormat("an OpenDocument spreadsheet", "save its sheet as")),
      ("word/", ForeignFormat("a Word document", "copy its numbers into")),
      (".npy", ForeignFormat("an archive of NumPy arrays", "convert it to")),
    ]
    let known = names.first { name in
      bytes.contains(text: Array(name.part.utf8))
    }
    return known?.format ?? ForeignFormat("a zip archive", "unpack it and give")
  }

  /// Letters of UTF-16 without a mark have a zero in every other byte.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> ForeignFormat? {
    let start = bytes.prefix(64)
    guard start.count >= 8 else { return nil }
    let zeros = [0, 1].map { first in
      stride(from: first, to: start.count, by: 2).count { start[$0] == 0 }
    }
    guard zeros.contains(0), zeros.contains(where: { 4 * $0 >= 3 * (start.count / 2) }) else {
      return nil
    }
    return ForeignFormat("in UTF-16", "save it as")
  }
}

extension [UInt8] {
  fileprivate func contains(text: [UInt8]) -> Bool {
    indices.contains { self[$0] == text[0] && self[$0...].starts(with: text) }
  }
}
