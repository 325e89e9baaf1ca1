/// Bad files: duplicates.
extension BadExperimentTests {
  static let duplicates = """
    == 6
    horizon: 5
    --
    6:1: duplicate key 'horizon' at 'horizon'; line 2 has it: keep one
    == 6
    horizon: 5
    horizon: 6
    --
    6:1: duplicate key 'horizon' at 'horizon'; line 2 has it: keep one
    7:1: duplicate key 'horizon' at 'horizon'; line 2 has it: keep one
    == 6
    "horizon": 5
    --
    6:1: duplicate key 'horizon' at 'horizon'; line 2 has it: keep one
    == 5
    policies: [{kind: random, kind: oracle}]
    --
    5:27: duplicate key 'kind' at 'policies[0].kind'; line 5 has it: keep one
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], means: [0.1]}
    --
    4:51: duplicate key 'means' at 'environment.means'; line 4 has it: keep one
    == 6
    titel: x
    horizon: 5
    seed: -1
    name: y
    --
    6:1: unknown key 'titel' at 'titel'; did you mean 'title'?
    7:1: duplicate key 'horizon' at 'horizon'; line 2 has it: keep one
    8:7: a seed cannot be '-1' at 'seed'; write a whole number from 0 to 18446744073709551615
    9:1: duplicate key 'name' at 'name'; line 1 has it: keep one
    == 6
    published:
    - {policy: random, policy: x}
    --
    7:3: the key 'metric' is missing at 'published[0].metric'; a published value names policy, \
    metric, mean, replications and source
    7:3: the key 'mean' is missing at 'published[0].mean'; a published value names policy, \
    metric, mean, replications and source
    7:3: the key 'replications' is missing at 'published[0].replications'; a published value \
    names policy, metric, mean, replications and source
    7:3: the key 'source' is missing at 'published[0].source'; a published value names policy, \
    metric, mean, replications and source
    7:20: duplicate key 'policy' at 'published[0].policy'; line 7 has it: keep one
    == 6
    ? [a]
    : 1
    --
    6:3: a key must be a word; write key: value
    """
}
