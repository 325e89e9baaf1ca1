/// Bad files: gaussian policies.
extension BadExperimentTests {
  static let gaussianPolicies = """
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: tsc}]
    --
    5:12: a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian at \
    'policies[0]'; use two-level with model: hierarchical or a flat policy here, or an environment \
    with 0/1 rewards
    == 4-5
    environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
    policies: [{kind: two-level, strategy: max}]
    --
    5:12: a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian at \
    'policies[0]'; use two-level with model: hierarchical or a flat policy here, or an environment \
    with 0/1 rewards
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
}
