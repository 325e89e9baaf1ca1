import Testing
import TextFiles

@Suite("What a file is")
struct ForeignFormatTests {
  static let files: [(bytes: [UInt8], message: String)] = [
    (Array("SQLite format 3\0".utf8), "the file is a database of SQLite"),
    (Array("%PDF-1.7\n".utf8) + [0xFF], "the file is a PDF document"),
    ([0x1F, 0x8B, 8, 0], "the file is compressed with gzip"),
    (Array("PK\u{3}\u{4}....xl/workbook.xml".utf8), "the file is an Excel workbook"),
    (Array("PK\u{3}\u{4}....data.csv".utf8), "the file is a zip archive"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "the file is a document of an old Office program (.xls?)"),
    (Array("PAR1".utf8) + [0], "the file is a Parquet file"),
    ([0xFF, 0xFE, 0x63, 0], "the file is in UTF-16"),
    (Array("cluster,arm,theta\n".utf8).flatMap { [$0, 0] }, "the file is in UTF-16"),
    ([0x61, 0, 0x62], "the file is not text"),
    ([0x61, 0xFF], "the file is not text"),
  ]

  @Test("Formats that are no text are named", arguments: files)
  func binary(_ bytes: [UInt8], _ message: String) {
    #expect(throws: UndecodableText.self) { try decodedText(bytes) }
    do { _ = try decodedText(bytes) } catch { #expect(error.message == message) }
  }

  @Test("A letter of an old encoding is named with its place")
  func latin() {
    do {
      _ = try decodedText(Array("arm\nCaf".utf8) + [0xE9] + Array(",1\n".utf8))
      Issue.record("it was read")
    } catch {
      #expect(error.line == 2 && error.column == 4)
      #expect(error.message.hasPrefix("the byte E9 here is not UTF-8"))
    }
  }

  @Test("Texts that are no tables are named")
  func texts() {
    #expect(ForeignFormat.text("\n<!DOCTYPE html>")?.name == "a web page (HTML)")
    #expect(
      ForeignFormat.text("version https://git-lfs.github.com/spec/v1\n")?.name
        == "a pointer of Git LFS")
    #expect(ForeignFormat.text("cluster,arm,theta") == nil)
    for text in ["{\"a\": 1}", " [1, 2]", "[{", "{}"] {
      #expect(ForeignFormat.json(text)?.name == "JSON")
    }
    for text in ["a,b", "[a],b", "{cluster},arm", ""] {
      #expect(ForeignFormat.json(text) == nil)
    }
  }
}
