private import Randomness

/// Steps between laws of integer distance, and the laws that are met.
struct SiblingPath: ~Copyable {
  /// What changes by 1, or that the law is one of the arms'.
  enum Kind { case success, failure, lessSuccess, lessFailure, law }

  /// Steps of one kind up to the factor `end`, or a law with its copies.
  struct Run: BitwiseCopyable, Sendable {
    var kind: Kind
    var number: Int
  }

  var runs = AlignedBuffer(repeating: Run(kind: .law, number: 0), count: 512)
  var factors = AlignedBuffer(repeating: 0.0, count: 256)
  var runCount = 0
  var factorCount = 0

  /// Whether nothing follows from the integrated law.
  var isSingle: Bool { runCount == 1 && runs[0].number == 1 }

  @inline(__always)
  mutating func append(_ factor: Double) {
    factors[factorCount] = factor
    factorCount += 1
  }

  @inline(__always)
  mutating func append(_ kind: Kind, _ number: Int) {
    runs[runCount] = Run(kind: kind, number: number)
    runCount += 1
  }
}

/// From the law that is integrated the others follow step by step, at every point: with
/// W = x^α (1 − x)^β / B(α, β), the density along the logit,
///
///     F(α + 1, β) = F(α, β) − W/α,  W(α + 1, β) = W x (α + β)/α,
///     F(α, β + 1) = F(α, β) + W/β,  W(α, β + 1) = W (1 − x)(α + β)/β.
///
/// All W/α and W/β are at most 1: a step adds no more than 1e-16 to the error of F. What does not
/// depend on x is computed once for all points, so that a step takes three operations.
///
/// Source: Abramowitz and Stegun (1964), 26.5.15 and 26.5.16.
extension SiblingMaximum {
  /// Laws at a greater distance are integrated anew.
  private static let nearby = 24.0
  /// Failures go no further up before they come down again: at logit 36 (1 − x)^j would be too
  /// small for a number, and W lost with it.
  private static let climb = 16.0

  /// Takes a group of laws from the end of those that are left, and finds a path to all of them.
  ///
  /// It begins at the fewest successes and failures of the group, where W is largest in both tails:
  /// where it is too small for a number, so are the others. At least 1 of each keep the tails
  /// short.
  mutating func trace(_ a: Double, _ b: Double, from next: inout Int) -> SiblingLaw {
    let last = next
    var fewest = counts[last].f
    var moved = 0.0
    while next > 0 {
      let distance = counts[next].distance(to: counts[next - 1])
      moved += distance
      if distance > Self.nearby || moved > reach { break }
      if counts[next - 1].f - fewest > Self.climb { break }
      next -= 1
      fewest = min(fewest, counts[next].f)
    }
    let first = next
    next -= 1
    let origin = Counts(s: max(counts[first].s, 1), f: max(fewest, 1), copies: 0)
    (path.runCount, path.factorCount) = (0, 0)
    var here = origin
    var scale = 1.0
    for index in first...last {
      walk(a, b, from: &here, to: counts[index], &scale)
      path.append(.law, Int(counts[index].copies))
    }
    let (alpha, beta) = (a + origin.s, b + origin.f)
    let total = alpha + beta
    let logs = Elementary.log(SIMD2(alpha / beta, total / beta))
    return SiblingLaw(
      alpha: alpha, beta: beta, total: total, constant: total * logs.y - alpha * logs.x)
  }

  /// The factors of W x^i (1 − x)^j, W the density of the path's beginning, by which F changes.
  ///
  /// Divisions do not wait for each other.
  private mutating func walk(
    _ a: Double, _ b: Double, from here: inout Counts, to target: Counts, _ scale: inout Double
  ) {
    let nu = a + b
    if here.s < target.s {
      while here.s < target.s {
        let part = scale * (1 / (a + here.s))
        path.append(-part)
        scale = part * (nu + here.s + here.f)
        here.s += 1
      }
      path.append(.success, path.factorCount)
    }
    if here.f > target.f {
      while here.f > target.f {
        let part = scale * (1 / (nu + here.s + here.f - 1))
        path.append(-part)
        here.f -= 1
        scale = part * (b + here.f)
      }
      path.append(.lessFailure, path.factorCount)
    }
    if here.s > target.s {
      while here.s > target.s {
        let part = scale * (1 / (nu + here.s + here.f - 1))
        path.append(part)
        here.s -= 1
        scale = part * (a + here.s)
      }
      path.append(.lessSuccess, path.factorCount)
    }
    if here.f < target.f {
      while here.f < target.f {
        let part = scale * (1 / (b + here.f))
        path.append(part)
        scale = part * (nu + here.s + here.f)
        here.f += 1
      }
      path.append(.failure, path.factorCount)
    }
  }

  /// The product of the distribution functions of all laws on the path, in one chunk.
  @inline(__always)
  mutating func follow(_ law: SiblingLaw, _ scale: Double, _ chunk: Int) -> Lanes {
    let isInside = chunk >= integrated.low && chunk < integrated.high
    var rise =
      isInside ? rises[chunk] : chunk < integrated.low ? Lanes.zero : Lanes(repeating: 1)
    if path.isSingle { return rise }
    let points = grid.points(chunk)
    var weight =
      scale
      * (isInside ? masses[chunk + 1] / points.pointee.slope : SiblingDensities.value(law, points))
    var product = Lanes(repeating: 1)
    var i = 0
    for index in 0..<path.runCount {
      let run = path.runs[index]
      switch run.kind {
      case .law: product *= rise.power(run.number)
      case .success:
        let factor = points.pointee.value
        while i < run.number {
          rise += weight * path.factors[i]
          weight *= factor
          i += 1
        }
      case .failure:
        let factor = points.pointee.complement
        while i < run.number {
          rise += weight * path.factors[i]
          weight *= factor
          i += 1
        }
      case .lessSuccess:
        let factor = points.pointee.inverseValue
        while i < run.number {
          weight *= factor
          rise += weight * path.factors[i]
          i += 1
        }
      case .lessFailure:
        let factor = points.pointee.inverseComplement
        while i < run.number {
          weight *= factor
          rise += weight * path.factors[i]
          i += 1
        }
      }
    }
    return product
  }
}
