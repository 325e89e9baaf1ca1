public import ArgumentParser
public import BanditFigures

extension Theme: ExpressibleByArgument {}

/// How a figure looks and in what language it is written.
struct FigureOptions: ParsableArguments {
  /// What is written of a figure.
  enum Language: String, CaseIterable, ExpressibleByArgument {
    case svg
    case csv
    case gnuplot
    case vegaLite = "vega-lite"
    case matplotlib
  }

  @Option(
    help: ArgumentHelp(
      "The width on paper, such as 8.5cm, or full for 17cm; by default 640 pixels for screens.",
      valueName: "width"),
    transform: readWidth)
  var width: Double?

  @Option(help: "light, dark, print, or automatic: as the reader's system is.")
  var theme: Theme?

  @Option(
    help: """
      svg; csv, the numbers that are drawn; or a script that draws the same, for restyling: \
      gnuplot, vega-lite, matplotlib.
      """)
  var emit = Language.svg

  /// Whether anything was asked for.
  var isGiven: Bool { width != nil || theme != nil || emit != .svg }

  /// The style: paper has a style of its own.
  var style: FigureStyle {
    guard let width else { return FigureStyle(theme: theme ?? .light) }
    var style = width < FigureStyle.pixels(centimeters: 12) ? FigureStyle.column : .page
    style.width = width
    if let theme { style.theme = theme }
    return style
  }

  /// The figure in the language.
  func text(of figure: Figure) -> String {
    switch emit {
    case .svg: figure.svg(style)
    case .csv: FigureData(figure).csv
    case .gnuplot: figure.gnuplotScript(style)
    case .vegaLite: figure.vegaLiteSpecification(style)
    case .matplotlib: figure.matplotlibScript(style)
    }
  }
}

/// A width from the command line, in pixels.
@Sendable
private func readWidth(_ text: String) throws -> Double {
  if text == "full" { return FigureStyle.page.width }
  let units = ["cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96, "pt": 96.0 / 72, "px": 1]
  let unit = String(text.suffix(2))
  guard let factor = units[unit], let number = Double(text.dropLast(2)), number.isFinite else {
    throw ValidationError(
      "a width is a number with its unit, such as 8.5cm, 85mm, 3.3in, 240pt or 640px, or full.")
  }
  guard (120...4000).contains(number * factor) else {
    throw ValidationError("a width is from 3.2cm to 105cm.")
  }
  return number * factor
}
