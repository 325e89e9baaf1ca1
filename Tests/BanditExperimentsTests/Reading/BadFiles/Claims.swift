/// Bad files: claims, and replications of a quick look.
extension BadExperimentTests {
  static let claims = """
    == 6
    claims: {}
    --
    6:9: expected a list of claims, found a mapping at 'claims'; write the list in brackets: \
    [first, second]
    == 6
    claims: []
    --
    6:9: the list is empty at 'claims'; give at least one: [first, second]
    == 6
    claims: [more]
    --
    6:10: expected a mapping with keys, found 'more' at 'claims[0]'; the keys of a claim are \
    claim, of, to, metric, above, below, source, kind
    == 6
    claims: [{}]
    --
    6:10: the key 'claim' is missing at 'claims[0].claim'; a claim names claim, of, to and source
    6:10: the key 'of' is missing at 'claims[0].of'; a claim names claim, of, to and source
    6:10: the key 'to' is missing at 'claims[0].to'; a claim names claim, of, to and source
    6:10: the key 'source' is missing at 'claims[0].source'; a claim names claim, of, to and source
    6:10: the claim has no bound at 'claims[0].above'; say what the ratio of the two means is \
    claimed to be above or below
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, abvoe: 2, below: 3, source: s}]
    --
    6:67: unknown key 'abvoe' at 'claims[0].abvoe'; did you mean 'above'?
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, above: 3, below: 3, source: s}]
    --
    6:84: nothing is above 3 and below 3 at 'claims[0].below'; give above the smaller number
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, above: -1, source: s}]
    --
    6:74: '-1' is out of range at 'claims[0].above'; write a number that is at least 0
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, below: .inf, source: s}]
    --
    6:74: '.inf' is not a number at 'claims[0].below'; write a number that is at least 0
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, above: 1, source: [s]}]
    --
    6:85: expected text, found a list at 'claims[0].source'; write some words
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: 7, of: {policy: random}, to: {policy: thompson}, above: 1, source: s}, \
    {claim: '', of: {policy: random}, to: {policy: thompson}, above: 1, source: s}]
    --
    6:97: expected text, found '' at 'claims[1].claim'; write some words
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, metric: regrets, of: {policy: random}, to: {policy: thompson}, above: 1, \
    source: s}]
    --
    6:29: 'regrets' is not possible here at 'claims[0].metric'; did you mean \
    'pseudo-regret'?
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, metric: rewards, of: {policy: random}, to: {policy: thompson}, above: 1, \
    source: s}]
    --
    6:29: 'rewards' is not possible here at 'claims[0].metric'; did you mean 'reward'?
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: random, to: [thompson], above: 1, source: s}]
    --
    6:25: expected a mapping with keys, found 'random' at 'claims[0].of'; the keys of one side of a \
    claim are environment, policy
    6:37: expected a mapping with keys, found a list at 'claims[0].to'; the keys of one side of a \
    claim are environment, policy
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {polcy: random}, to: {policy: [thompson]}, above: 1, source: s}]
    --
    6:26: unknown key 'polcy' at 'claims[0].of.polcy'; did you mean 'policy'?
    6:55: expected text, found a list at 'claims[0].to.policy'; write some words
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: randm}, to: {policy: thomson}, above: 1, source: s}]
    --
    6:34: no policy is called 'randm' at 'claims[0].of.policy'; did you mean 'random'?
    6:55: no policy is called 'thomson' at 'claims[0].to.policy'; did you mean 'thompson'?
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: tsc}, to: {policy: thompson}, above: 1, source: s}]
    --
    6:34: no policy is called 'tsc' at 'claims[0].of.policy'; the policies are random, thompson
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {environment: bernouli, policy: random}, to: {policy: thompson}, above: \
    1, source: s}]
    --
    6:39: no environment is called 'bernouli' at 'claims[0].of.environment'; did you mean 'bernoulli'?
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {}, to: {policy: thompson}, above: 1, source: s}]
    --
    6:25: the key 'policy' is missing at 'claims[0].of.policy'; the policies are random; thompson
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {}, above: 1, source: s}]
    --
    6:47: both sides are 'random' in the same environment at 'claims[0].to'; name another policy or \
    environment under 'to'
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: needle, arms: 20}]
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {policy: random}, to: {policy: thompson}, above: 1, source: s}]
    --
    6:25: the key 'environment' is missing at 'claims[0].of.environment'; there are several: e; f
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: needle, arms: 20}]
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, of: {environment: g, policy: random}, to: {policy: thompson}, above: 1, \
    source: s}]
    --
    6:39: no environment is called 'g' at 'claims[0].of.environment'; the environments are e, f
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: needle, arms: 20}]
    policies: [{kind: random}]
    claims: [{claim: c, of: {environment: e, policy: random}, to: {environment: f}, above: 1, \
    source: s}]
    --
    valid
    == 5-6
    policies: [{kind: random}, {kind: thompson}]
    claims: [{claim: c, metric: realised-regret, of: {policy: random}, to: {policy: thompson}, \
    above: 0, below: 1e3, source: s}]
    --
    valid
    == 5-6
    policies: [{kind: randm}]
    claims: [{claim: c, of: {policy: randm}, to: {policy: tsc}, abve: 1, source: s}]
    --
    5:19: 'randm' is not one of the policies at 'policies[0].kind'; did you mean 'random'?
    6:10: the claim has no bound at 'claims[0].above'; say what the ratio of the two means is \
    claimed to be above or below
    6:61: unknown key 'abve' at 'claims[0].abve'; did you mean 'above'?
    == 6
    quick-replications: 1
    --
    6:21: '1' is out of range at 'quick-replications'; write a whole number from 2 to 1,000,000,000
    == 6
    quick-replications: few
    --
    6:21: 'few' is not a whole number at 'quick-replications'; write a whole number from 2 to \
    1,000,000,000
    == 6
    quick-replication: 5
    --
    6:1: unknown key 'quick-replication' at 'quick-replication'; did you mean 'quick-replications'?
    """
}
