import LinearAlgebra

/// An operation of BLAS or LAPACK beside the same one as a plain loop.
struct LibraryComparison {
  /// Seconds of the library's.
  let library: Double
  /// Seconds of the loop.
  let loop: Double
}

extension LibraryComparison {
  /// C ← C/2 + AᵀA on the lower triangle, A of b × n.
  static func rankUpdate(order n: Int, rank b: Int) -> LibraryComparison {
    let a = OperationTime.numbers(b * n)
    var rows = Array(repeating: 0.0, count: b * n)
    for row in 0..<b { for column in 0..<n { rows[row * n + column] = a[column * b + row] } }
    var c = OperationTime.numbers(n * n)
    let library = OperationTime.seconds {
      var span = c.mutableSpan
      syrk(opA: .transposed, rows: b, columns: n, a.span, beta: 0.5, &span)
    }
    let loop = OperationTime.seconds { PlainLoops.rankUpdate(order: n, rank: b, rows, &c) }
    return LibraryComparison(library: library, loop: loop)
  }

  /// A Cholesky factorization, the copy of the matrix included.
  static func factorization(order n: Int) -> LibraryComparison {
    var matrix = Array(repeating: 0.5, count: n * n)
    for index in 0..<n { matrix[index * (n + 1)] = 1.5 }
    var factor = matrix
    let library = OperationTime.seconds {
      for place in 0..<n * n { factor[place] = matrix[place] }
      var span = factor.mutableSpan
      try? potrf(order: n, &span)
    }
    let loop = OperationTime.seconds {
      for place in 0..<n * n { factor[place] = matrix[place] }
      PlainLoops.factor(order: n, &factor)
    }
    return LibraryComparison(library: library, loop: loop)
  }

  /// L B with m columns.
  static func triangularProduct(order n: Int, columns m: Int) -> LibraryComparison {
    // With rows of unit length the columns neither grow nor vanish.
    var lower = Array(repeating: 0.0, count: n * n)
    for index in 0..<n { lower[index * (n + 1)] = 1 }
    var b = OperationTime.numbers(n * m)
    let library = OperationTime.seconds {
      var span = b.mutableSpan
      trmm(order: n, lower.span, columns: m, &span)
    }
    let loop = OperationTime.seconds {
      PlainLoops.triangularProduct(order: n, lower, columns: m, &b)
    }
    return LibraryComparison(library: library, loop: loop)
  }

  /// y ← A x.
  static func vectorProduct(order n: Int) -> LibraryComparison {
    let (a, x) = (OperationTime.numbers(n * n), OperationTime.numbers(n))
    var y = OperationTime.numbers(n)
    let library = OperationTime.seconds {
      var span = y.mutableSpan
      gemv(rows: n, columns: n, a.span, x.span, &span)
    }
    let loop = OperationTime.seconds { PlainLoops.vectorProduct(order: n, a, x, &y) }
    return LibraryComparison(library: library, loop: loop)
  }

  /// y ← y/2 + a x: a product with a matrix of one column.
  static func scaledSum(count n: Int) -> LibraryComparison {
    let x = OperationTime.numbers(n)
    var y = OperationTime.numbers(n)
    let library = OperationTime.seconds {
      var span = y.mutableSpan
      gemv(rows: n, columns: 1, x.span, [0.25].span, beta: 0.5, &span)
    }
    let loop = OperationTime.seconds { PlainLoops.scaledSum(0.25, x, &y, n) }
    return LibraryComparison(library: library, loop: loop)
  }
}
