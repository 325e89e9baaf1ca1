import Foundation
import Testing

@testable import BanditNotebooks

@Suite("Sites of notebooks")
struct NotebookSiteTests {
  /// Writes files into a folder and gives their paths.
  private func write(_ files: [(String, String)], in folder: URL) throws -> [String] {
    try files.map { name, text in
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return file.path
    }
  }

  private func page(_ name: String, _ site: NotebookSite) throws -> String {
    try #require(site.pages.first { $0.file == name }).text
  }

  @Test("Links lead to pages, figures and files, and every link of every page exists")
  func links() throws {
    try withFolder { folder in
      _ = try write(
        [
          ("n/figures/00/a b.svg", "<svg/>"), ("data/x.yaml", "a: 1"), ("n/notes.txt", "hi"),
        ], in: folder)
      let paths = try write(
        [
          ("n/README.md", "# All & more\n\n1. [zero](00-a.md)\n2. [one](./01%20b.md#the-end)\n"),
          (
            "n/00-a.md",
            """
            # Zero

            ![f](<figures/00/a b.svg>) [x](../data/x.yaml) [n](notes.txt) [home](README.md)
            [me](#zero) [folder](figures) [out](https://example.org/a?b&c)
            """
          ),
          ("n/01 b.md", "no title\n\n## The end\n\n[zero](00-a.md#zero)\n"),
        ], in: folder)
      let site = try NotebookSite(paths)
      #expect(site.pages.map(\.file) == ["index.html", "00-a.html", "01 b.html"])
      #expect(site.pages.map(\.title) == ["All & more", "Zero", "The end"])
      #expect(site.files.keys.sorted() == ["figures/00/a b.svg", "files/data/x.yaml", "notes.txt"])
      let zero = try page("00-a.html", site)
      for part in [
        "src=\"figures/00/a%20b.svg\"", "href=\"files/data/x.yaml\"", "href=\"notes.txt\"",
        "href=\"index.html\"", "href=\"#zero\"", "href=\"https://example.org/a?b&amp;c\"",
        "folder <a", "rel=\"next\" href=\"01 b.html\"", "<title>Zero</title>",
      ] { #expect(zero.contains(part), "\(part)") }
      #expect(!zero.contains("rel=\"prev\""))
      #expect(try page("index.html", site).contains("href=\"01%20b.html#the-end\""))
      let target = folder.appendingPathComponent("site/deep")
      try site.write(to: target.path)
      var count = 0
      for page in site.pages {
        #expect(isWellFormed(page.text.replacing("<!DOCTYPE html>\n", with: "")))
        #expect(!page.text.contains("<script"))
        for match in page.text.matches(of: #/(?:href|src)="([^"#]+)/#) {
          if match.1.hasPrefix("https:") { continue }
          let path = try #require(String(match.1).removingPercentEncoding)
          #expect(FileManager.default.fileExists(atPath: target.appendingPathComponent(path).path))
          count += 1
        }
      }
      #expect(count == 12)
    }
  }

  @Test("Without a README the index lists the notebooks")
  func contents() throws {
    try withFolder { folder in
      let paths = try write([("b.md", "# <B>"), ("a.md", "text")], in: folder)
      let site = try NotebookSite(paths)
      #expect(site.pages.map(\.file) == ["index.html", "b.html", "a.html"])
      #expect(
        try page("index.html", site).contains(
          "<li><a href=\"b.html\">&lt;B&gt;</a></li>\n<li><a href=\"a.html\">a.md</a></li>"))
      #expect(try NotebookSite([]).pages.count == 1)
    }
  }

  @Test("Links that lead nowhere, files that clash and folders that differ are all said at once")
  func problems() throws {
    try withFolder { folder in
      let paths = try write(
        [
          (
            "a.md",
            "# A\n[1](missing.md)\n[2](#b)\n[3](javascript:x) ![4](http://a/b.png)\n[5](/etc/x)"
          ),
          ("c/b.md", "# B"), ("index.md", "# I"), ("README.md", "# R\n\n[a](a.md#x)"),
        ], in: folder)
      let error = #expect(throws: InvalidNotebook.self) {
        try NotebookSite(paths + [folder.appendingPathComponent("none.md").path])
      }
      let problems = try #require(error).problems
      #expect(problems.count == 9, "\(problems)")
      #expect(problems.filter { $0.path == paths[0] }.map(\.line) == [2, 3, 4, 4, 5])
    }
  }

  @Test("A site in a place that cannot be written is refused")
  func unwritable() throws {
    try withFolder { folder in
      let paths = try write([("a.md", "# A"), ("file", "")], in: folder)
      let site = try NotebookSite([paths[0]])
      #expect(throws: NotebookProblem.self) { try site.write(to: paths[1] + "/site") }
    }
  }
}
