/// A part of a paragraph that is read, or a run of signs that may still become emphasis.
struct InlinePiece {
  enum Content {
    case node(MarkdownInline)
    case delimiter(Unicode.Scalar, canOpen: Bool, canClose: Bool)
  }

  /// Beyond this many levels emphasis and links are text.
  static let deepest = 24

  var content: Content
  /// The signs that are left of a delimiter.
  var count = 0
  /// How many levels are nested in it.
  var depth = 0

  static func text(_ text: String) -> InlinePiece { InlinePiece(content: .node(.text(text))) }

  /// The part itself, a delimiter as text.
  var node: MarkdownInline {
    switch content {
    case .node(let node): node
    case .delimiter(let sign, _, _): .text(String(repeating: String(sign), count: count))
    }
  }

  /// The parts with neighboring text joined.
  static func nodes(_ pieces: some Sequence<InlinePiece>) -> [MarkdownInline] {
    var nodes: [MarkdownInline] = []
    for piece in pieces {
      if case .text(let text) = piece.node, case .text(let before)? = nodes.last {
        nodes[nodes.count - 1] = .text(before + text)
      } else {
        nodes.append(piece.node)
      }
    }
    return nodes
  }

  /// Pairs delimiters into emphasis by the rules of CommonMark, each as near as possible.
  static func emphasized(_ pieces: some Sequence<InlinePiece>) -> [InlinePiece] {
    var stack: [InlinePiece] = []
    // Where delimiters that may open stand in the stack.
    var openers: [Unicode.Scalar: [Int]] = ["*": [], "_": []]
    for piece in pieces {
      guard case .delimiter(let sign, let canOpen, let canClose) = piece.content else {
        stack.append(piece)
        continue
      }
      var closer = piece
      while canClose, closer.count > 0,
        let opener = opener(for: closer, in: stack, at: openers[sign] ?? [])
      {
        let children = stack[(opener + 1)...]
        let depth = (children.map(\.depth).max() ?? 0) + 1
        guard depth <= deepest else {
          openers[sign] = []
          break
        }
        let strength = stack[opener].count > 1 && closer.count > 1 ? 2 : 1
        let nodes = nodes(children)
        stack.removeSubrange((opener + 1)...)
        stack[opener].count -= strength
        closer.count -= strength
        if stack[opener].count == 0 { stack.removeLast() }
        for key in openers.keys {
          while let last = openers[key]?.last, last >= stack.count { openers[key]?.removeLast() }
        }
        stack.append(
          InlinePiece(
            content: .node(strength == 2 ? .strong(nodes) : .emphasis(nodes)), depth: depth))
      }
      guard closer.count > 0 else { continue }
      if canOpen { openers[sign]?.append(stack.count) }
      stack.append(closer)
    }
    return stack
  }

  /// The nearest of the last openers that a delimiter closes.
  private static func opener(
    for closer: InlinePiece, in stack: [InlinePiece], at openers: [Int]
  ) -> Int? {
    guard case .delimiter(_, let closerOpens, _) = closer.content else { return nil }
    return openers.suffix(16).last { index in
      guard case .delimiter(_, _, let openerCloses) = stack[index].content else { return false }
      let sum = stack[index].count + closer.count
      let isAmbiguous = closerOpens || openerCloses
      return !isAmbiguous || sum % 3 != 0 || closer.count % 3 == 0
    }
  }
}
