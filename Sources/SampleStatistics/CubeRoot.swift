import Randomness

/// The real cube root, within a unit or two of rounding; the same bits on every machine.
///
/// exp(ln |x| / 3) and a step of Newton's method.
func cubeRoot(_ x: Double) -> Double {
  guard x != 0, x.isFinite else { return x }
  let size = x.magnitude
  let guess = Elementary.exp(Elementary.log(size) / 3)
  let root = guess - (guess - size / (guess * guess)) / 3
  return x < 0 ? -root : root
}
