/// The keys that lead to a value, as a message shows them: `policies[1].epsilon`.
struct KeyPathText: Sendable {
  var text = ""

  subscript(key: String) -> KeyPathText { KeyPathText(text: text.isEmpty ? key : "\(text).\(key)") }
  subscript(index: Int) -> KeyPathText { KeyPathText(text: "\(text)[\(index)]") }
}
