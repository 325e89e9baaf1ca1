/// Bad files: gaussian policies.
extension BadExperimentTests {
  static let gaussianPolicies = """
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, strategy: pmax}]
    --
    valid
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, strategy: {kind: pmax, prior: [2, 1]}}]
    --
    5:60: a Beta prior is for 0/1 rewards, and these rewards are Gaussian at \
    'policies[0].strategy.prior'; leave it out; thompson as the outer rule takes a normal prior for \
    the arms
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: ts-max, plus-one: true}]
    --
    5:37: plus-one is for Beta posteriors, and these rewards are Gaussian at \
    'policies[0].plus-one'; leave it out here
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: ucbc, counts-from-one: true}]
    --
    5:42: counts-from-one is for Beta(1, 1) posteriors, and these rewards are Gaussian at \
    'policies[0].counts-from-one'; leave it out here
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: thompson, priors: [1, 1]}]
    --
    5:37: Beta priors are for 0/1 rewards, and these rewards are Gaussian at \
    'policies[0].prior'; give prior-mean and prior-standard-deviation instead
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
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: hierarchical-thompson}]
    --
    5:12: hierarchical-thompson is for 0/1 rewards, and these rewards are Gaussian at \
    'policies[0]'; use gaussian-hierarchical-thompson
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, model: empirical-bayes}]
    --
    5:37: empirical-bayes fits Beta priors, and these rewards are Gaussian at 'policies[0].model'; \
    use model: hierarchical
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, model: hierarchical, inner: {kind: thompson, prior-mean: 0}, \
    outer: {kind: thompson, standard-deviation: 2}}]
    --
    5:87: under the model 'hierarchical' priors and deviations come from the model at \
    'policies[0].inner.prior-mean'; leave prior-mean out
    5:135: under the model 'hierarchical' priors and deviations come from the model at \
    'policies[0].outer.standard-deviation'; leave standard-deviation out
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: gaussian-hierarchical-thompson, arm-standard-deviation: 0}]
    --
    5:75: '0' is out of range at 'policies[0].arm-standard-deviation'; write a number from 1e-09 up \
    to 1000000000
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, model: {kind: hierarchical, cohesion: [2, 5]}}]
    --
    5:68: cohesion is for 0/1 rewards, and these rewards are Gaussian at \
    'policies[0].model.cohesion'; leave cohesion out
    == 5
    policies: [{kind: two-level, model: {kind: hierarchical, prior-mean: 3}}]
    --
    5:70: prior-mean is for Gaussian rewards, and these rewards are 0 or 1 at \
    'policies[0].model.prior-mean'; leave prior-mean out
    """
}
