/// Bad files: sweep.
extension BadExperimentTests {
  static let sweep = """
    == 6
    sweep: {path: horizon, values: [1]}
    --
    6:8: expected a list of {path, values}, found a mapping at 'sweep'; write the list in \
    brackets: [{path: horizon, values: [1]}]
    == 6
    sweep: [{path: horizon, values: [10, 20, 10]}]
    --
    6:42: '10' is among the values twice at 'sweep[0].values[2]'; keep it once
    == 6
    sweep: []
    --
    6:8: the list is empty at 'sweep'; give at least one: [{path: environment.gap, values: [0.1, 0.2]}]
    == 6
    sweep: [5]
    --
    6:9: expected a mapping with keys, found '5' at 'sweep[0]'; the keys of a sweep are path, \
    values
    == 6
    sweep: [{path: horizon}]
    --
    6:9: the key 'values' is missing at 'sweep[0].values'; write {path: environment.gap, values: \
    [0.1, 0.2]}
    == 6
    sweep: [{values: [1]}]
    --
    6:9: the key 'path' is missing at 'sweep[0].path'; write {path: environment.gap, values: \
    [0.1, 0.2]}
    == 6
    sweep: [{path: horizon, value: [1]}]
    --
    6:9: the key 'values' is missing at 'sweep[0].values'; write {path: environment.gap, values: \
    [0.1, 0.2]}
    6:25: unknown key 'value' at 'sweep[0].value'; did you mean 'values'?
    == 6
    sweep: [{path: horizon, values: []}]
    --
    6:33: the list is empty at 'sweep[0].values'; give at least one: [0.1, 0.2, 0.5]
    == 6
    sweep: [{path: horizon, values: 5}]
    --
    6:33: expected a list of values, found '5' at 'sweep[0].values'; write the list in brackets: \
    [5]
    == 6
    sweep: [{path: seed, values: [1]}]
    --
    6:16: 'seed' cannot be swept at 'sweep[0].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: [horizon], values: [1]}]
    --
    6:16: expected text, found a list at 'sweep[0].path'; write some words
    == 6
    sweep: [{path: '', values: [1]}]
    --
    6:16: expected text, found '' at 'sweep[0].path'; write some words
    == 6
    sweep: [{path: ., values: [1]}]
    --
    6:16: '.' cannot be swept at 'sweep[0].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: environment, values: [1]}]
    --
    6:16: 'environment' cannot be swept at 'sweep[0].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: horizon.x, values: [1]}]
    --
    6:16: 'horizon.x' cannot be swept at 'sweep[0].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: environment.meens.x, values: [1]}]
    --
    6:16: the path 'environment.meens.x' does not exist at 'sweep[0].path'; did you mean 'means'?
    == 6
    sweep: [{path: environment.meens, values: [[0.5]]}]
    --
    6:44: unknown key 'meens' at 'environment.meens'; did you mean 'means'?
    == 6
    sweep: [{path: environment.cohesin, values: [1, 2, 3]}]
    --
    6:46: unknown key 'cohesin' at 'environment.cohesin'; the keys of environment 'bernoulli' are \
    kind, label, permute-labels, means, clusters, tree
    == 6
    sweep: [{path: environment.means.7, values: [1]}]
    --
    6:16: the path 'environment.means.7' does not exist at 'sweep[0].path'; use a number from 0 \
    to 1, or *
    == 6
    sweep: [{path: environment.kind.x, values: [1]}]
    --
    6:16: the path 'environment.kind.x' does not exist at 'sweep[0].path'; there is nothing below \
    a single value
    == 6
    sweep: [{path: environments.0.means, values: [1]}]
    --
    6:16: there is no list 'environments' here at 'sweep[0].path'; the path must lead to a key of \
    this file
    == 6
    sweep: [{path: policies.7.ties, values: [first]}]
    --
    6:16: the path 'policies.7.ties' does not exist: no element '7' at 'sweep[0].path'; the \
    policies are 0 (random); * stands for all
    == 6
    sweep: [{path: policies.-1.ties, values: [first]}]
    --
    6:16: the path 'policies.-1.ties' does not exist: no element '-1' at 'sweep[0].path'; the \
    policies are 0 (random); * stands for all
    == 6
    sweep: [{path: policies.random, values: [first]}]
    --
    6:16: 'policies.random' cannot be swept at 'sweep[0].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: environment., values: [1]}]
    --
    6:16: the path 'environment.' does not exist at 'sweep[0].path'; the keys there are kind, means
    == 5-6
    policies: [{kind: random, label: dice}, {kind: oracle, label: gods}]
    sweep: [{path: policies.dyce.label, values: [x]}]
    --
    6:16: the path 'policies.dyce.label' does not exist: no element 'dyce' at 'sweep[0].path'; \
    did you mean 'dice'?
    == 6
    sweep: [{path: environment.means, values: [[0.4, 0.5], [0.4, 1.5]]}]
    --
    6:62: '1.5' is out of range at 'environment.means[1]'; write a number between 0 and 1
    == 6
    sweep: [{path: horizon, values: [10, 0]}]
    --
    6:38: '0' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    == 6
    sweep:
    - {path: horizon, values: [1, 2]}
    - {path: seeed, values: [1, 2]}
    - {path: environment.means.9, values: [0.1, 0.2]}
    --
    8:10: 'seeed' cannot be swept at 'sweep[1].path'; sweep horizon, batch, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    9:10: the path 'environment.means.9' does not exist at 'sweep[2].path'; use a number from 0 \
    to 1, or *
    == 5-6
    policies: [{kind: ucb, c: 1}, {kind: ucb, c: 2}]
    sweep: [{path: 'policies.*.c', values: [3, 4]}]
    --
    5:31: two of the policies are called 'ucb, c = 3' at 'policies[1]'; give this one or \
    policies[0] another label
    5:31: two of the policies are called 'ucb, c = 4' at 'policies[1]'; give this one or \
    policies[0] another label
    """
}
