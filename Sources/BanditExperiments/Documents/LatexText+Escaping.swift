import Foundation

extension LatexText {
  /// A text as pdflatex takes it: what commands LaTeX is escaped, signs are macros, and characters
  /// that its fonts lack are named by their numbers.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.printable.precomposedStringWithCanonicalMapping.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let previous = index > 0 ? scalars[index - 1] : nil
      switch scalar {
      case "-" where isSign(previous) && scalars.dropFirst(index + 1).first?.isDigit == true:
        result += "$-$"
      // Two of them would be another sign.
      case "-" where previous == scalar, "'" where previous == scalar,
        "`" where previous == scalar, "," where previous == scalar:
        result += "{}\(scalar)"
      case _ where macros[scalar] != nil: result += macros[scalar] ?? ""
      case " "..."~",
        "¡"..."ž" where !lacking.contains(scalar):
        result.unicodeScalars.append(scalar)
      default:
        result += "\\texttt{U+\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }

  /// Whether a hyphen behind this one is the sign of a number.
  private static func isSign(_ previous: Unicode.Scalar?) -> Bool {
    previous.map { " [(".unicodeScalars.contains($0) } ?? true
  }

  /// Letters among the others that the fonts lack.
  private static let lacking: Set<Unicode.Scalar> = ["Ħ", "ħ", "ĸ", "Ŀ", "ŀ", "ŉ", "Ŧ", "ŧ"]

  private static let macros: [Unicode.Scalar: String] = {
    var macros: [Unicode.Scalar: String] = [
      "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "_": "\\_",
      "#": "\\#", "$": "\\$", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
      "|": "\\textbar{}", "<": "\\textless{}",
      ">": "\\textgreater{}", "\"": "\\textquotedbl{}",
      "\u{A0}": "~", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
      "„": "\\quotedblbase{}", "…": "\\ldots{}", "†": "\\dag{}", "‡": "\\ddag{}",
      "•": "\\textbullet{}", "€": "\\texteuro{}",
    ]
    let signs: [Unicode.Scalar: String] = [
      "−": "-", "±": "\\pm", "×": "\\times", "÷": "\\div", "·": "\\cdot", "≤": "\\le", "≥": "\\ge",
      "≠": "\\ne", "≈": "\\approx", "∞": "\\infty", "√": "\\surd", "∑": "\\sum", "Σ": "\\Sigma",
      "→": "\\to", "←": "\\leftarrow", "∈": "\\in", "½": "\\frac12", "¼": "\\frac14",
      "¾": "\\frac34", "²": "^2", "³": "^3", "¹": "^1", "⁰": "^0", "⁻": "^-", "₀": "_0", "₁": "_1",
      "₂": "_2", "₃": "_3", "₄": "_4", "₅": "_5", "₆": "_6", "₇": "_7", "₈": "_8", "₉": "_9",
      "⌈": "\\lceil", "⌉": "\\rceil", "⌊": "\\lfloor", "⌋": "\\rfloor", "∂": "\\partial",
      "µ": "\\mu", "°": "^\\circ", "¬": "\\neg",
    ]
    let greek: [Unicode.Scalar: String] = [
      "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
      "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
      "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon",
      "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
      "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Υ": "Upsilon", "Φ": "Phi",
      "Ψ": "Psi", "Ω": "Omega",
    ]
    for (sign, command) in signs { macros[sign] = "$\(command)$" }
    for (letter, name) in greek { macros[letter] = "$\\\(name)$" }
    return macros
  }()
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { "0"..."9" ~= self }
}
