import Testing

/// Bad experiment files with everything that is to be said about each.
///
/// A case begins with `==` and the lines of ``Study/lines`` that its text replaces (6: it is added
/// at the end; all: it is the whole file), followed by the text, `--` and one line for each
/// diagnostic: line, column, message, key path and hint.
@Suite("Bad experiment files")
struct BadExperimentTests {
  @Test(
    "Names, titles, seeds, horizons, replications, checkpoints and unknown keys: every error with its place and its hint",
    arguments: BadFile.parse(topLevel))
  func topLevelErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Environments: every error with its place and its hint",
    arguments: BadFile.parse(environment))
  func environmentErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Policies: every error with its place and its hint",
    arguments: BadFile.parse(policies))
  func policiesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Policies that do not fit Gaussian rewards: every error with its place and its hint",
    arguments: BadFile.parse(gaussianPolicies))
  func gaussianPoliciesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Sweeps: every error with its place and its hint",
    arguments: BadFile.parse(sweep))
  func sweepErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Published values: every error with its place and its hint",
    arguments: BadFile.parse(published))
  func publishedErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Repeated keys, alone and together with other errors: every error with its place and its hint",
    arguments: BadFile.parse(duplicates))
  func duplicatesErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  @Test(
    "Files that are not YAML or not a mapping: every error with its place and its hint",
    arguments: BadFile.parse(syntax))
  func syntaxErrors(_ file: BadFile) {
    #expect(diagnostics(of: file.text) == file.expected)
  }

  static let topLevel = """
    == 6
    titel: x
    --
    6:1: unknown key 'titel' at 'titel'; did you mean 'title'?
    == 6
    colour: x
    --
    6:1: unknown key 'colour' at 'colour'; the keys of an experiment are name, title, seed, \
    horizon, replications, checkpoints, environment, environments, policies, sweep, published
    == 6
    Horizon: 5
    --
    6:1: unknown key 'Horizon' at 'Horizon'; did you mean 'horizon'?
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
    1:1: the key 'name' is missing at 'name'; the experiment's name is part of every seed: name: \
    my-study
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
    2:10: expected a whole number, found '10' at 'horizon'; leave the quotes out: 10
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
    2:10: expected a whole number, found a list at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
    == 2
    horizon: 0x10
    --
    2:10: '0x10' is not a whole number at 'horizon'; write a whole number from 1 to \
    9,007,199,254,740,992
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
    6:7: a seed cannot be '1.0' at 'seed'; write a whole number from 0 to 18446744073709551615
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
    6:14: expected a mapping with keys, found '5' at 'checkpoints'; the keys of checkpoints are \
    count, spacing
    """

  static let environment = """
    == 4
    environment: {kind: bernoulli, means: [0.4, 1.5]}
    --
    4:45: '1.5' is out of range at 'environment.means[1]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [-0.1, 0.6]}
    --
    4:40: '-0.1' is out of range at 'environment.means[0]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [0.4, NaN]}
    --
    4:45: 'NaN' is not a number at 'environment.means[1]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [0.4, .nan]}
    --
    4:45: '.nan' is not a number at 'environment.means[1]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [.inf, 0.6]}
    --
    4:40: '.inf' is not a number at 'environment.means[0]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [0.4, 1e400]}
    --
    4:45: '1e400' is too large at 'environment.means[1]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [0x1p-1]}
    --
    4:40: '0x1p-1' is not a number at 'environment.means[0]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: ["0.5"]}
    --
    4:40: expected a number, found '0.5' at 'environment.means[0]'; leave the quotes out: 0.5
    == 4
    environment: {kind: bernoulli, means: []}
    --
    4:39: the list is empty at 'environment.means'; give at least one: [first, second]
    == 4
    environment: {kind: bernoulli, means: {}}
    --
    4:39: expected a list of numbers, found a mapping at 'environment.means'; write the list in \
    brackets: [first, second]
    == 4
    environment: {kind: bernoulli, means: ~}
    --
    4:39: expected a list of numbers, found nothing at 'environment.means'; write the list in \
    brackets: [first, second]
    == 4
    environment: {kind: bernoulli, means: 0.5}
    --
    4:39: expected a list of numbers, found '0.5' at 'environment.means'; write the list in \
    brackets: [first, second]
    == 4
    environment: {kind: bernoulli, means: [0.4, [0.5]]}
    --
    4:45: expected a number, found a list at 'environment.means[1]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli, means: [1.5, 0.4, x]}
    --
    4:40: '1.5' is out of range at 'environment.means[0]'; write a number between 0 and 1
    4:50: 'x' is not a number at 'environment.means[2]'; write a number between 0 and 1
    == 4
    environment: {kind: bernoulli}
    --
    4:14: the key 'means' is missing at 'environment.means'; means: the success probability of \
    each arm
    == 4
    environment: {kind: bernoulli, meens: [0.5]}
    --
    4:14: the key 'means' is missing at 'environment.means'; means: the success probability of \
    each arm
    4:32: unknown key 'meens' at 'environment.meens'; did you mean 'means'?
    == 4
    environment: {kind: bernouli, means: [0.5]}
    --
    4:21: 'bernouli' is not one of the environments at 'environment.kind'; did you mean \
    'bernoulli'?
    == 4
    environment: {means: [0.5]}
    --
    4:14: the key 'kind' is missing at 'environment.kind'; the environments are bernoulli, \
    gaussian, strong-dominance, beta-clusters, needle, table
    == 4
    environment: {kind: [x]}
    --
    4:21: a list is not one of the environments at 'environment.kind'; the environments are \
    bernoulli, gaussian, strong-dominance, beta-clusters, needle, table
    == 4
    environment: {kind: zebra}
    --
    4:21: 'zebra' is not one of the environments at 'environment.kind'; the environments are \
    bernoulli, gaussian, strong-dominance, beta-clusters, needle, table
    == 4
    environment: 5
    --
    4:14: expected a mapping with 'kind', found '5' at 'environment'; write {kind: …} with one of \
    bernoulli, gaussian, strong-dominance, beta-clusters, needle, table
    == 4
    environment: bernoulli
    --
    4:14: expected a mapping with 'kind', found 'bernoulli' at 'environment'; write {kind: …} \
    with one of bernoulli, gaussian, strong-dominance, beta-clusters, needle, table
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0], []]}
    --
    4:61: arm 1 stands in no cluster at 'environment.clusters'; each arm 0…1 must stand in \
    exactly one cluster
    4:67: cluster 1 is empty at 'environment.clusters[1]'; remove it: clusters partition the \
    arms, so there are at most as many as arms
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 1], [1]]}
    --
    4:70: arm 1 stands in clusters 0 and 1 at 'environment.clusters[1]'; each arm 0…1 must stand \
    in exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 0], [1]]}
    --
    4:62: arm 0 stands twice in cluster 0 at 'environment.clusters[0]'; each arm 0…1 must stand \
    in exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 2], [1]]}
    --
    4:62: arm 2 does not exist at 'environment.clusters[0]'; there are 2 arms, numbered from 0 to 1
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0]]}
    --
    4:61: arm 1 stands in no cluster at 'environment.clusters'; each arm 0…1 must stand in \
    exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, -1]]}
    --
    4:66: '-1' is out of range at 'environment.clusters[0][1]'; write a whole number from 0 to \
    2,147,483,647
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [0, 1]}
    --
    4:62: expected a list of arms, found '0' at 'environment.clusters[0]'; write a cluster as a \
    list: [[0, 1], [2]]
    4:65: expected a list of arms, found '1' at 'environment.clusters[1]'; write a cluster as a \
    list: [[0, 1], [2]]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: []}
    --
    4:61: the list is empty at 'environment.clusters'; give at least one: [first, second]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 0.5], [1]]}
    --
    4:66: '0.5' is not a whole number at 'environment.clusters[0][1]'; write a whole number from \
    0 to 2,147,483,647
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[1, 7], [], [1]]}
    --
    4:61: arm 0 stands in no cluster at 'environment.clusters'; each arm 0…1 must stand in \
    exactly one cluster
    4:62: arm 7 does not exist at 'environment.clusters[0]'; there are 2 arms, numbered from 0 to 1
    4:70: cluster 1 is empty at 'environment.clusters[1]'; remove it: clusters partition the \
    arms, so there are at most as many as arms
    4:74: arm 1 stands in clusters 0 and 2 at 'environment.clusters[2]'; each arm 0…1 must stand \
    in exactly one cluster
    == 4
    environment: {kind: strong-dominance, arms: 10, clusters: 11}
    --
    4:59: 11 clusters for 10 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 10
    == 4
    environment: {kind: strong-dominance, best-cluster-arms: 95}
    --
    4:58: 95 of 100 arms leave 5 for 9 other clusters at 'environment.best-cluster-arms'; at most \
    91 arms fit, so that no cluster is empty
    == 4
    environment: {kind: strong-dominance, arms: 20, clusters: 1}
    --
    4:14: with one cluster all 20 arms are in the best one at 'environment.best-cluster-arms'; \
    write best-cluster-arms: 20, or more clusters
    == 4
    environment: {kind: strong-dominance, width: 0.3, gap: 0.3}
    --
    4:56: width + gap = 0.6 makes means negative at 'environment.gap'; keep width + gap at most 0.5
    == 4
    environment: {kind: strong-dominance, arms: 5, clusters: 9, width: 0.4, gap: 0.4}
    --
    4:58: 9 clusters for 5 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 5
    4:78: width + gap = 0.8 makes means negative at 'environment.gap'; keep width + gap at most 0.5
    == 4
    environment: {kind: needle, others: [0.5, 0.4]}
    --
    4:37: [0.5, 0.4] is not a range at 'environment.others'; write the smaller number first
    == 4
    environment: {kind: needle, others: [0.5]}
    --
    4:37: expected 2 numbers, found 1 at 'environment.others'; write 2 numbers in brackets
    == 4
    environment: {kind: needle, arms: 2147483648}
    --
    4:35: '2147483648' is out of range at 'environment.arms'; write a whole number from 1 to \
    2,147,483,647
    == 4
    environment: {kind: needle, arms: 0}
    --
    4:35: '0' is out of range at 'environment.arms'; write a whole number from 1 to 2,147,483,647
    == 4
    environment: {kind: needle, arms: 3}
    --
    4:14: 10 clusters for 3 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 3
    == 4
    environment: {kind: beta-clusters, cohesion: 0}
    --
    4:46: '0' is out of range at 'environment.cohesion'; write a number from 1e-06 up to 1000000000000
    == 4
    environment: {kind: beta-clusters}
    --
    4:14: the key 'cohesion' is missing at 'environment.cohesion'; cohesion: ν, how closely arms \
    follow their cluster
    == 4
    environment: {kind: beta-clusters, cohesion: 4, centre: [0.5, 1]}
    --
    4:57: [0.5, 1.0] is not a range of centres at 'environment.centre'; give two numbers a ≤ b \
    between 0 and 1, both excluded
    == 4
    environment: {kind: gaussian, means: [1, 2], standard-deviation: -1}
    --
    4:66: '-1' is out of range at 'environment.standard-deviation'; write a number that is at \
    least 0
    == 4
    environment: {kind: gaussian, means: [.nan], standard-deviation: 1}
    --
    4:39: '.nan' is not a number at 'environment.means[0]'; write a finite number
    == 4
    environment: {kind: bernoulli, means: [0.5], permute-labels: yes}
    --
    4:62: expected true or false, found 'yes' at 'environment.permute-labels'; write true or false
    == 4
    environment: {kind: bernoulli, means: [0.5], label: [x]}
    --
    4:53: expected text, found a list at 'environment.label'; write some words
    == 4
    environment: {kind: bernoulli, means: [0.5], label: }
    --
    4:53: expected text, found nothing at 'environment.label'; write some words
    == 4
    environment: {kind: table, file: no-such.csv}
    --
    4:34: 'no-such.csv' cannot be read: no such file at 'environment.file'; file names are \
    relative to the experiment's folder
    == 4
    environment: {kind: table, file: .}
    --
    4:34: '.' cannot be read: it is a folder at 'environment.file'; file names are relative to \
    the experiment's folder
    == 4
    environment: {kind: table}
    --
    4:14: the key 'file' is missing at 'environment.file'; file: a CSV file with columns cluster, \
    arm, theta, relative to the experiment's folder
    == 6
    environments: [{kind: needle}]
    --
    6:15: 'environment' and 'environments' exclude each other at 'environments'; keep the list \
    and move the other into it
    == 4
    environments: {}
    --
    4:15: expected a list of environments, found a mapping at 'environments'; write the list in \
    brackets: [first, second]
    == 4
    environments: []
    --
    4:15: the list is empty at 'environments'; give at least one: [first, second]
    == 4
    environments: [{label: e, kind: needle}, {label: e, kind: needle, arms: 20}]
    --
    4:42: two of the environments are called 'e' at 'environments[1]'; give this one or \
    environments[0] another label
    == 4
    environments: [{kind: needle}, {kind: needle}]
    --
    4:32: two of the environments are called 'needle' at 'environments[1]'; give this one or \
    environments[0] another label
    == 4
    title: x
    --
    1:1: the key 'environment' is missing at 'environment'; write environment: {kind: bernoulli, \
    means: [0.4, 0.6]}
    """

  static let policies = """
    == 5
    title: x
    --
    1:1: the key 'policies' is missing at 'policies'; write policies: [{kind: thompson}]
    == 5
    policies: []
    --
    5:11: the list is empty at 'policies'; give at least one: [first, second]
    == 5
    policies: {kind: random}
    --
    5:11: expected a list of policies, found a mapping at 'policies'; write the list in brackets: \
    [first, second]
    == 5
    policies: [random]
    --
    5:12: expected a mapping with 'kind', found 'random' at 'policies[0]'; write {kind: …} with \
    one of random, oracle, epsilon-greedy, ucb, ucb1, ucb-as-printed, ucb1-tuned, thompson, \
    two-level, tsc, ts-max, ucbc
    == 5
    policies: [{kind: thomson}]
    --
    5:19: 'thomson' is not one of the policies at 'policies[0].kind'; did you mean 'thompson'?
    == 5
    policies: [{kind: }]
    --
    5:19: nothing is not one of the policies at 'policies[0].kind'; the policies are random, \
    oracle, epsilon-greedy, ucb, ucb1, ucb-as-printed, ucb1-tuned, thompson, two-level, tsc, \
    ts-max, ucbc
    == 5
    policies: [{label: x}]
    --
    5:12: the key 'kind' is missing at 'policies[0].kind'; the policies are random, oracle, \
    epsilon-greedy, ucb, ucb1, ucb-as-printed, ucb1-tuned, thompson, two-level, tsc, ts-max, ucbc
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
    5:44: 'auer' is not a number at 'policies[0].epsilon'; write a number between 0 and 1, or \
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
    policies: [{kind: ucb}]
    --
    5:12: the key 'c' is missing at 'policies[0].c'; c: the width c ≥ 0 of the bonus c·sqrt(2 ln \
    t / n); 1 is UCB1
    == 5
    policies: [{kind: thompson, priors: [0, 1]}]
    --
    5:38: '0' is out of range at 'policies[0].priors[0]'; write a number above 0
    == 5
    policies: [{kind: thompson, priors: [1]}]
    --
    5:37: expected 2 numbers, found 1 at 'policies[0].priors'; write 2 numbers in brackets
    == 5
    policies: [{kind: thompson, priors: [[1, 1], [0, 2]]}]
    --
    5:47: '0' is out of range at 'policies[0].priors[1][0]'; write a number above 0
    == 5
    policies: [{kind: thompson, priors: [[1, 1], [2, 2], [3, 3]]}]
    --
    5:37: 3 priors for 2 arms at 'policies[0].priors'; give one pair [α, β] for all arms, or one \
    pair for each arm
    == 5
    policies: [{kind: thompson, priors: 1}]
    --
    5:37: expected a list of priors, found '1' at 'policies[0].priors'; write the list in \
    brackets: [first, second]
    == 5
    policies: [{kind: thompson, priors: [1, [2]]}]
    --
    5:41: expected a number, found a list at 'policies[0].priors[1]'; write a number above 0
    == 5
    policies: [{kind: thompson, prior-mean: 0}]
    --
    5:41: prior-mean is for Gaussian rewards, and these rewards are 0 or 1 at \
    'policies[0].prior-mean'; give priors: [α, β] instead, or leave it out
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
    policies: [{kind: two-level, strategy: median}]
    --
    5:40: 'median' is not possible here at 'policies[0].strategy'; did you mean 'mean'?
    == 5
    policies: [{kind: two-level, strategy: {prior: [1, 1]}}]
    --
    5:40: the key 'kind' is missing at 'policies[0].strategy.kind'; write kind: and one of mean, \
    max
    == 5
    policies: [{kind: two-level, outer: {kind: thompson, priors: [1, 1]}}]
    --
    5:62: an outer rule takes its prior from the cluster strategy at 'policies[0].outer.priors'; \
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
    5:42: expected true or false, found '1' at 'policies[0].observed-only'; write true or false
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

  static let gaussianPolicies = """
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: tsc}]
    --
    5:12: a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian at \
    'policies[0]'; use a flat policy here, or an environment with 0/1 rewards
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, strategy: max}]
    --
    5:12: a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian at \
    'policies[0]'; use a flat policy here, or an environment with 0/1 rewards
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: thompson, priors: [1, 1]}]
    --
    5:37: Beta priors are for 0/1 rewards, and these rewards are Gaussian at \
    'policies[0].priors'; give prior-mean and prior-standard-deviation instead
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: thompson, prior-mean: 0}]
    --
    5:41: prior-mean is given without prior-standard-deviation at 'policies[0].prior-mean'; give \
    both for a normal prior, or neither for the flat one
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: thompson, prior-standard-deviation: 1}]
    --
    5:55: prior-standard-deviation is given without prior-mean at \
    'policies[0].prior-standard-deviation'; give both for a normal prior, or neither for the flat \
    one
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: thompson, standard-deviation: 0}]
    --
    5:49: '0' is out of range at 'policies[0].standard-deviation'; write a number above 0
    """

  static let sweep = """
    == 6
    sweep: {path: horizon, values: [1]}
    --
    6:8: expected a list of {path, values}, found a mapping at 'sweep'; write the list in \
    brackets: [first, second]
    == 6
    sweep: []
    --
    6:8: the list is empty at 'sweep'; give at least one: [first, second]
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
    6:33: the list is empty at 'sweep[0].values'; give at least one: [first, second]
    == 6
    sweep: [{path: horizon, values: 5}]
    --
    6:33: expected a list of values, found '5' at 'sweep[0].values'; write the list in brackets: \
    [first, second]
    == 6
    sweep: [{path: seed, values: [1]}]
    --
    6:16: 'seed' cannot be swept at 'sweep[0].path'; sweep horizon, environment.KEY, \
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
    6:16: '.' cannot be swept at 'sweep[0].path'; sweep horizon, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: environment, values: [1]}]
    --
    6:16: 'environment' cannot be swept at 'sweep[0].path'; sweep horizon, environment.KEY, \
    environments.N.KEY or policies.LABEL.KEY
    == 6
    sweep: [{path: horizon.x, values: [1]}]
    --
    6:16: 'horizon.x' cannot be swept at 'sweep[0].path'; sweep horizon, environment.KEY, \
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
    6:16: the path 'policies.7.ties' does not exist: no element '7' at 'sweep[0].path'; use a \
    number from 0 to 0, or *
    == 6
    sweep: [{path: policies.-1.ties, values: [first]}]
    --
    6:16: the path 'policies.-1.ties' does not exist: no element '-1' at 'sweep[0].path'; use a \
    number from 0 to 0, or *
    == 6
    sweep: [{path: policies.random, values: [first]}]
    --
    6:16: 'policies.random' cannot be swept at 'sweep[0].path'; sweep horizon, environment.KEY, \
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
    8:10: 'seeed' cannot be swept at 'sweep[1].path'; sweep horizon, environment.KEY, \
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

  static let published = """
    == 6
    published: {}
    --
    6:12: expected a list of published values, found a mapping at 'published'; write the list in \
    brackets: [first, second]
    == 6
    published: []
    --
    6:12: the list is empty at 'published'; give at least one: [first, second]
    == 6
    published: [5]
    --
    6:13: expected a mapping with keys, found '5' at 'published[0]'; the keys of a published \
    value are environment, policy, metric, round, mean, standard-deviation, replications, source
    == 6
    published: [{policy: random}]
    --
    6:13: the key 'metric' is missing at 'published[0].metric'; a published value names policy, \
    metric, mean, replications and source
    6:13: the key 'mean' is missing at 'published[0].mean'; a published value names policy, \
    metric, mean, replications and source
    6:13: the key 'replications' is missing at 'published[0].replications'; a published value \
    names policy, metric, mean, replications and source
    6:13: the key 'source' is missing at 'published[0].source'; a published value names policy, \
    metric, mean, replications and source
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, rund: 3}]
    --
    6:87: unknown key 'rund' at 'published[0].rund'; did you mean 'round'?
    == 6
    published: [{policy: random, metric: regret, mean: 5, replications: 10, source: book}]
    --
    6:38: 'regret' is not possible here at 'published[0].metric'; the possible words are \
    pseudo-regret, realised-regret, reward, best-arm-share, best-cluster-share, stuck-fraction
    == 6
    published: [{policy: random, metric: realized-regret, mean: 5, replications: 10, source: book}]
    --
    6:38: 'realized-regret' is not possible here at 'published[0].metric'; did you mean \
    'realised-regret'?
    == 6
    published: [{policy: randm, metric: reward, mean: 5, replications: 10, source: book}]
    --
    6:22: no policy is called 'randm' at 'published[0].policy'; did you mean 'random'?
    == 6
    published: [{policy: thompson, metric: reward, mean: 5, replications: 10, source: book}]
    --
    6:22: no policy is called 'thompson' at 'published[0].policy'; the policies are random
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    environment: bernouli}]
    --
    6:100: no environment is called 'bernouli' at 'published[0].environment'; did you mean \
    'bernoulli'?
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    environment: dice}]
    --
    6:100: no environment is called 'dice' at 'published[0].environment'; the environments are \
    bernoulli
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, round: \
    101}]
    --
    6:94: '101' is out of range at 'published[0].round'; write a whole number from 1 to 100
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, round: \
    0}]
    --
    6:94: '0' is out of range at 'published[0].round'; write a whole number from 1 to 100
    == 6
    published: [{policy: random, metric: reward, mean: .nan, replications: 10, source: book}]
    --
    6:52: '.nan' is not a number at 'published[0].mean'; write a finite number
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 0, source: book}]
    --
    6:69: '0' is out of range at 'published[0].replications'; write a whole number from 1 to \
    1,000,000,000
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    standard-deviation: -1}]
    --
    6:107: '-1' is out of range at 'published[0].standard-deviation'; write a number that is at \
    least 0
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: [book]}]
    --
    6:81: expected text, found a list at 'published[0].source'; write some words
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: needle, arms: 20}]
    policies: [{kind: random}]
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book}]
    --
    6:13: the key 'environment' is missing at 'published[0].environment'; there are several: e; f
    """

  static let duplicates = """
    == 6
    horizon: 5
    --
    6:1: duplicate key 'horizon' at 'horizon'; it stands in line 2 already: keep one
    == 6
    horizon: 5
    horizon: 6
    --
    6:1: duplicate key 'horizon' at 'horizon'; it stands in line 2 already: keep one
    7:1: duplicate key 'horizon' at 'horizon'; it stands in line 2 already: keep one
    == 6
    "horizon": 5
    --
    6:1: duplicate key 'horizon' at 'horizon'; it stands in line 2 already: keep one
    == 5
    policies: [{kind: random, kind: oracle}]
    --
    5:27: duplicate key 'kind' at 'policies[0].kind'; it stands in line 5 already: keep one
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], means: [0.1]}
    --
    4:51: duplicate key 'means' at 'environment.means'; it stands in line 4 already: keep one
    == 6
    titel: x
    horizon: 5
    seed: -1
    name: y
    --
    6:1: unknown key 'titel' at 'titel'; did you mean 'title'?
    7:1: duplicate key 'horizon' at 'horizon'; it stands in line 2 already: keep one
    8:7: a seed cannot be '-1' at 'seed'; write a whole number from 0 to 18446744073709551615
    9:1: duplicate key 'name' at 'name'; it stands in line 1 already: keep one
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
    7:20: duplicate key 'policy' at 'published[0].policy'; it stands in line 7 already: keep one
    == 6
    ? [a]
    : 1
    --
    6:3: a key must be a word at '.'; write key: value
    """

  static let syntax = """
    == all

    --
    1:1: the file is empty at '.'; an experiment needs name, horizon, …
    == all
    # nothing here

    --
    1:1: the file is empty at '.'; an experiment needs name, horizon, …
    == all
    ~
    --
    1:1: expected a mapping with keys, found nothing at '.'; the keys of an experiment are name, \
    title, seed, horizon, replications, checkpoints, environment, environments, policies, sweep, \
    published
    == all
    5
    --
    1:1: expected a mapping with keys, found '5' at '.'; the keys of an experiment are name, \
    title, seed, horizon, replications, checkpoints, environment, environments, policies, sweep, \
    published
    == all
    - a
    - b
    --
    1:1: expected a mapping with keys, found a list at '.'; the keys of an experiment are name, \
    title, seed, horizon, replications, checkpoints, environment, environments, policies, sweep, \
    published
    == all
    name: study
    horizon: [1
    policies: 3

    --
    3:9: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence that \
    starts in line 2 at '.'; check indentation, brackets, quotes and colons near here
    == all
    name: study
    \thorizon: 3

    --
    2:1: not valid YAML: found a tab character that violates indentation, while scanning a plain \
    scalar that starts in line 1 at '.'; check indentation, brackets, quotes and colons near here
    == all
    name: *nobody

    --
    1:7: not valid YAML: found undefined alias at '.'; check indentation, brackets, quotes and \
    colons near here
    == all
    name: a
    ---
    name: b

    --
    2:1: not valid YAML: but found another document, expected a single document in the stream \
    that starts in line 1 at '.'; check indentation, brackets, quotes and colons near here
    == all
    name: "abc

    --
    2:1: not valid YAML: found unexpected end of stream, while scanning a quoted scalar that \
    starts in line 1 at '.'; check indentation, brackets, quotes and colons near here
    == all
    name: é\u{1}

    --
    1:8: not valid YAML: control characters are not allowed at '.'; the file must be plain UTF-8 \
    text
    == all
    # εεε
    name: x
    horizon: \u{7}

    --
    3:10: not valid YAML: control characters are not allowed at '.'; the file must be plain UTF-8 \
    text
    == all
    # a\r
    # b\r
    name: é\u{2}

    --
    3:8: not valid YAML: control characters are not allowed at '.'; the file must be plain UTF-8 \
    text
    == all
    name: a: b

    --
    1:8: not valid YAML: mapping values are not allowed in this context at '.'; check \
    indentation, brackets, quotes and colons near here
    == all
    name: @x

    --
    1:7: not valid YAML: found character that cannot start any token, while scanning for the next \
    token that starts in line 1 at '.'; check indentation, brackets, quotes and colons near here
    == all
    {name: x
    --
    1:9: not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that \
    starts in line 1 at '.'; check indentation, brackets, quotes and colons near here
    == all
    [[[[
    --
    1:5: not valid YAML: did not find expected node content, while parsing a flow node at '.'; \
    check indentation, brackets, quotes and colons near here
    == all
    \u{FEFF}name: 1x
    horizon: 0

    --
    1:1: the key 'environment' is missing at 'environment'; write environment: {kind: bernoulli, \
    means: [0.4, 0.6]}
    1:1: the key 'policies' is missing at 'policies'; write policies: [{kind: thompson}]
    2:10: '0' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    == all
    name: !!binary x
    horizon: 0
    --
    1:1: the key 'environment' is missing at 'environment'; write environment: {kind: bernoulli, \
    means: [0.4, 0.6]}
    1:1: the key 'policies' is missing at 'policies'; write policies: [{kind: thompson}]
    2:10: '0' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    """
}
