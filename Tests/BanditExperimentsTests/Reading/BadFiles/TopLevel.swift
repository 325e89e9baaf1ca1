/// Bad files: top level.
extension BadExperimentTests {
  static let topLevel = """
    == 2
    horizon: 10.000
    --
    2:10: '10.000' is not a whole number at 'horizon'; write 10000
    == 6
    environment.arms: 10
    --
    6:1: unknown key 'environment.arms' at 'environment.arms'; nest it: write environment: {arms: 10}
    == 6
    titel: x
    --
    6:1: unknown key 'titel' at 'titel'; did you mean 'title'?
    == 6
    colour: x
    --
    6:1: unknown key 'colour' at 'colour'; the keys of an experiment are name, title, seed, \
    replications, quick-replications, checkpoints, evidence, discount, control-variates, \
    recommend, horizon, batch, environment, environments, policies, sweep, published, references, \
    shown, claims, constants, problems, targets, files, streams; keys of your own begin with x-
    == 6
    Horizon: 5
    --
    6:1: 'Horizon' and 'horizon' are names of one key at 'horizon'; keep 'horizon'
    == 1
    name: [a]
    --
    1:7: expected text, found a list at 'name'; write some words
    == 1
    name:
    --
    1:6: expected text, found nothing at 'name'; write some words
    == 1
    name: "a b"
    --
    1:7: 'a b' cannot be a name at 'name'; use letters, digits, '-', '_' and '.', for results are \
    filed under it
    == 1
    name: ""
    --
    1:7: expected text, found '' at 'name'; write some words
    == 1
    name: -x
    --
    1:7: '-x' cannot be a name at 'name'; use letters, digits, '-', '_' and '.', for results are \
    filed under it
    == 1
    name: ../x
    --
    1:7: '../x' cannot be a name at 'name'; use letters, digits, '-', '_' and '.', for results \
    are filed under it
    == 1
    name: \
    nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\
    nnnnnnn
    --
    1:7: 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…' cannot be a name at \
    'name'; use letters, digits, '-', '_' and '.', for results are filed under it
    == 1
    title: x
    --
    1:1: the key 'name' is missing at 'name'; the experiment's name, under which results \
    are filed: my-study
    == 6
    title: {a: 1}
    --
    6:8: expected text, found a mapping at 'title'; write some words
    == 6
    title: "a\\tb"
    --
    6:8: 'a\u{FFFD}b' has control characters at 'title'; write it on one line, without tabs
    == 2
    horizon: 0
    --
    2:10: '0' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    == 2
    horizon: -5
    --
    2:10: '-5' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    == 2
    horizon: 9007199254740993
    --
    2:10: '9007199254740993' is out of range at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: 99999999999999999999
    --
    2:10: '99999999999999999999' is out of range at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: 1e300
    --
    2:10: '1e300' is out of range at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: ten
    --
    2:10: 'ten' is not a whole number at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: "10"
    --
    2:10: expected a whole number, found '10' at 'horizon'; quotes make it text: write 10 without \
    them
    == 2
    horizon: 1.5
    --
    2:10: '1.5' is not a whole number at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: ~
    --
    2:10: expected a whole number, found nothing at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: NaN
    --
    2:10: 'NaN' is not a whole number at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: .inf
    --
    2:10: '.inf' is not a whole number at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: [1]
    --
    2:10: expected a whole number, found a list at 'horizon'; write one value here; several are \
    tried by sweep: [{path: horizon, values: [1]}]
    == 2
    horizon: 0x10
    --
    2:10: '0x10' is not a whole number at 'horizon'; write 16, in decimal notation
    == 2
    title: x
    --
    1:1: the key 'horizon' is missing at 'horizon'; the number of rounds: horizon: 10000
    == 3
    replications: 0
    --
    3:15: '0' is out of range at 'replications'; write a whole number from 1 to 1,000,000,000
    == 3
    replications: 1000000001
    --
    3:15: '1000000001' is out of range at 'replications'; write a whole number from 1 to \
    1,000,000,000
    == 6
    seed: -1
    --
    6:7: a seed cannot be '-1' at 'seed'; write a whole number from 0 to 18446744073709551615
    == 6
    seed: 18446744073709551616
    --
    6:7: a seed cannot be '18446744073709551616' at 'seed'; write a whole number from 0 to \
    18446744073709551615
    == 6
    seed: 1.0
    --
    6:7: a seed cannot be '1.0' at 'seed'; write 1
    == 6
    seed: x
    --
    6:7: a seed cannot be 'x' at 'seed'; write a whole number from 0 to 18446744073709551615
    == 6
    seed: [1]
    --
    6:7: a seed cannot be a list at 'seed'; write a whole number from 0 to 18446744073709551615
    == 6
    checkpoints: {count: 0}
    --
    6:22: '0' is out of range at 'checkpoints.count'; write a whole number from 1 to 100,000
    == 6
    checkpoints: {count: 100001}
    --
    6:22: '100001' is out of range at 'checkpoints.count'; write a whole number from 1 to 100,000
    == 6
    checkpoints: {spacing: log}
    --
    6:24: 'log' is not possible here at 'checkpoints.spacing'; the possible words are linear, \
    logarithmic
    == 6
    checkpoints: {spacing: logaritmic}
    --
    6:24: 'logaritmic' is not possible here at 'checkpoints.spacing'; did you mean 'logarithmic'?
    == 6
    checkpoints: {cuont: 3}
    --
    6:15: unknown key 'cuont' at 'checkpoints.cuont'; did you mean 'count'?
    == 6
    checkpoints: 5
    --
    6:14: expected a mapping with keys, found '5' at 'checkpoints'; write {count: 5} for so many \
    rounds, or [5] for that one
    """
}
