/// Bad files: lists that are written as other programs write them.
extension BadExperimentTests {
  static let lists = """
    == 4
    environment: {kind: bernoulli, means: [0,5, 1,5]}
    --
    4:39: decimal commas make 4 numbers of 2 at 'environment.means'; write [0.5, 1.5] with decimal \
    points, or if 4 are meant, a space after each comma
    == 4
    environment: {kind: gaussian, sd: 1, means: [0,5, -1,5, 12,25]}
    --
    4:45: decimal commas make 6 numbers of 3 at 'environment.means'; write [0.5, -1.5, 12.25] with \
    decimal points, or if 6 are meant, a space after each comma
    == 4
    environment: {kind: bernoulli, means: [0,4,0,6]}
    --
    4:39: decimal commas make 4 numbers of 2 at 'environment.means'; write [0.4, 0.6] with decimal \
    points, or if 4 are meant, a space after each comma
    == 4
    environment: {kind: gaussian, sd: 1, means: [0,5,1,5]}
    --
    valid
    == 4
    environment: {kind: gaussian, sd: 1, means: [0, 5, 1, 5]}
    --
    valid
    == 4
    environment: {kind: bernoulli, means: [0,1, 1, 1]}
    --
    valid
    == 5
    policies: [{kind: thompson, prior: [0,5, 0,5]}]
    --
    5:36: decimal commas make 4 numbers of 2 at 'policies[0].prior'; write [0.5, 0.5] with decimal \
    points, or if 4 are meant, a space after each comma
    == 4-6
    environment: strong-dominance
    policies: [random]
    sweep: [{path: environment.gap, values: [0,1, 0,2]}, {path: horizon, values: [10,20, 30,40]}]
    --
    6:41: decimal commas make 4 numbers of 2 at 'sweep[0].values'; write [0.1, 0.2] with decimal \
    points, or if 4 are meant, a space after each comma
    == 4
    environment: {kind: bernoulli, means: [[.1, .2], [.3]]}
    --
    4:39: expected a list of numbers, found a list of lists at 'environment.means'; write [.1, .2, \
    .3] and clusters: [[0, 1], [2]]
    == 4
    environment: {kind: bernoulli, means: 0.5}
    --
    4:39: expected a list of numbers, found '0.5' at 'environment.means'; write the list in brackets: \
    [0.5]
    == 4
    environment: {kind: bernoulli, means: [12/40, 0.3]}
    --
    4:40: '12/40' is not a number at 'environment.means[0]'; write 0.3 for 12/40
    == 4
    environment: {kind: bernoulli, means: [.1, .2, .3], clusters: [b, a, b]}
    --
    4:63: expected a list of arms for each cluster, found a list of single values at \
    'environment.clusters'; if they are the clusters of arms 0, 1, …, write [[0, 2], [1]]
    == 4
    environment: {kind: bernoulli, means: [.1, .2, .3], clusters: 2}
    --
    4:63: expected a list of clusters, found '2' at 'environment.clusters'; write the list in \
    brackets: [[0, 1], [2]] for three arms
    == 5
    policies: thompson
    --
    5:11: expected a list of policies, found 'thompson' at 'policies'; write the list in brackets: \
    [thompson]
    == 5
    policies: {kind: thompson}
    --
    5:11: expected a list of policies, found a mapping at 'policies'; write the list in brackets: \
    [{…}, {…}]
    == 5
    policy: {kind: thompson}
    --
    1:1: the key 'policies' is missing at 'policies'; write policies: [{kind: thompson}]
    5:1: unknown key 'policy' at 'policy'; did you mean 'policies'?
    == 6
    base: &base {kind: ucb}
    --
    6:1: unknown key 'base' at 'base'; the keys of an experiment are \
    \(topLevelKeys); keys of your own begin with x-
    == 5
    policies: [{kind: random, label: Dice}, {kind: oracle, label: 'd ice'}]
    --
    5:41: 'Dice' and 'd ice' differ only in capitals or spaces at 'policies[1]'; give this one or \
    policies[0] another label
    == 4
    environments: [{kind: needle, label: e}, {kind: needle, arms: 20, label: E}]
    --
    4:42: 'e' and 'E' differ only in capitals or spaces at 'environments[1]'; give this one or \
    environments[0] another label
    == 6
    checkpoints: [10, 20, 10]
    --
    valid
    == 6
    checkpoints: {at: [10, 200]}
    --
    6:14: round 200 is beyond the horizon of 100 rounds at 'checkpoints'; leave it out, or raise \
    the horizon
    == 6
    checkpoints: {at: [0], count: 3}
    --
    6:19: 'at' and 'count' exclude each other at 'checkpoints.at'; the rounds are listed, or counted \
    and spaced
    6:20: '0' is out of range at 'checkpoints.at[0]'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 6
    checkpoints: []
    --
    6:14: the list is empty at 'checkpoints'; give at least one: [10, 20]
    == 5-6
    policies: [{kind: ucb, c: 1}, {kind: thompson, label: t}]
    sweep: [{path: policies.ucb.c, values: [1, 2]}, {path: policies.x.c, values: [1, 2]}]
    --
    6:56: the path 'policies.x.c' does not exist: no element 'x' at 'sweep[1].path'; the policies \
    are 0 (ucb (c = 1)), 1 (t); * stands for all
    == 5-6
    policies: [{kind: ucb, c: 1}]
    published: [{policy: ucb, metric: pseudo-regret, mean: 1, replications: 10, source: x}]
    --
    6:22: no policy is called 'ucb' at 'published[0].policy'; did you mean 'ucb (c = 1)'?
    """
}
