import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// The solution of a dense system by Gauss elimination with row pivots.
func solution(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
  var rows = zip(matrix, vector).map { $0 + [$1] }
  let n = rows.count
  for column in 0..<n {
    let pivot = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
    rows.swapAt(column, pivot)
    for row in 0..<n where row != column {
      let factor = rows[row][column] / rows[column][column]
      for index in column...n { rows[row][index] -= factor * rows[column][index] }
    }
  }
  return (0..<n).map { rows[$0][n] / rows[$0][$0] }
}

/// A ridge regression kept as plainly as its definition: B and f, solved anew each time.
struct PlainRegression {
  var matrix: [[Double]]
  var moment: [Double]

  init(dimension: Int, ridge: Double) {
    matrix = (0..<dimension).map { row in (0..<dimension).map { row == $0 ? ridge : 0 } }
    moment = Array(repeating: 0, count: dimension)
  }

  mutating func record(_ context: [Double], _ reward: Double) {
    for row in context.indices {
      for column in context.indices { matrix[row][column] += context[row] * context[column] }
      moment[row] += reward * context[row]
    }
  }

  func mean(_ context: [Double]) -> Double { dot(context, solution(matrix, moment)) }
  func variance(_ context: [Double]) -> Double { dot(context, solution(matrix, context)) }
}

func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

extension RandomStream {
  /// Some standard normal draws.
  mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in nextNormal(.shared) } }
}

/// A problem with contexts whose vectors are drawn from the test's stream.
func contextualProblem(
  sizes: [Int], dimension: Int, contexts: [Double] = [], index: UInt64 = 0,
  test: String = #function
) -> BanditInstance {
  var stream = testStream(index, of: test)
  let vectors = stream.normals(sizes.reduce(0, +) * dimension)
  return BanditInstance(
    contextual: ContextualModel(dimension: dimension, parameters: vectors, contexts: contexts),
    clustering: Clustering(sizes: sizes))
}

/// What happened round by round.
struct ContextualTranscript: Equatable {
  var arms: [Int] = []
  var contexts: [[Double]] = []
  var rewards: [Double] = []
}

/// Plays round by round in the plainest way, apart from the engine; `policyStream` ends in its
/// state after the last round.
func transcript<P: ContextualPolicy & ~Copyable>(
  _ policy: inout P, in run: Replication, _ policyStream: inout RandomStream
) -> ContextualTranscript {
  var result = ContextualTranscript()
  guard let model = run.instance.contextual else { return result }
  let d = model.dimension
  var rewardStream = run.seeds.stream(replication: run.number, role: .reward)
  var contextStream = run.seeds.stream(replication: run.number, role: .context)
  for round in 1...run.horizon {
    let given = model.contexts.array
    let context =
      given.isEmpty
      ? contextStream.normals(d)
      : (0..<d).map { given[((round - 1) * d + $0) % given.count] }
    let arm = policy.selectArm(round: round, context: context.span, using: &policyStream)
    let mean = dot(context, (0..<d).map { model.parameters[arm * d + $0] })
    let size = 2 * abs(mean) * rewardStream.nextUnit()
    let reward = mean < 0 ? -size : size
    policy.update(arm: arm, context: context.span, reward: reward)
    result.arms.append(arm)
    result.contexts.append(context)
    result.rewards.append(reward)
  }
  return result
}

/// A linear policy written down as plainly as its definition.
struct PlainLinear: ContextualPolicy {
  let samples: Bool
  let scale: Double
  let isVariance: Bool
  let ties: TieBreak
  /// The groups of the last level; one group for a flat policy.
  let clusters: [Range<Int>]?
  var arms: [PlainRegression]
  var groups: [PlainRegression]

  init(samples: Bool, arguments: Arguments, clustering: Clustering, isTwoLevel: Bool, d: Int) {
    self.samples = samples
    scale = arguments.number("scale")
    isVariance = arguments.word("width") == "variance"
    ties = arguments.ties
    let fresh = PlainRegression(dimension: d, ridge: arguments.number("ridge"))
    arms = Array(repeating: fresh, count: clustering.armCount)
    groups = Array(repeating: fresh, count: clustering.clusterCount)
    clusters = isTwoLevel ? (0..<clustering.clusterCount).map(clustering.arms(of:)) : nil
  }

  private func choice(
    _ range: Range<Int>, of all: [PlainRegression], _ context: [Double],
    _ stream: inout RandomStream
  ) -> Int {
    if range.count == 1 { return range.lowerBound }
    let scores = range.map { candidate in
      let q = all[candidate].variance(context)
      let width = isVariance ? q : q.squareRoot()
      let random = samples ? stream.nextNormal(.shared) : 1
      return all[candidate].mean(context) + scale * width * random
    }
    let tied = range.filter { scores[$0 - range.lowerBound] == scores.max() }
    return tied.count == 1 || ties == .first
      ? tied[0] : tied[stream.nextIndex(below: tied.count)]
  }

  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    let x = context.indices.map { context[$0] }
    guard let clusters else { return choice(0..<arms.count, of: arms, x, &stream) }
    let cluster = choice(0..<groups.count, of: groups, x, &stream)
    return choice(clusters[cluster], of: arms, x, &stream)
  }

  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    let x = context.indices.map { context[$0] }
    arms[arm].record(x, reward)
    if let cluster = clusters?.firstIndex(where: { $0.contains(arm) }) {
      groups[cluster].record(x, reward)
    }
  }
}

/// Arguments of a linear policy: a row of a test's table.
struct LinearCase: Sendable, CustomTestStringConvertible {
  var scale = 1.0
  var ridge = 1.0
  var width = "deviation"
  var ties = TieBreak.uniform

  var testDescription: String { "scale \(scale) ridge \(ridge) \(width) ties \(ties.rawValue)" }

  var arguments: Arguments {
    Arguments([
      "scale": .number(scale), "ridge": .number(ridge), "width": .word(width),
      "ties": .word(ties.rawValue),
    ])
  }

  static let all = [
    LinearCase(), LinearCase(scale: 0.25), LinearCase(scale: 2, ridge: 3, width: "variance"),
    LinearCase(width: "variance", ties: .first), LinearCase(ridge: 0.5, ties: .first),
  ]
}
