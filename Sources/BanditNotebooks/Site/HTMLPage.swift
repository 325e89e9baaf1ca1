/// A page of a site: complete, without scripts, and without anything from a network.
public struct HTMLPage: Sendable, Hashable {
  /// A link of the navigation.
  struct Link: Sendable, Hashable {
    let address: String
    let title: String
  }

  /// The name of its file.
  public let file: String
  /// What the browser shows as its title.
  public let title: String

  let body: String
  let index: Link?
  let previous: Link?
  let next: Link?

  /// The whole file.
  public var text: String {
    let top = index.map { "<header><nav>\(link($0, "index", ""))</nav></header>\n" } ?? ""
    let neighbors = [
      previous.map { link($0, "prev", "← ") }, next.map { link($0, "next", "→ ") },
    ].compactMap(\.self)
    let bottom =
      neighbors.isEmpty ? "" : "<footer><nav>\(neighbors.joined(separator: "\n"))</nav></footer>\n"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>\(HTMLText.escaped(title))</title>
      <style>
      \(PageStyle.text)
      </style>
      </head>
      <body>
      \(top)<main>
      \(body)</main>
      \(bottom)</body>
      </html>

      """
  }

  private func link(_ link: Link, _ relation: String, _ arrow: String) -> String {
    let address = HTMLText.escaped(link.address)
    return "<a rel=\"\(relation)\" href=\"\(address)\">\(arrow)\(HTMLText.escaped(link.title))</a>"
  }
}
