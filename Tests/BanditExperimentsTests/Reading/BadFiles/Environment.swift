/// Bad files: environment.
extension BadExperimentTests {
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
    4:40: expected a number, found '0.5' at 'environment.means[0]'; quotes make it text: \
    write 0.5 without them
    == 4
    environment: {kind: bernoulli, means: []}
    --
    4:39: the list is empty at 'environment.means'; give at least one: [0.4, 0.6]
    == 4
    environment: {kind: bernoulli, means: {}}
    --
    4:39: expected a list of numbers, found a mapping at 'environment.means'; write the list in \
    brackets: [0.4, 0.6]
    == 4
    environment: {kind: bernoulli, means: ~}
    --
    4:39: expected a list of numbers, found nothing at 'environment.means'; write the list in \
    brackets: [0.4, 0.6]
    == 4
    environment: {kind: bernoulli, means: 0.5}
    --
    4:39: expected a list of numbers, found '0.5' at 'environment.means'; write the list in \
    brackets: [0.5]
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
    4:14: the key 'kind' is missing at 'environment.kind'; the environments are \(environmentNames)
    == 4
    environment: {kind: [x]}
    --
    4:21: expected one name, found a list at 'environment.kind'; write one name: kind: bernoulli
    == 4
    environment: {kind: zebra}
    --
    4:21: 'zebra' is not one of the environments at 'environment.kind'; the environments are \
    \(environmentNames)
    == 4
    environment: 5
    --
    4:14: '5' is not one of the environments at 'environment.kind'; the environments are \
    \(environmentNames)
    == 4
    environment: bernoulli
    --
    4:14: the key 'means' is missing at 'environment.means'; means: the success probability of \
    each arm
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0], []]}
    --
    4:61: arm 1 is in no cluster at 'environment.clusters'; each arm 0…1 must be in \
    exactly one cluster
    4:67: cluster 1 is empty at 'environment.clusters[1]'; remove it: clusters partition the \
    arms, so there are at most as many as arms
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 1], [1]]}
    --
    4:70: arm 1 is in clusters 0 and 1 at 'environment.clusters[1]'; each arm 0…1 must be \
    in exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 0], [1]]}
    --
    4:62: arm 0 is twice in cluster 0 at 'environment.clusters[0]'; each arm 0…1 must be \
    in exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 2], [1]]}
    --
    4:62: arm 2 does not exist at 'environment.clusters[0]'; there are 2 arms, numbered from 0 to 1
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0]]}
    --
    4:61: arm 1 is in no cluster at 'environment.clusters'; each arm 0…1 must be in \
    exactly one cluster
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, -1]]}
    --
    4:66: '-1' is out of range at 'environment.clusters[0][1]'; write a whole number from 0 to \
    2,147,483,647
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [0, 1]}
    --
    4:61: expected a list of arms for each cluster, found a list of single values at \
    'environment.clusters'; if they are the clusters of arms 0, 1, …, write [[0], [1]]
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: []}
    --
    4:61: the list is empty at 'environment.clusters'; give at least one: [[0, 1], [2]] for three \
    arms
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[0, 0.5], [1]]}
    --
    4:66: '0.5' is not a whole number at 'environment.clusters[0][1]'; write a whole number from \
    0 to 2,147,483,647
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], clusters: [[1, 7], [], [1]]}
    --
    4:61: arm 0 is in no cluster at 'environment.clusters'; each arm 0…1 must be in \
    exactly one cluster
    4:62: arm 7 does not exist at 'environment.clusters[0]'; there are 2 arms, numbered from 0 to 1
    4:70: cluster 1 is empty at 'environment.clusters[1]'; remove it: clusters partition the \
    arms, so there are at most as many as arms
    4:74: arm 1 is in clusters 0 and 2 at 'environment.clusters[2]'; each arm 0…1 must be \
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
    4:56: spread + gap = 0.6 makes means negative at 'environment.gap'; keep spread + gap at most 0.5
    == 4
    environment: {kind: strong-dominance, arms: 5, clusters: 9, width: 0.4, gap: 0.4}
    --
    4:58: 9 clusters for 5 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 5
    4:78: spread + gap = 0.8 makes means negative at 'environment.gap'; keep spread + gap at most 0.5
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
    environment: {kind: needle, sizes: [4, 0, 2.5]}
    --
    4:40: '0' is out of range at 'environment.sizes[1]'; write a whole number from 1 to 2,147,483,647
    4:43: '2.5' is not a whole number at 'environment.sizes[2]'; write a whole number from 1 to \
    2,147,483,647
    == 4
    environment: {kind: needle, arms: 6, sizes: [4, 2]}
    --
    4:35: 'arms' and 'sizes' exclude each other at 'environment.arms'; leave 'arms' out: the sizes \
    say their sum, 6
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
    4:57: [0.5, 1.0] is not a range of centres at 'environment.centre'; give [a, b] with \
    0 < a ≤ b < 1: a centre of 0 or 1 leaves no Beta distribution
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
    4:62: expected true or false, or a share from 0 to 1, found 'yes' at \
    'environment.permute-labels'; write true
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
    4:34: 'no-such.csv' cannot be read: no such file at 'environment.file'; the name is relative \
    to the experiment's folder
    == 4
    environment: {kind: table, file: .}
    --
    4:34: '.' cannot be read: it is a folder at 'environment.file'; write the name of a file in it
    == 4
    environment: {kind: table}
    --
    4:14: the key 'file' is missing at 'environment.file'; file: a CSV file, relative to the \
    experiment's folder, with columns cluster, arm and theta for 0/1 rewards, or cluster, arm, mean \
    and standard-deviation for normal ones
    == 6
    environments: [{kind: needle}]
    --
    6:15: 'environment' and 'environments' exclude each other at 'environments'; keep the list \
    and move the other into it
    == 4
    environments: {}
    --
    4:15: expected a list of environments, found a mapping at 'environments'; write the list in \
    brackets: [{…}, {…}]
    == 4
    environments: []
    --
    4:15: the list is empty at 'environments'; give at least one: [{…}, {…}]
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
}
