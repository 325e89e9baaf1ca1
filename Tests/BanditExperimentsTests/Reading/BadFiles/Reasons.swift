/// Bad files: real limits and real reasons.
extension BadExperimentTests {
  static let reasons = """
    == 6
    seed: "42"
    --
    6:7: a seed cannot be '42' at 'seed'; quotes make it text: write 42 without them
    == 6
    seed: four
    --
    6:7: a seed cannot be 'four' at 'seed'; write a whole number from 0 to 18446744073709551615
    == 2
    horizon: 100,000
    --
    2:10: '100,000' is not a whole number at 'horizon'; write 100000
    == 4
    environment: {kind: gaussian, means: [1e300, 1], sd: 1}
    --
    4:39: '1e300' is out of range at 'environment.means[0]'; write a number from -1e50 up to 1e50
    == 4
    environment: {kind: gaussian, means: [1, 2], std: 1e60}
    --
    4:51: '1e60' is out of range at 'environment.standard-deviation'; write a number from 0 up to \
    1e50
    == 5
    policies: [{kind: thompson, prior: [1e16, 1e16]}]
    --
    5:37: '1e16' is out of range at 'policies[0].prior[0]'; write a number above 0 up to 1e15
    5:43: '1e16' is out of range at 'policies[0].prior[1]'; write a number above 0 up to 1e15
    == 4
    environment: {kind: beta-clusters, cohesion: 4, centre: [0, 1]}
    --
    4:57: [0.0, 1.0] is not a range of centres at 'environment.centre'; give [a, b] with \
    0 < a ≤ b < 1: a centre of 0 or 1 leaves no Beta distribution
    == 5
    policies: [{kind: ucb, c: 1e300}]
    --
    5:27: '1e300' is out of range at 'policies[0].c'; write a number from 0 up to 1e15, or \
    {schedule: inverse-log}
    == 5
    policies: [{kind: e-greedy, epsilon: 10%}]
    --
    5:38: '10%' is not a number at 'policies[0].epsilon'; write 0.1 without a percent sign, or \
    {schedule: inverse-sqrt or auer}
    == 5
    policies:
      - kind: e-greedy
        epsilon: 0,1
    --
    7:14: '0,1' is not a number at 'policies[0].epsilon'; write 0.1 with a decimal point, or \
    {schedule: inverse-sqrt or auer}
    == 5
    policies: [{kind: e-greedy, epsilon: 0,1}]
    --
    5:40: unknown key '1' at 'policies[0].1'; write decimals with a point, as in 0.1
    == 5
    policies:
      - kind: e-greedy
    \tepsilon: 0.1
    --
    7:1: the line is indented with a tab; YAML takes spaces only: replace the tab by spaces
    == 5
    policies:
      - {label: "a\\u202Eb", kind: tsc}
    --
    6:13: 'a\u{FFFD}b' has the invisible character U+202E at 'policies[0].label'; two labels that \
    look the same must be the same: write it without
    == 4
    environment: {label: "a\\u200Bb", kind: needle}
    --
    4:22: 'a\u{200B}b' has the invisible character U+200B at 'environment.label'; two labels that \
    look the same must be the same: write it without
    == 4
    environment: {label: \(String(repeating: "long", count: 75)), kind: needle}
    --
    4:22: the label has 300 characters at 'environment.label'; write at most 200: it stands in every \
    row; 'title' may be longer
    == 5
    policies: [{<<: 3, kind: tsc}]
    --
    5:13: '<<' merges a mapping, and this is none at 'policies[0].<<'; write <<: *name, where &name \
    marks a mapping
    == 5-8
    x-defaults: &defaults {kind: ucb, c: -1}
    policies:
      - {<<: *defaults, label: a}
      - {<<: *defaults, c: 2, ties: no}
    --
    5:38: '-1' is out of range at 'policies[0].c'; write a number that is at least 0, or \
    {schedule: inverse-log}
    8:33: 'no' is not possible here at 'policies[1].ties'; the possible words are first, uniform
    == all
    name: study
    problems:
      - {label: e, environment: {kind: needle, arms: 20}, horizon: 9, batch: 2, swept: [
          {path: environment.arms, value: 30}, {path: horizon, value: 9}, {path: batch, value: 3}],
         policies: [{label: a, policy: {kind: ucb, c: 2}, swept: [
          {path: policies.a.c, value: 1}, {path: policies.a.ties, value: uniform}]}]}
    --
    4:7: 'environment.arms' is not '30' here at 'problems[0].swept[0]'; a swept value repeats what \
    is played: change both, or sweep it in the experiment's file
    4:71: 'batch' is not '3' here at 'problems[0].swept[2]'; a swept value repeats what is played: \
    change both, or sweep it in the experiment's file
    6:7: 'policies.a.c' is not '1' here at 'problems[0].policies[0].swept[0]'; a swept value \
    repeats what is played: change both, or sweep it in the experiment's file
    """
}
