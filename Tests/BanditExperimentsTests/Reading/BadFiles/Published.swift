/// Bad files: published.
extension BadExperimentTests {
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
    value are policy, metric, mean, replications, environment, statistic, round, \
    standard-deviation, tolerance, source, kind
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
    published: [{policy: random, metric: regrets, mean: 5, replications: 10, source: book}]
    --
    6:38: 'regrets' is not possible here at 'published[0].metric'; did you mean \
    'pseudo-regret'?
    == 6
    published: [{policy: random, metric: realizd-regret, mean: 5, replications: 10, source: book}]
    --
    6:38: 'realizd-regret' is not possible here at 'published[0].metric'; did you mean \
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
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    tolerance: 0}]
    --
    6:98: '0' is out of range at 'published[0].tolerance'; write a number above 0 up to 1
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    tolerance: 25 %}]
    --
    6:98: '25 %' is not a number at 'published[0].tolerance'; write 0.25 without a percent sign
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    tolerance: 0.25}]
    --
    valid
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    statistic: spread}]
    --
    6:13: a spread needs the key 'standard-deviation' at 'published[0].standard-deviation'; \
    σ √((κ − 1)/4) with the kurtosis κ of one run: 0.7071 σ if it is normal
    == 6
    published: [{policy: random, metric: stuck-fraction, mean: 5, replications: 10, source: book, \
    statistic: spread, standard-deviation: 1}]
    --
    6:106: the stuck fraction is a share and has no spread of its own at \
    'published[0].statistic'; leave statistic out
    == 6
    published: [{policy: random, metric: reward, mean: -5, replications: 10, source: book, \
    statistic: spread, standard-deviation: 1}]
    --
    6:52: a standard deviation is not negative at 'published[0].mean'; with statistic: spread the \
    mean is the standard deviation of one run
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    statistic: variance}]
    --
    6:98: 'variance' is not possible here at 'published[0].statistic'; the possible words are \
    mean, spread
    == 6
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book, \
    statistic: spread, standard-deviation: 1}]
    --
    valid
    == 4-6
    environments: [{label: e, kind: needle}, {label: f, kind: needle, arms: 20}]
    policies: [{kind: random}]
    published: [{policy: random, metric: reward, mean: 5, replications: 10, source: book}]
    --
    6:13: the key 'environment' is missing at 'published[0].environment'; there are several: e; f
    """
}
