/// The candidate that a misspelt word most likely means, or nil if none is near.
///
/// Near is a Damerau–Levenshtein distance (restricted: adjacent transpositions count one) of at
/// most a third of the word's length, and at least 1. Words of fewer than four letters have no
/// neighbours but those of the same letters: one more or less makes another word, as `hts` of `ts`.
package func suggestion(for word: String, among candidates: [String]) -> String? {
  // A row is called by its kind and its arguments: ucb (c = 1).
  let longer = candidates.filter { $0.hasPrefix(word + " (") || $0.hasPrefix(word + ", ") }
  if longer.count == 1 { return longer[0] }
  guard word.count >= 4 else {
    let swapped = candidates.filter {
      $0.count == word.count && $0.sorted() == word.sorted() && editDistance(word, $0) == 1
    }
    return swapped.count == 1 ? swapped[0] : nil
  }
  if let other = candidates.first(where: { $0 == word.plural || $0.plural == word }) {
    return other
  }
  let begun = candidates.filter { $0.lowercased().hasPrefix(word.lowercased() + "-") }
  if begun.count == 1 { return begun[0] }
  let limit = max(1, word.count / 3)
  let ranked = candidates.map { ($0, editDistance(word, $0)) }.filter { $0.1 <= limit }
  return ranked.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

extension String {
  /// The plural of an English noun as our keys form it.
  fileprivate var plural: String { hasSuffix("y") ? dropLast() + "ies" : self + "s" }
}

/// A hint that names the likely word, or else all words.
package func hint(for word: String, among candidates: [String], what: String) -> String {
  hint(for: word, among: candidates.map { Term($0) }, what: what)
}

/// A hint that names the likely word, or else all words; aliases are words, too, and stand for
/// their names.
package func hint(for word: String, among terms: [Term], what: String) -> String {
  if let likely = terms.name(for: word) ?? terms.suggestion(for: word) {
    return "did you mean '\(likely)'?"
  }
  let names = terms.map(\.name).joined(separator: ", ")
  return terms.isEmpty ? "there are no \(what)" : "the \(what) are \(names)"
}

/// The restricted Damerau–Levenshtein distance.
///
/// O(|a|·|b|); long words are compared by a prefix.
package func editDistance(_ a: String, _ b: String) -> Int {
  let x = Array(a.lowercased().prefix(64))
  let y = Array(b.lowercased().prefix(64))
  var beforeLast: [Int] = []
  var last = Array(0...y.count)
  for i in 0..<x.count {
    var row = [i + 1]
    for j in 0..<y.count {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (x[i] == y[j] ? 0 : 1))
      if i > 0, j > 0, x[i] == y[j - 1], x[i - 1] == y[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[y.count]
}
