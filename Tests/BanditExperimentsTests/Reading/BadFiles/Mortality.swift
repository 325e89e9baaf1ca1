/// Bad files: arms that die.
extension BadExperimentTests {
  static let mortality = """
    == 4
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5}
    --
    4:14: the key 'death' is missing at 'environment.death'; death: p, the probability of death \
    before every round but the first
    == 4
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 1.5}
    --
    4:71: '1.5' is out of range at 'environment.death'; write a number between 0 and 1
    == 4
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 0.1, deaths: two}
    --
    4:84: 'two' is not possible here at 'environment.deaths'; the possible words are independent, \
    one-at-a-time
    == 4
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 0.1}
    --
    valid
    == 4-5
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 0.1}
    policies: [{kind: boltzmann-gumbel}]
    --
    5:12: arms die here, and 'boltzmann-gumbel' with these arguments cannot forget the counts of a \
    dead one at 'policies[0]'; these can: random, oracle, epsilon-greedy, ucb, ucb1, ucb1-tuned, \
    kl-ucb, bayes-ucb, thompson, imed, moss, two-level with mean, max or pmax, tsc, ts-max, \
    ucbc, and hierarchical-thompson with the model hierarchical, pooled or empirical-bayes
    == 4-5
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 0.1}
    policies: [{kind: two-level, inner: {kind: thompson, search: sublinear}}]
    --
    5:62: search: sublinear follows counts that only grow, and here those of dead arms are \
    forgotten at 'policies[0].inner.search'; leave search out
    == 4-6
    environment: {kind: mortal, arms: 4, clusters: 2, cohesion: 5, death: 0.1}
    policies: [{kind: random}]
    recommend: most-pulled
    evidence: true
    --
    6:12: in 'mortal' arms die: no arm is the best in all rounds at 'recommend'; leave recommend \
    out, or move that environment to a file of its own
    7:11: in 'mortal' arms die: the evidence is that of arms that live for ever at 'evidence'; leave \
    evidence out, or move that environment to a file of its own
    """
}
