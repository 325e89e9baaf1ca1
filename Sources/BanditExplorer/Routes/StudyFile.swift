import BanditExperiments

/// A study to take away.
struct StudyFile: Encodable {
  let yaml: String
  let command: String

  init(_ plan: Plan) {
    yaml = plan.yaml
    command = "cluster-bandit run \(plan.name).yaml"
  }
}
