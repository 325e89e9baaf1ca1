/// Bad files: exact constants.
extension BadExperimentTests {
  static let constants = """
    == 6
    constants: 2.5
    --
    6:12: expected a list of constants, found '2.5' at 'constants'; write the list in brackets: \
    [first, second]
    == 6
    constants: []
    --
    6:12: the list is empty at 'constants'; give at least one: [first, second]
    == 6
    constants: [2.5]
    --
    6:13: expected a mapping with keys, found '2.5' at 'constants[0]'; the keys of a constant are \
    environment, bound, value, width, decimals, source, kind
    == 6
    constants: [{}]
    --
    6:13: the key 'environment' is missing at 'constants[0].environment'; a constant names \
    environment, bound, value and source
    6:13: the key 'bound' is missing at 'constants[0].bound'; a constant names environment, bound, \
    value and source
    6:13: the key 'value' is missing at 'constants[0].value'; a constant names environment, bound, \
    value and source
    6:13: the key 'source' is missing at 'constants[0].source'; a constant names environment, bound, \
    value and source
    == 6
    constants: [{environment: bernoulli, bound: lai-robbins, valu: 2, value: 1, source: s}]
    --
    6:58: unknown key 'valu' at 'constants[0].valu'; did you mean 'value'?
    == 6
    constants: [{environment: bernouli, bound: lai-robins, value: 1, source: s}]
    --
    6:27: no environment is called 'bernouli' at 'constants[0].environment'; did you mean \
    'bernoulli'?
    6:44: 'lai-robins' is not possible here at 'constants[0].bound'; did you mean 'lai-robbins'?
    == 6
    constants: [{environment: bernoulli, bound: clusters, value: 1, source: s}]
    --
    6:45: 'clusters' is not possible here at 'constants[0].bound'; did you mean 'clustered'?
    == 6
    constants: [{environment: bernoulli, bound: clustered, value: 1, source: s}]
    --
    6:13: the key 'width' is missing at 'constants[0].width'; width: the most by which arms of a \
    cluster differ
    == 6
    constants: [{environment: bernoulli, bound: lai-robbins, width: 0.1, value: 1, source: s}]
    --
    6:65: the bound of Lai and Robbins does not use clusters at 'constants[0].width'; leave width \
    out, or write bound: clustered
    == 6
    constants: [{environment: bernoulli, bound: clustered, width: 0, value: 1, source: s}, \
    {environment: bernoulli, bound: clustered, width: -0.1, value: 1, source: s}, \
    {environment: bernoulli, bound: clustered, width: w, value: 1, source: s}]
    --
    6:63: '0' is out of range at 'constants[0].width'; write a number above 0
    6:138: '-0.1' is out of range at 'constants[1].width'; write a number above 0
    6:216: 'w' is not a number at 'constants[2].width'; write a number above 0
    == 6
    constants: [{environment: bernoulli, bound: lai-robbins, value: -1, source: s}]
    --
    6:65: '-1' is out of range at 'constants[0].value'; write a number that is at least 0
    == 6
    constants: [{environment: bernoulli, bound: lai-robbins, value: '2.5', source: s}]
    --
    6:65: expected a number, found '2.5' at 'constants[0].value'; quotes make it text: write 2.5 without \
    them
    == 6
    constants: [{environment: bernoulli, bound: lai-robbins, value: 1, source: }]
    --
    6:76: expected text, found nothing at 'constants[0].source'; write some words
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: bernoulli, means: [0.4, 0.6], \
    permute-labels: true}]
    policies: [{kind: random}]
    constants: [{environment: e, bound: lai-robbins, value: 1, source: s}, {environment: f, bound: \
    clustered, width: 0.1, value: 1, source: s}]
    --
    6:27: 'e' draws its means, so it has no constant of its own at 'constants[0].environment'; name \
    an environment of fixed arms: bernoulli, gaussian or table
    6:86: 'f' draws its means, so it has no constant of its own at 'constants[1].environment'; name \
    an environment of fixed arms: bernoulli, gaussian or table
    == 4-6
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: random}]
    constants: [{environment: gaussian, bound: lai-robbins, value: 2, source: s}]
    --
    valid
    == 4-6
    environment: {kind: bernoulli, means: [0.4, 1.6]}
    policies: [{kind: random}]
    constants: [{environment: dice, bound: lai-robins, value: 1, source: s}]
    --
    4:45: '1.6' is out of range at 'environment.means[1]'; write a number between 0 and 1
    6:40: 'lai-robins' is not possible here at 'constants[0].bound'; did you mean 'lai-robbins'?
    """
}
