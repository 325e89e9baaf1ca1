/// Operations of BLAS and LAPACK as loops that a compiler vectorizes: down the columns, over
/// pointers, and four columns at a time where a result would otherwise travel to memory and back
/// for each.
enum PlainLoops {
  typealias Source = UnsafePointer<Double>
  typealias Target = UnsafeMutablePointer<Double>

  /// y ← y + f a.
  @inline(__always)
  private static func add(_ f: Double, _ a: Source, to y: Target, _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      y[index] += f * a[index]
      index &+= 1
    }
  }

  /// y ← y + Σ f_l a_l over four columns that lie `stride` apart.
  @inline(__always)
  private static func add(
    _ f: SIMD4<Double>, _ a: Source, stride: Int, to y: Target, _ range: Range<Int>
  ) {
    let (b, c, d) = (a + stride, a + 2 * stride, a + 3 * stride)
    let (f0, f1, f2, f3) = (f[0], f[1], f[2], f[3])
    var index = range.lowerBound
    while index < range.upperBound {
      y[index] += (f0 * a[index] + f1 * b[index]) + (f2 * c[index] + f3 * d[index])
      index &+= 1
    }
  }

  /// C ← C/2 + A Aᵀ on the lower triangle, A of n × b.
  static func rankUpdate(order n: Int, rank b: Int, _ a: Source, _ c: Target) {
    for column in 0..<n {
      let own = c + column * n
      for row in column..<n { own[row] *= 0.5 }
      var l = 0
      while l + 4 <= b {
        let start = a + l * n
        let f = SIMD4(
          start[column], start[n + column], start[2 * n + column], start[3 * n + column])
        add(f, start, stride: n, to: own, column..<n)
        l += 4
      }
      while l < b {
        add(a[l * n + column], a + l * n, to: own, column..<n)
        l += 1
      }
    }
  }

  /// A ← L, column after column.
  static func factor(order n: Int, _ a: Target) {
    for column in 0..<n {
      let own = a + column * n
      var l = 0
      while l + 4 <= column {
        let start = Source(a + l * n)
        let f = SIMD4(
          start[column], start[n + column], start[2 * n + column], start[3 * n + column])
        add(-f, start, stride: n, to: own, column..<n)
        l += 4
      }
      while l < column {
        add(-a[l * n + column], a + l * n, to: own, column..<n)
        l += 1
      }
      let inverse = 1 / own[column].squareRoot()
      for row in column..<n { own[row] *= inverse }
    }
  }

  /// B ← L B.
  static func triangularProduct(order n: Int, _ l: Source, columns m: Int, _ b: Target) {
    for column in 0..<m {
      let own = b + column * n
      for k in stride(from: n - 1, through: 0, by: -1) {
        let factor = own[k]
        own[k] = factor * l[k * n + k]
        add(factor, l + k * n, to: own, k + 1..<max(n, k + 1))
      }
    }
  }

  /// y ← A x.
  static func vectorProduct(order n: Int, _ a: Source, _ x: Source, _ y: Target) {
    for row in 0..<n { y[row] = 0 }
    var l = 0
    while l + 4 <= n {
      let f = SIMD4(x[l], x[l + 1], x[l + 2], x[l + 3])
      add(f, a + l * n, stride: n, to: y, 0..<n)
      l += 4
    }
    while l < n {
      add(x[l], a + l * n, to: y, 0..<n)
      l += 1
    }
  }

  /// y ← y/2 + a x.
  static func scaledSum(_ a: Double, _ x: Source, _ y: Target, _ count: Int) {
    var index = 0
    while index < count {
      y[index] = 0.5 * y[index] + a * x[index]
      index &+= 1
    }
  }
}
