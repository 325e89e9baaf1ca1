import LinearAlgebra
import Testing

extension Matrix {
  /// The matrix of the absolute values, |A|.
  var magnitudes: Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(\.magnitude))
  }

  /// L Lᵀ in double precision, where this matrix is L, of which only the lower triangle is read.
  var lowerTimesItsTranspose: Matrix {
    var product = Matrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0...i {
        var sum = 0.0
        for l in 0...j {
          sum += self[i, l] * self[j, l]
        }
        product[i, j] = sum
        product[j, i] = sum
      }
    }
    return product
  }
}

/// Expects |x − y| ≤ `factor` · γₙ · `magnitude` in every component, for a number n of roundings.
///
/// `magnitude` is a sum of non-negative terms computed in floating point with at most
/// `roundingsOfMagnitude` roundings of each, so it may be too small by the factor 1 + θ of that many
/// roundings. The eight further ones are those of this comparison: of x − y, of γ and of the
/// products. By γⱼ + γₖ + γⱼ γₖ ≤ γⱼ₊ₖ the sum of all these is the index of one γ.
///
/// A NaN in either operand fails, since it compares false.
func expectWithin(
  _ factor: Double, gamma roundings: Int, of magnitude: [Double], roundingsOfMagnitude: Int,
  _ x: [Double], _ y: [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(x.count == y.count && x.count == magnitude.count, sourceLocation: sourceLocation)
  let gamma = RoundingError.gamma(roundings + roundingsOfMagnitude + 8)
  let violation = zip(zip(x, y), magnitude).enumerated().first { _, component in
    let ((x, y), magnitude) = component
    return !((x - y).magnitude <= factor * gamma * magnitude)
  }
  #expect(violation == nil, "component and values beyond the bound", sourceLocation: sourceLocation)
}

/// The factors of a product and of the former result.
struct Coefficients: Sendable, CustomTestStringConvertible {
  let alpha: Double
  let beta: Double

  var testDescription: String { "alpha \(alpha), beta \(beta)" }

  /// Those with integers are exact on integer data.
  static let all: [Coefficients] = [
    Coefficients(alpha: 1, beta: 0), Coefficients(alpha: 1, beta: 1),
    Coefficients(alpha: -2, beta: 3), Coefficients(alpha: 0.7, beta: -1.3),
    Coefficients(alpha: 0, beta: 2), Coefficients(alpha: 0, beta: 0),
  ]

  static let integer = all.filter { $0.alpha.rounded() == $0.alpha && $0.beta.rounded() == $0.beta }
}

/// Runs an exit test's standard error through a search for a message.
///
/// An optimized build stops without a message, so there the stop alone is evidence.
func expectMessage(
  _ message: String, in standardError: [UInt8]?,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #if DEBUG
    let text = String(decoding: standardError ?? [], as: UTF8.self)
    #expect(text.contains(message), sourceLocation: sourceLocation)
  #endif
}
