/// Bad files: references and shown values.
extension BadExperimentTests {
  static let references = """
    == 6
    references: [{policy: random, metric: regret, mean: 5}]
    --
    6:14: the key 'standard-deviation' is missing at 'references[0].standard-deviation'; a \
    reference names policy, metric, mean, standard-deviation, replications and source
    6:14: the key 'replications' is missing at 'references[0].replications'; a reference names \
    policy, metric, mean, standard-deviation, replications and source
    6:14: the key 'source' is missing at 'references[0].source'; a reference names policy, \
    metric, mean, standard-deviation, replications and source
    == 6
    references: [{policy: random, metric: regret, mean: 5, standard-deviation: 1, \
    replications: 9, source: s, tolerance: 0.1}]
    --
    6:107: unknown key 'tolerance' at 'references[0].tolerance'; the keys of a reference are \
    policy, metric, mean, standard-deviation, replications, environment, statistic, round, source, kind
    == 6
    shown: [{policy: randum, metric: regret, mean: 5, replications: 9, source: s}]
    --
    6:18: no policy is called 'randum' at 'shown[0].policy'; did you mean 'random'?
    """
}
