extension [Double] {
  /// Multiplies every element by β, in the sense of BLAS: with β = 0 the elements are set to zero
  /// without being read, so that NaN and infinities do not survive.
  ///
  /// This is what remains of an operation whose product is zero by definition. Time O(count).
  ///
  /// - Parameter beta: The factor β.
  mutating func scale(by beta: Double) {
    guard beta != 1 else { return }
    for index in indices {
      self[index] = beta == 0 ? 0 : beta * self[index]
    }
  }
}
