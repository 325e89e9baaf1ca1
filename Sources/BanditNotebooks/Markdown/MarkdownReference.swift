import Foundation

/// Where a link or an image of a Markdown file points.
public struct MarkdownReference: Sendable, Hashable {
  /// The destination as it is written.
  public let destination: String
  /// The title, or empty.
  public let title: String
  /// Whether it is an image.
  public let isImage: Bool
  /// The line of the file, from 1.
  public let line: Int

  /// The scheme of an address, such as `https`, or nothing for a path.
  public var scheme: String? {
    guard let colon = destination.unicodeScalars.firstIndex(of: ":") else { return nil }
    let name = destination.unicodeScalars[..<colon]
    let isScheme = name.allSatisfy {
      $0.properties.isAlphabetic || "0123456789+-.".unicodeScalars.contains($0)
    }
    return isScheme && !name.isEmpty ? String(name).lowercased() : nil
  }

  /// The relative path without its fragment, its escapes undone; empty for a heading of this file,
  /// and nothing for an address or an absolute path.
  public var localPath: String? {
    guard scheme == nil, !destination.hasPrefix("/") else { return nil }
    var path = String(destination.prefix { $0 != "#" && $0 != "?" })
    while path.hasPrefix("./") { path.removeFirst(2) }
    return path.removingPercentEncoding ?? path
  }

  /// The heading to which it points, if it names one.
  public var fragment: String? {
    guard scheme == nil, let mark = destination.firstIndex(of: "#") else { return nil }
    let fragment = String(destination[mark...].dropFirst())
    return fragment.removingPercentEncoding ?? fragment
  }
}
