/// A problem whose policies remember their places in the file.
struct PlacedProblem {
  let problem: Plan.Problem
  let policies: [(place: Int, policy: Plan.Policy)]
}

/// Brings the problems of a sweep's variants into one order.
///
/// What comes from one element of the file stands together, elements in their order, and inside by
/// the swept values, those of the last axis fastest. Problems of one label are one problem: a sweep
/// over policies repeats environments.
struct ProblemMerging {
  private var order: [Int: [String]] = [:]
  private var placed: [String: Entry] = [:]

  private struct Entry {
    let problem: Plan.Problem
    var labels: Set<String> = []
    var policies: [Int: [Plan.Policy]] = [:]
  }

  mutating func add(_ one: PlacedProblem, of place: Int) {
    let label = one.problem.label
    if placed[label] == nil {
      order[place, default: []].append(label)
      placed[label] = Entry(problem: one.problem)
    }
    for (place, policy) in one.policies
    where placed[label]?.labels.insert(policy.label).inserted == true {
      placed[label]?.policies[place, default: []].append(policy)
    }
  }

  var problems: [Plan.Problem] {
    order.sorted { $0.key < $1.key }.flatMap(\.value).compactMap { label in
      placed[label].map { entry in
        var problem = entry.problem
        problem.policies = entry.policies.sorted { $0.key < $1.key }.flatMap(\.value)
        return problem
      }
    }
  }
}
