import ClusterBandit

extension ExperimentResult {
  /// Appends the final values of every replication as JSON: an object on a line of its own for each
  /// environment, policy and metric, lines separated by commas.
  ///
  /// Numbers are written one by one into the text: an encoder would take many times its memory, and a
  /// million replications make it large.
  func appendFinals(to text: inout String, quoting quoted: (String) -> String) {
    var isFirst = true
    for cell in cells {
      for metric in Metric.allCases {
        guard let values = cell.values[metric] else { continue }
        text += isFirst ? "" : ",\n"
        isFirst = false
        text += "{\"environment\":\(quoted(cell.environment)),\"metric\":\"\(metric.rawValue)\","
        text += "\"policy\":\(quoted(cell.policy)),\"round\":\(cell.horizon),\"values\":["
        for (index, value) in values.enumerated() {
          if index > 0 { text += "," }
          appendNumber(value, to: &text)
        }
        text += "]}"
      }
    }
  }

  /// The fewest digits that read back as the same bits; the name of what is not finite.
  private func appendNumber(_ value: Double, to text: inout String) {
    let digits = "\(value)"
    if !value.isFinite {
      text += "\"\(digits)\""
    } else if digits.hasSuffix(".0"), value != 0 || value.sign == .plus {
      text += digits.dropLast(2)
    } else {
      text += digits
    }
  }
}
