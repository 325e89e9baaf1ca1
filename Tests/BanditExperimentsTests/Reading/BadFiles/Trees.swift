/// Bad files: trees.
extension BadExperimentTests {
  static let trees = """
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0, 1], 2]}
    --
    4:71: arm 2 is among lists at 'environment.tree[1]'; write [2] for a single arm: a list \
    holds arms or lists, not both
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0], [1, [2]]]}
    --
    4:69: arm 1 is among lists at 'environment.tree[1][0]'; write [1] for a single arm: a \
    list holds arms or lists, not both
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [x, [1, y], 0]}
    --
    4:63: 'x' is not a whole number at 'environment.tree[0]'; write a whole number from 0 to \
    2,147,483,647
    4:70: 'y' is not a whole number at 'environment.tree[1][1]'; write a whole number from 0 to \
    2,147,483,647
    4:74: arm 0 is among lists at 'environment.tree[2]'; write [0] for a single arm: a list \
    holds arms or lists, not both
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: 5}
    --
    4:62: expected a list of arms or of lists, found '5' at 'environment.tree'; write the tree \
    as nested lists: [[0, 1], [[2], [3, 4]]]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: }
    --
    4:62: expected a list of arms or of lists, found nothing at 'environment.tree'; write the \
    tree as nested lists: [[0, 1], [[2], [3, 4]]]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: {a: [0]}}
    --
    4:62: expected a list of arms or of lists, found a mapping at 'environment.tree'; write the \
    tree as nested lists: [[0, 1], [[2], [3, 4]]]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0, {a: 1}, -1], [2]]}
    --
    4:67: expected a whole number, found a mapping at 'environment.tree[0][1]'; write a whole \
    number from 0 to 2,147,483,647
    4:75: '-1' is out of range at 'environment.tree[0][2]'; write a whole number from 0 to \
    2,147,483,647
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0, 7], [[], [0]]]}
    --
    4:62: arm 1 is in no list at 'environment.tree'; each arm 0…2 must be in exactly one \
    list
    4:62: arm 2 is in no list at 'environment.tree'; each arm 0…2 must be in exactly one \
    list
    4:63: arm 7 does not exist at 'environment.tree[0]'; there are 3 arms, numbered from 0 to 2
    4:72: the list is empty at 'environment.tree[1][0]'; remove it: each arm 0…2 must be in \
    exactly one list
    4:76: arm 0 is in tree[0] and tree[1][1] at 'environment.tree[1][1]'; each arm 0…2 must \
    be in exactly one list
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: []}
    --
    4:62: the list is empty at 'environment.tree'; remove it: each arm 0…2 must be in exactly \
    one list
    4:62: arm 0 is in no list at 'environment.tree'; each arm 0…2 must be in exactly one \
    list
    4:62: arm 1 is in no list at 'environment.tree'; each arm 0…2 must be in exactly one \
    list
    4:62: arm 2 is in no list at 'environment.tree'; each arm 0…2 must be in exactly one \
    list
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0, 1, 0], [2]]}
    --
    4:63: arm 0 is twice in tree[0] at 'environment.tree[0]'; each arm 0…2 must be in \
    exactly one list
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6, 0.5], tree: [[0, 1], [2]], clusters: [[0, \
    1, 2]]}
    --
    4:62: 'clusters' and 'tree' exclude each other at 'environment.tree'; keep the tree: its \
    lists of numbers are the clusters
    == 4
    environment: {kind: sorted-tree, levels: 65}
    --
    4:42: '65' is out of range at 'environment.levels'; write a whole number from 0 to 64
    == 4
    environment: {kind: sine-clusters, arms: 5, clusters: 6}
    --
    4:55: 6 clusters for 5 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 5
    == 4
    environment: {kind: sine-clusters, clusters: 6, children: 5}
    --
    4:59: 'clusters' and 'children' exclude each other at 'environment.children'; write clusters \
    for one level, children for a tree
    == 4
    environment: {kind: sine-clusters, clusters: 6, levels: 2}
    --
    4:46: a tree of 2 levels has no single number of clusters at 'environment.clusters'; write \
    children: the number of parts of every node
    == 4
    environment: {kind: sine-clusters, arms: 1e6, clusters: 101}
    --
    4:42: 1000000 arms in 101 parts are too many for an exact clustering at 'environment.arms'; \
    keep arms times parts at most 100000000, or write k-means: lloyd
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: uct}, {kind: hts}]
    --
    5:25: hts keeps Beta posteriors of nodes, and these rewards are Gaussian at 'policies[1]'; \
    use uct or a flat policy here, or an environment with 0/1 rewards
    == 5
    policies: [{kind: hts, depth: -1}]
    --
    5:31: '-1' is out of range at 'policies[0].depth'; write a whole number from 0 to 64
    == 5
    policies: [{kind: hts, prior: [1, 0]}, {kind: uct, c: -1}]
    --
    5:35: '0' is out of range at 'policies[0].prior[1]'; write a number above 0
    5:55: '-1' is out of range at 'policies[1].c'; write a number that is at least 0
    """
}
