import ArgumentParser
import BanditFigures
import Foundation

/// How figures are drawn in text.
struct TextFigureOptions: ParsableArguments {
  /// Whether series have colors.
  enum Colors: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never
  }

  @Option(
    help: """
      Colors of a figure in text: auto, on a terminal unless NO_COLOR is set; always; or never.
      """)
  var color = Colors.auto

  /// The figure in text, as wide as the terminal but at most `width` columns, without the last
  /// line break.
  func text(of figure: Figure, width: Int?) -> String {
    figure.text(
      TerminalStyle(width: width ?? 80, hasColor: hasColor, isASCII: !isUnicode))
  }

  private var hasColor: Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      let variables = ProcessInfo.processInfo.environment
      // As no-color.org and bixense.com/clicolors have it.
      if let value = variables["NO_COLOR"], !value.isEmpty { return false }
      if let value = variables["CLICOLOR_FORCE"], value != "0" { return true }
      return isatty(STDOUT_FILENO) == 1 && variables["TERM"] != "dumb"
    }
  }

  /// Whether the locale's letters are in UTF-8; the first variable that is set decides.
  private var isUnicode: Bool {
    let variables = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variables[$0] }
      .first { !$0.isEmpty }
    let letters = locale?.lowercased() ?? ""
    return letters.contains("utf-8") || letters.contains("utf8")
  }
}
