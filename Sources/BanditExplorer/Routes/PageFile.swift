/// The files of the page: the ones that the program was built with, by their exact names.
enum PageFile {
  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
  ]

  /// The file at a path; no path leads anywhere else.
  static func answer(path: String) -> Response {
    let name = path == "/" ? "index.html" : String(path.dropFirst())
    guard let text = EmbeddedFiles.texts[name],
      let type = types[String(name.split(separator: ".").last ?? "")]
    else { return Response(.notFound) }
    return Response(type: type, text: text)
  }
}
