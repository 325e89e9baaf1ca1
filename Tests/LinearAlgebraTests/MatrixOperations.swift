import LinearAlgebra

// The operations on matrices and arrays instead of memory of the caller's, for tests to read well.

func gemm(
  opA: Transposition = .notTransposed, opB: Transposition = .notTransposed,
  alpha: Double = 1, _ a: Matrix, _ b: Matrix, beta: Double = 0, _ c: inout Matrix
) {
  c.withElements { span in
    gemm(
      opA: opA, opB: opB, alpha: alpha, rows: opA == .transposed ? a.columns : a.rows,
      columns: opB == .transposed ? b.rows : b.columns,
      inner: opA == .transposed ? a.rows : a.columns, a.elements.span, b.elements.span,
      beta: beta, &span)
  }
}

func gemv(
  opA: Transposition = .notTransposed,
  alpha: Double = 1, _ a: Matrix, _ x: [Double], beta: Double = 0, _ y: inout [Double]
) {
  var span = y.mutableSpan
  gemv(
    opA: opA, alpha: alpha, rows: a.rows, columns: a.columns, a.elements.span, x.span,
    beta: beta, &span)
}

func syrk(
  opA: Transposition = .notTransposed, alpha: Double = 1, _ a: Matrix,
  beta: Double = 0, _ c: inout Matrix
) {
  c.withElements { span in
    syrk(
      opA: opA, alpha: alpha, rows: a.rows, columns: a.columns, a.elements.span, beta: beta, &span)
  }
}

func trmm(
  opL: Transposition = .notTransposed, alpha: Double = 1, _ l: Matrix, _ b: inout Matrix
) {
  let columns = b.columns
  b.withElements { span in
    trmm(opL: opL, alpha: alpha, order: l.rows, l.elements.span, columns: columns, &span)
  }
}

func trsm(opL: Transposition = .notTransposed, _ l: Matrix, _ b: inout Matrix) {
  let columns = b.columns
  b.withElements { span in
    trsm(opL: opL, order: l.rows, l.elements.span, columns: columns, &span)
  }
}

func trsv(opL: Transposition = .notTransposed, _ l: Matrix, _ x: inout [Double]) {
  var span = x.mutableSpan
  trsv(opL: opL, order: l.rows, l.elements.span, &span)
}

func potrs(_ l: Matrix, _ b: inout Matrix) {
  let columns = b.columns
  b.withElements { span in
    potrs(order: l.rows, l.elements.span, columns: columns, &span)
  }
}

/// The strictly upper triangle, which the operation leaves alone, is set to zero: `a` becomes L.
func potrf(_ a: inout Matrix) throws(NotPositiveDefinite) {
  var elements = a.elements
  var span = elements.mutableSpan
  try potrf(order: a.rows, &span)
  a = Matrix(rows: a.rows, columns: a.columns, elements: elements)
  for column in 0..<a.columns {
    for row in 0..<column { a[row, column] = 0 }
  }
}

extension Matrix {
  fileprivate mutating func withElements(_ body: (inout MutableSpan<Double>) -> Void) {
    var elements = elements
    var span = elements.mutableSpan
    body(&span)
    self = Matrix(rows: rows, columns: columns, elements: elements)
  }
}
