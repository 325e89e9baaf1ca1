import Foundation

/// The page as one file: its own assets, with a recording in the place of the program.
///
/// A browser loads no module from a file, so modules stand in the page itself, each as an address
/// that holds its text.
enum PageInFile {
  /// The page around a recording, which is JSON.
  static func html(_ recording: String, signature: String) -> String {
    let files = EmbeddedFiles.texts
    let style = "<style>\n\(files["style.css"] ?? "")</style>"
    let icon = address("image/svg+xml", files["icon.svg"] ?? "")
    let head = """
      \(signature)
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      """
    let scripts = """
      <script type="application/json" id="recording">\(escaped(recording))</script>
      <script type="importmap">\(modules(files))</script>
      <script type="module">import "explorer/main.js";</script>
      """
    let replacements = [
      (#"<html lang="en">"#, #"<html lang="en" class="recorded">"#),
      (#"<meta charset="utf-8">"#, #"<meta charset="utf-8">"# + "\n" + head),
      (#"<link rel="stylesheet" href="style.css">"#, style),
      (#"href="icon.svg""#, "href=\"\(icon)\""),
      (#"<script type="module" src="main.js"></script>"#, scripts),
    ]
    return replacements.reduce(files["index.html"] ?? "") { $0.replacing($1.0, with: $1.1) }
  }

  /// The page asks nothing of anybody.
  private static let policy =
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
    + "img-src data: blob:; base-uri 'none'; form-action 'none'"

  /// Where each module is found by its name.
  private static func modules(_ files: [String: String]) -> String {
    var imports: [String: String] = [:]
    for (name, text) in files where name.hasSuffix(".js") && name != "api.js" {
      let named = text.replacing(#"from "./"#, with: #"from "explorer/"#)
      let name = name == "recording.js" ? "api.js" : name
      imports["explorer/\(name)"] = address("text/javascript", named)
    }
    return JSON.text(["imports": imports])
  }

  private static func address(_ type: String, _ text: String) -> String {
    "data:\(type);base64,\(Data(text.utf8).base64EncodedString())"
  }

  /// JSON that no page takes for the end of its script.
  private static func escaped(_ json: String) -> String {
    json.replacing("</", with: "<\\/").replacing("<!--", with: "\\u003c!--")
  }
}
