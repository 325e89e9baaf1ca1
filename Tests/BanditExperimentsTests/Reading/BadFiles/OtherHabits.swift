/// Bad files: what people write who come from Python, from spreadsheets or from other formats.
extension BadExperimentTests {
  static let otherHabits = """
    == 2
    horizon: 0x10
    --
    2:10: '0x10' is not a whole number at 'horizon'; write 16, in decimal notation
    == 6
    seed: 1e3
    --
    6:7: a seed cannot be '1e3' at 'seed'; write 1000
    == 4
    environment: {kind: bernoulli, means: [90, 0.8]}
    --
    4:40: '90' is out of range at 'environment.means[0]'; write a number between 0 and 1, as 0.9 \
    for 90 %
    == 4
    environment: {kind: bernoulli, means: }
    --
    4:39: expected a list of numbers, found nothing at 'environment.means'; write the list in \
    brackets: [0.4, 0.6]
    == 4
    environment: {kind: needle, arms: [10, 20]}
    --
    4:35: expected a whole number, found a list at 'environment.arms'; write one value here; \
    several are tried by sweep: [{path: environment.arms, values: [10, 20]}]
    == 5
    policies: [{kind: epsilon-greedy, epsilon: [0.1, 0.2]}]
    --
    5:44: expected a number, found a list at 'policies[0].epsilon'; write one value here; several \
    are tried by sweep: [{path: policies[0].epsilon, values: [0.1, 0.2]}], or {schedule: \
    inverse-sqrt or auer}
    == 5
    policies: {tsc: , ucb: {c: 1}}
    --
    5:11: expected a list of policies, found a mapping at 'policies'; write the list in brackets: \
    [tsc, {kind: ucb, c: 1}]
    == 5
    policies: tsc, thompson
    --
    5:11: expected a list of policies, found 'tsc, thompson' at 'policies'; write the list in \
    brackets: [tsc, thompson]
    == 5
    policies: [[tsc, thompson]]
    --
    5:12: expected a name or a mapping with 'kind', found a list at 'policies[0]'; take away the \
    inner brackets: [tsc, thompson]
    == 5
    policies: [tsc thompson]
    --
    5:12: 'tsc thompson' are several of the policies at 'policies[0].kind'; write a comma between \
    them: tsc, thompson
    == 5
    policies: [{kind: [tsc, thompson]}]
    --
    5:19: expected one name, found a list at 'policies[0].kind'; write an element for each kind: \
    {kind: …}, {kind: …}
    == 5
    policies: [EXP3]
    --
    5:12: 'EXP3' is not one of the policies at 'policies[0].kind'; did you mean 'exp3-ix'?
    == 6
    ---
    name: another
    --
    6:1: another experiment begins here; a file holds one: move it to a file of its own, or remove \
    the line ---
    == all
    - name: study
    --
    1:1: the file is a list; a file holds one experiment and begins with name: my-study, no dash
    == all
    name = "study"
    horizon = 100
    --
    1:1: the file has no keys; YAML has a colon and a space, not '=': write name: my-study
    == 6
    title: TSC: a study
    --
    6:11: not valid YAML: mapping values are not allowed in this context; put a value that has a \
    colon and a space in it into quotes; else check indentation
    == 5
    policies: *mine
    --
    5:11: not valid YAML: found undefined alias; *name stands for what &name marks further up: \
    mark it, or quote a text with an asterisk
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], permuted: yes}
    --
    4:61: expected true or false, or a share from 0 to 1, found 'yes' at \
    'environment.permute-labels'; write true
    == 4
    environment: {kind: bernoulli, means: [0.4, 0.6], permuted: "false"}
    --
    4:61: expected true or false, or a share from 0 to 1, found 'false' at \
    'environment.permute-labels'; write false without quotes
    == 4
    environment: [0.1, 0.5]
    --
    4:14: expected a name or a mapping with 'kind', found a list at 'environment'; write {kind: \
    bernoulli, means: [0.1, 0.5]}
    == 6
    sweep: {horizon: [10, 20]}
    --
    6:8: expected a list of {path, values}, found a mapping at 'sweep'; write the list in \
    brackets: [{path: horizon, values: [10, 20]}]
    == 6
    sweep: {path: horizon, values: [10, 20]}
    --
    6:8: expected a list of {path, values}, found a mapping at 'sweep'; write the list in \
    brackets: [{path: horizon, values: [10, 20]}]
    == 6
    sweep: [{horizon: [10, 20]}]
    --
    6:9: the keys 'path' and 'values' are missing at 'sweep[0]'; write {path: horizon, values: \
    [10, 20]}
    == 6
    sweep: [{path: means, values: [[0.1, 0.2]]}]
    --
    6:16: 'means' cannot be swept at 'sweep[0].path'; did you mean 'environment.means'?
    == 6
    seed： 3
    --
    6:5: the colon ： is a full-width one; type a plain colon and a space
    == 4
    environment: {kind: table, file: ~/arms.csv}
    --
    4:34: '~/arms.csv' cannot be read: no such file at 'environment.file'; write the whole path: \
    '~' and '$' stand for themselves in a file
    == 4
    environment: {kind: table, file: "https://example.org/arms.csv"}
    --
    4:34: 'https://example.org/arms.csv' cannot be read: no such file at 'environment.file'; \
    download it, and write the name that it has here
    == 4
    environment: {kind: table, file: [a.csv, b.csv]}
    --
    4:34: expected text, found a list at 'environment.file'; write the name of one file
    """
}
