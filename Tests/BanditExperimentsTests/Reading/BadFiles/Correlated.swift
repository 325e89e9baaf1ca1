/// Bad files: correlated clusters.
extension BadExperimentTests {
  static let correlated = """
    == 4
    environment: {kind: correlated-clusters, arms: 5}
    --
    4:14: 10 clusters for 5 arms at 'environment.clusters'; every cluster needs an arm: write at \
    most clusters: 5
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: squared-exponentail}}
    --
    4:57: 'squared-exponentail' is not possible here at 'environment.kernel.kind'; did you mean \
    'squared-exponential'?
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: squared-exponential, smoothness: 1/2}}
    --
    4:78: unknown key 'smoothness' at 'environment.kernel.smoothness'; the keys of \
    'squared-exponential' are kind, length-scale, variance
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matern, smoothness: 2.5, length-scale: 0}}
    --
    4:77: '2.5' is not possible here at 'environment.kernel.smoothness'; the possible words are \
    1/2, 3/2, 5/2
    4:96: '0' is out of range at 'environment.kernel.length-scale'; write a number above 0
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matern, variance: -1}, nugget: -0.1}
    --
    4:75: '-1' is out of range at 'environment.kernel.variance'; write a number above 0
    4:88: '-0.1' is out of range at 'environment.nugget'; write a number that is at least 0
    == 4
    environment: {kind: correlated-clusters, kernel: matrix}
    --
    4:50: the key 'rows' is missing at 'environment.kernel.rows'; rows: the rows of Σ_c: symmetric \
    and positive definite
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matrix, rows: [[1, .nan], [0]]}}
    --
    4:76: '.nan' is not a number at 'environment.kernel.rows[0][1]'; write a finite number
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matrix, rows: [[1, 0.5], [0]]}}
    --
    4:82: row 1 has 1 entry, and there are 2 rows at 'environment.kernel.rows[1]'; a covariance is \
    square: write 2 numbers in each row
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matrix, rows: [[1, 0.5], [0.4, 1]]}}
    --
    4:83: entry (1, 0) is 0.4, and entry (0, 1) is 0.5 at 'environment.kernel.rows[1][0]'; a \
    covariance is symmetric: write the same number in both places, counted from 0
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matrix, rows: [[1, 2], [2, 1]]}}
    --
    4:84: the matrix is not positive definite: in every cluster arm 1 has the pivot -3.0, its \
    variance given arm 0 at 'environment.kernel.rows[1][1]'; it must be above 0: raise the entry \
    (1, 1), lower its covariances, or add a nugget
    == 4
    environment: {kind: correlated-clusters, kernel: {kind: matrix, rows: [[0]]}}
    --
    4:73: in every cluster arm 0 has the variance 0.0 at 'environment.kernel.rows[0][0]'; a \
    variance is at least 1e-50: what is known needs no arm, or add a nugget
    == 4
    environment: {kind: correlated-clusters, arms: 9, kernel: {kind: matrix, rows: [[2, 1], [1, 2]]}}
    --
    4:48: 9 is not a multiple of 2, the rows of the matrix, at 'environment.arms'; leave 'arms' \
    out: it is 'clusters' times the rows of the matrix
    == 4
    environment: {kind: correlated-clusters, arms: 9, clusters: 4, kernel: {kind: matrix, rows: [[2, 1], [1, 2]]}}
    --
    4:48: 4 clusters of 2 arms, the rows of the matrix, are not 9 arms at 'environment.arms'; \
    leave 'arms' out: it is 'clusters' times the rows of the matrix
    == 4
    environment: {kind: correlated-clusters, dimension: 2, kernel: {kind: matrix, rows: [[1]]}}
    --
    4:53: 'dimension' has no effect with a matrix at 'environment.dimension'; leave \
    'dimension' out, or choose another kernel
    == 4
    environment: {kind: correlated-clusters, dimension: 2, kernel: {kind: shared-effects, effects: 3}}
    --
    4:96: 3 effects for features of dimension 2 at 'environment.kernel.effects'; an effect belongs \
    to a feature: leave one of the two numbers out
    == 4
    environment: {kind: correlated-clusters, features: no-such.csv}
    --
    4:52: 'no-such.csv' cannot be read: no such file at 'environment.features'; the name is \
    relative to the experiment's folder
    == 4
    environment: {kind: correlated-clusters, dimension: 0, features: [x]}
    --
    4:53: '0' is out of range at 'environment.dimension'; write a whole number from 1 to 1,000
    4:66: expected text, found a list at 'environment.features'; write the name of one file
    """
}
