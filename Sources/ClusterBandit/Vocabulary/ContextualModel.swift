import Randomness

/// The truth of a contextual problem: a parameter vector θ_j for each arm, and the contexts.
///
/// Round t shows a context x_t; a pull of arm j then pays sign(x_tᵀθ_j) · U(0, 2 |x_tᵀθ_j|), whose
/// mean is x_tᵀθ_j. Contexts are drawn from N(0, I), or given and used in turn.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 5 (experiments with contexts).
public final class ContextualModel: Sendable {
  /// The numbers d in a context, at least 1.
  public let dimension: Int
  /// θ_j, arm after arm, d numbers each.
  public let parameters: AlignedBuffer<Double>
  /// The contexts that are used in turn, d numbers each; empty if they are drawn.
  public let contexts: AlignedBuffer<Double>

  /// The number N of arms, at least 1.
  public var armCount: Int { parameters.count / dimension }

  /// Creates a model from N · d parameters and any number of contexts.
  ///
  /// O(N d).
  ///
  /// - Parameters:
  ///   - dimension: d ≥ 1.
  ///   - parameters: θ_j, arm after arm.
  ///   - contexts: contexts one after the other; with none, every round draws its own.
  public init(dimension: Int, parameters: [Double], contexts: [Double] = []) {
    demand(
      dimension >= 1 && !parameters.isEmpty && parameters.count % dimension == 0
        && contexts.count % dimension == 0,
      "vectors of \(dimension) numbers each")
    self.dimension = dimension
    self.parameters = AlignedBuffer(parameters)
    self.contexts = AlignedBuffer(contexts)
  }

  /// The same problem with the arms in another order: arm i is the former arm `order[i]`.
  ///
  /// O(N d).
  func reordered(_ order: [Int]) -> ContextualModel {
    let vectors = order.flatMap { arm in
      (arm * dimension..<(arm + 1) * dimension).map { parameters[$0] }
    }
    return ContextualModel(
      dimension: dimension, parameters: vectors, contexts: contexts.array)
  }

  /// Writes the context of round `round` (1, 2, …) into `context`.
  ///
  /// With n given contexts it is the ((t − 1) mod n)-th and nothing is drawn; otherwise d normals.
  func show(
    round: Int, in context: inout [Double], using stream: inout RandomStream,
    _ tables: ZigguratTables
  ) {
    guard contexts.count > 0 else {
      for index in 0..<dimension { context[index] = stream.nextNormal(tables) }
      return
    }
    let first = (round - 1) % (contexts.count / dimension) * dimension
    for index in 0..<dimension { context[index] = contexts[first + index] }
  }

  /// Writes xᵀθ_j of every arm into `means`, summed in the order of the components, and returns the
  /// highest.
  ///
  /// O(N d).
  func fill(_ means: inout AlignedBuffer<Double>, in context: [Double]) -> Double {
    let dimension = self.dimension
    var highest = -Double.infinity
    context.withUnsafeBufferPointer { context in
      var first = 0
      for arm in 0..<means.count {
        var sum = 0.0
        for index in 0..<dimension { sum += context[index] * parameters[first &+ index] }
        means[arm] = sum
        highest = max(highest, sum)
        first &+= dimension
      }
    }
    return highest
  }
}
