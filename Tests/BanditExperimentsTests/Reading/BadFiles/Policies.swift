/// Bad files: policies.
extension BadExperimentTests {
  static let policies = """
    == 5
    title: x
    --
    1:1: the key 'policies' is missing at 'policies'; write policies: [{kind: thompson}]
    == 5
    policies: []
    --
    5:11: the list is empty at 'policies'; give at least one: [{…}, {…}]
    == 5
    policies: {kind: random}
    --
    5:11: expected a list of policies, found a mapping at 'policies'; write the list in brackets: \
    [{…}, {…}]
    == 5
    policies: [[random]]
    --
    5:12: expected a name or a mapping with 'kind', found a list at 'policies[0]'; take away the \
    inner brackets: [tsc, thompson]
    == 5
    policies: [randm]
    --
    5:12: 'randm' is not one of the policies at 'policies[0].kind'; did you mean 'random'?
    == 5
    policies: [{kind: thomson}]
    --
    5:19: 'thomson' is not one of the policies at 'policies[0].kind'; did you mean 'thompson'?
    == 5
    policies: [{kind: }]
    --
    5:19: nothing is not one of the policies at 'policies[0].kind'; the policies are \(policyNames)
    == 5
    policies: [{label: x}]
    --
    5:12: the key 'kind' is missing at 'policies[0].kind'; the policies are \(policyNames)
    == 5
    policies: [{kind: random, label: ''}]
    --
    5:34: expected text, found '' at 'policies[0].label'; write some words
    == 5
    policies: [{kind: random, epsilon: 0.1}]
    --
    5:27: unknown key 'epsilon' at 'policies[0].epsilon'; the keys of policy 'random' are kind, \
    label
    == 5
    policies: [{kind: epsilon-greedy}]
    --
    5:12: the key 'epsilon' is missing at 'policies[0].epsilon'; epsilon: the probability of \
    exploring: a number, or a schedule
    == 5
    policies: [{kind: epsilon-greedy, epsilon: 1.1}]
    --
    5:44: '1.1' is out of range at 'policies[0].epsilon'; write a number between 0 and 1, or \
    {schedule: inverse-sqrt or auer}
    == 5
    policies: [{kind: epsilon-greedy, epsilon: 0, start: optimistic}]
    --
    5:54: 'optimistic' is not possible here at 'policies[0].start'; write zero, each-once or a \
    finite number
    == 5
    policies: [{kind: epsilon-greedy, epsilon: 0, start: '5', step: 0}]
    --
    5:54: expected a number, found '5' at 'policies[0].start'; quotes make it text: write 5 without them
    5:65: '0' is out of range at 'policies[0].step'; write a number above 0 up to 1
    == 5
    policies: [{kind: two-level, outer: {kind: epsilon-greedy, epsilon: 0, start: 1}}]
    --
    5:79: an outer rule takes the value of a cluster without pulls from the strategy at \
    'policies[0].outer.start'; set the strategy's prior: [a, b], or write start: each-once
    == 5
    policies: [{kind: epsilon-greedy, epsilon: {schedule: inverse-log}}]
    --
    5:55: 'inverse-log' is not possible here at 'policies[0].epsilon.schedule'; the possible \
    words are inverse-sqrt, auer
    == 5
    policies: [{kind: epsilon-greedy, epsilon: {schedule: inverse-sqt}}]
    --
    5:55: 'inverse-sqt' is not possible here at 'policies[0].epsilon.schedule'; did you mean \
    'inverse-sqrt'?
    == 5
    policies: [{kind: epsilon-greedy, epsilon: {shedule: auer}}]
    --
    5:44: the key 'schedule' is missing at 'policies[0].epsilon.schedule'; write schedule: and \
    one of inverse-sqrt, auer
    == 5
    policies: [{kind: epsilon-greedy, epsilon: auer}]
    --
    5:44: the key 'c' is missing at 'policies[0].epsilon.c'; c: the factor c > 0
    5:44: the key 'd' is missing at 'policies[0].epsilon.d'; d: a lower bound on the gap, 0 < d ≤ 1
    == 5
    policies: [{kind: epsilon-greedy, epsilon: auers}]
    --
    5:44: 'auers' is not a number at 'policies[0].epsilon'; write a number between 0 and 1, or \
    {schedule: inverse-sqrt or auer}
    == 5
    policies: [{kind: epsilon-greedy, epsilon: {schedule: auer, c: 1}}]
    --
    5:44: the key 'd' is missing at 'policies[0].epsilon.d'; d: a lower bound on the gap, 0 < d ≤ 1
    == 5
    policies: [{kind: epsilon-greedy, epsilon: {schedule: auer, c: 0, d: 0}}]
    --
    5:64: '0' is out of range at 'policies[0].epsilon.c'; write a number above 0
    5:70: '0' is out of range at 'policies[0].epsilon.d'; write a number above 0 up to 1
    == 5
    policies: [{kind: epsilon-greedy, epsilon: 0.1, ties: last}]
    --
    5:55: 'last' is not possible here at 'policies[0].ties'; the possible words are first, uniform
    == 5
    policies: [{kind: ucb, c: -1}]
    --
    5:27: '-1' is out of range at 'policies[0].c'; write a number that is at least 0, or \
    {schedule: inverse-log}
    == 5
    policies: [{kind: thompson, priors: [0, 1]}]
    --
    5:38: '0' is out of range at 'policies[0].prior[0]'; write a number above 0
    == 5
    policies: [{kind: thompson, priors: [1]}]
    --
    5:37: expected 2 numbers, found 1 at 'policies[0].prior'; write 2 numbers in brackets
    == 5
    policies: [{kind: thompson, priors: [[1, 1], [0, 2]]}]
    --
    5:47: '0' is out of range at 'policies[0].prior[1][0]'; write a number above 0
    == 5
    policies: [{kind: thompson, priors: [[1, 1], [2, 2], [3, 3]]}]
    --
    5:37: 3 priors for 2 arms at 'policies[0].prior'; give one pair [α, β] for all arms, or one \
    pair for each arm
    == 5
    policies: [{kind: thompson, priors: 1}]
    --
    5:37: expected a list of priors, found '1' at 'policies[0].prior'; write the list in \
    brackets: [1, 1]
    == 5
    policies: [{kind: thompson, priors: [1, [2]]}]
    --
    5:41: expected a number, found a list at 'policies[0].prior[1]'; write a number above 0
    == 5
    policies: [{kind: thompson, prior-mean: 0}]
    --
    5:41: prior-mean is for Gaussian rewards, and these rewards are 0 or 1 at \
    'policies[0].prior-mean'; give prior: [α, β] instead, or leave it out
    == 5
    policies: [{kind: two-level, strategy: {kind: mean, prior: [0, 0]}}]
    --
    5:60: a prior of 0 leaves Thompson sampling without a distribution at \
    'policies[0].strategy.prior'; give two numbers above 0, for example prior: [1, 1]
    == 5
    policies: [{kind: two-level, strategy: {kind: max, prior: [0, 1]}}]
    --
    5:60: '0' is out of range at 'policies[0].strategy.prior[0]'; write a number above 0
    == 5
    policies: [{kind: gaussian-hierarchical-thompson}]
    --
    5:12: gaussian-hierarchical-thompson is for Gaussian rewards, and these are 0 or 1 at \
    'policies[0]'; use hierarchical-thompson
    == 5
    policies: [{kind: hierarchical-thompson, model: {kind: exact, cohesion: [5, 1]}}]
    --
    5:73: [5.0, 1.0] is not a range at 'policies[0].model.cohesion'; write the smaller number first
    == 5
    policies: [{kind: hierarchical-thompson, model: {kind: exact, cohesion: [0, 2e9]}}]
    --
    5:74: '0' is out of range at 'policies[0].model.cohesion[0]'; write a number from 0.001 up to \
    1000000000
    5:77: '2e9' is out of range at 'policies[0].model.cohesion[1]'; write a number from 0.001 up to \
    1000000000
    == 5
    policies: [{kind: hierarchical-thompson, model: covariance}]
    --
    5:49: 'covariance' is not possible here at 'policies[0].model'; the possible words are \
    hierarchical, empirical-bayes, pooled
    == 5
    policies: [{kind: thompson, model: {kind: exact, cohesion: [5, 1]}}]
    --
    5:60: [5.0, 1.0] is not a range at 'policies[0].model.cohesion'; write the smaller number first
    == 5
    policies: [{kind: thompson, model: covariance}]
    --
    5:36: the model 'covariance' is for Gaussian rewards, and these are 0 or 1 at \
    'policies[0].model'; use an environment with Gaussian rewards and a prior covariance
    == 5
    policies: [{kind: thompson, model: hierarchical, priors: [2, 1], search: sublinear}]
    --
    5:58: under the model 'hierarchical' priors and deviations come from the model at \
    'policies[0].prior'; leave prior out
    5:74: search: sublinear is for independent arms, and the model draws all at once at \
    'policies[0].search'; leave search out
    == 5
    policies: [{kind: two-level, model: {kind: hierarchical, cohesion: [5, 1]}}]
    --
    5:68: [5.0, 1.0] is not a range at 'policies[0].model.cohesion'; write the smaller number first
    == 5
    policies: [{kind: two-level, model: hierarchical, strategy: {kind: mean, prior: [2, 1]}}]
    --
    5:81: under the model 'hierarchical' priors come from the model at \
    'policies[0].strategy.prior'; leave the strategy's prior out
    == 5
    policies: [{kind: two-level, model: empirical-bayes, strategy: {kind: max, plus-one: true}}]
    --
    5:86: plus-one is for counts, and the model keeps a posterior at \
    'policies[0].strategy.plus-one'; leave it out, or leave model out
    == 5
    policies: [{kind: two-level, model: hierarchical, inner: {kind: thompson, priors: [2, 1]}}]
    --
    5:83: under the model 'hierarchical' priors and deviations come from the model at \
    'policies[0].inner.prior'; leave prior out
    == 5
    policies: [{kind: two-level, model: hierarchical, outer: {kind: ucb1, prior: [2, 1]}}]
    --
    5:78: under the model 'hierarchical' priors and deviations come from the model at \
    'policies[0].outer.prior'; leave prior out
    == 5
    policies: [{kind: two-level, outer: {kind: ucb1, prior: [2, 1]}}]
    --
    5:57: an outer rule takes its prior from the cluster strategy at 'policies[0].outer.prior'; \
    set the strategy's prior: [a, b]
    == 5
    policies: [{kind: two-level, counts: matches}]
    --
    5:38: 'matches' is not possible here at 'policies[0].counts'; did you mean 'matched'?
    == 5
    policies: [{kind: two-level, strategy: median}]
    --
    5:40: 'median' is not possible here at 'policies[0].strategy'; did you mean 'mean'?
    == 5
    policies: [{kind: two-level, strategy: {prior: [1, 1]}}]
    --
    5:40: the key 'kind' is missing at 'policies[0].strategy.kind'; write kind: and one of mean, \
    max, pmax
    == 5
    policies: [{kind: two-level, outer: {kind: thompson, priors: [1, 1]}}]
    --
    5:62: an outer rule takes its prior from the cluster strategy at 'policies[0].outer.prior'; \
    set the strategy's prior: [a, b]
    == 5
    policies: [{kind: two-level, inner: {kind: ucb, c: x}}]
    --
    5:52: 'x' is not a number at 'policies[0].inner.c'; write a number that is at least 0, or \
    {schedule: inverse-log}
    == 5
    policies: [{kind: two-level, inner: epsilon-greedy}]
    --
    5:37: the key 'epsilon' is missing at 'policies[0].inner.epsilon'; epsilon: the probability \
    of exploring: a number, or a schedule
    == 5
    policies: [{kind: ts-max, observed-only: 1}]
    --
    5:42: expected true or false, found '1' at 'policies[0].observed-only'; write true
    == 5
    policies: [{label: a, kind: random}, {label: a, kind: oracle}]
    --
    5:38: two of the policies are called 'a' at 'policies[1]'; give this one or policies[0] \
    another label
    == 5
    policies: [{kind: random}, {kind: random}]
    --
    5:28: two of the policies are called 'random' at 'policies[1]'; give this one or policies[0] \
    another label
    == 5
    policies: [{label: a, kind: random}, {label: b, kind: oracle}, {label: a, kind: ucb1}, \
    {label: a, kind: tsc}]
    --
    5:64: two of the policies are called 'a' at 'policies[2]'; give this one or policies[0] \
    another label
    5:88: two of the policies are called 'a' at 'policies[3]'; give this one or policies[0] \
    another label
    """
}
