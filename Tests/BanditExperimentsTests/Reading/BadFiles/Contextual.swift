/// Bad files: contexts.
extension BadExperimentTests {
  static let contextual = """
    == 4
    environment: {kind: contextual, parameters: [[1, 2], [3, 4, 5]]}
    --
    4:54: vector 1 has dimension 3, and the first vector has dimension 2 at \
    'environment.parameters[1]'; contexts and parameters have one dimension: write 2 numbers
    == 4
    environment: {kind: contextual, parameters: [[1, 2]], contexts: [[1, 2], [3]]}
    --
    4:74: vector 1 has dimension 1, and the parameters have dimension 2 at \
    'environment.contexts[1]'; contexts and parameters have one dimension: write 2 numbers
    == 4
    environment: {kind: contextual, parameters: [1, 2]}
    --
    4:46: expected a list of numbers, found '1' at 'environment.parameters[0]'; write the list in \
    brackets: [1]
    4:49: expected a list of numbers, found '2' at 'environment.parameters[1]'; write the list in \
    brackets: [2]
    == 4
    environment: {kind: contextual, parameters: [[1, .nan], []]}
    --
    4:50: '.nan' is not a number at 'environment.parameters[0][1]'; write a number from \
    -1000000000000 up to 1000000000000
    4:57: the list is empty at 'environment.parameters[1]'; give at least one: [0.4, 0.6]
    == 4
    environment: {kind: contextual}
    --
    4:14: the key 'parameters' is missing at 'environment.parameters'; parameters: the vector θ of \
    each arm, all of one dimension
    == 4
    environment: {kind: contextual-clusters, arms: 5}
    --
    4:14: 10 clusters for 5 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 5
    == 4
    environment: {kind: contextual-clusters, dimension: 0, spread: -1}
    --
    4:53: '0' is out of range at 'environment.dimension'; write a whole number from 1 to 1,000
    4:64: '-1' is out of range at 'environment.spread'; write a number from 0 up to 1000000000000
    == 4-5
    environment: {kind: contextual-clusters}
    policies: [{kind: thompson}, {kind: random}, {kind: tsc}]
    --
    5:12: 'thompson' needs arms with fixed means, and these depend on a context at 'policies[0]'; \
    use lin-ts, lin-ucb, lin-tsc or lin-ucbc here
    5:46: 'tsc' needs arms with fixed means, and these depend on a context at 'policies[2]'; use \
    lin-ts, lin-ucb, lin-tsc or lin-ucbc here
    == 5
    policies: [{kind: lin-ts}, {kind: oracle}, {kind: lin-ucbc}]
    --
    5:12: 'lin-ts' needs a context every round, and this environment shows none at 'policies[0]'; \
    use it with contextual-clusters or contextual
    5:44: 'lin-ucbc' needs a context every round, and this environment shows none at \
    'policies[2]'; use it with contextual-clusters or contextual
    == 4-5
    environment: {kind: contextual-clusters}
    policies: [{kind: lin-ts, ridge: 0, scale: -1, width: variants}]
    --
    5:34: '0' is out of range at 'policies[0].ridge'; write a number above 0
    5:44: '-1' is out of range at 'policies[0].scale'; write a number that is at least 0
    5:55: 'variants' is not possible here at 'policies[0].width'; did you mean 'variance'?
    """
}
