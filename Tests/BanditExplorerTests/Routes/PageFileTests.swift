import Foundation
import Testing

@testable import BanditExplorer

@Suite("The files of the page")
struct PageFileTests {
  @Test("The page and every file that it names are served with the headers that guard it")
  func files() {
    let page = Page()
    let index = page.open("/")
    #expect(index.status == 200)
    #expect(index.text.hasPrefix("<!doctype html>"))
    var count = 0
    for (name, text) in EmbeddedFiles.texts {
      let answer = page.open("/\(name)")
      #expect(answer.status == 200)
      #expect(answer.text == text)
      #expect(answer.head.contains("X-Content-Type-Options: nosniff"))
      #expect(answer.head.contains("Content-Security-Policy: default-src 'self'"))
      #expect(!answer.head.contains("unsafe-inline"))
      count += 1
    }
    #expect(count >= 16)
  }

  @Test("Nothing in the page is inline, for the policy forbids it")
  func inline() {
    let index = EmbeddedFiles.texts["index.html"] ?? ""
    #expect(!index.contains(" style="))
    #expect(!index.contains(" onclick="))
    #expect(!index.contains("<style"))
    #expect(index.components(separatedBy: "<script").count == 2)
  }

  @Test("Modules have at most 300 lines")
  func lengths() {
    let modules = EmbeddedFiles.texts.filter { $0.key.hasSuffix(".js") }
    #expect(modules.count >= 12)
    for (name, text) in modules {
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 300, "\(name)")
    }
  }

  @Test(
    "No path leads out of the page, in whatever encoding",
    arguments: [
      "/../Package.swift", "/..%2fPackage.swift", "/%2e%2e/Package.swift",
      "/%252e%252e%252fPackage.swift", "/..%c0%afPackage.swift", "//etc/passwd", "/./index.html",
      "/index.html/", "/INDEX.HTML", "/etc/passwd", "/..\\Package.swift", "/style.css%00.html",
    ])
  func traversal(_ path: String) { #expect(Page().open(path).status == 404) }
}
