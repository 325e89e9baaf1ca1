/// Bad files: syntax.
extension BadExperimentTests {
  static let syntax = """
    == all

    --
    1:1: the file is empty; an experiment needs name, horizon, …
    == all
    # nothing here

    --
    1:1: the file is empty; an experiment needs name, horizon, …
    == all
    ~
    --
    1:1: expected a mapping with keys, found nothing; the keys of an experiment are name, \
    title, seed, replications, quick-replications, checkpoints, evidence, discount, \
    control-variates, recommend, \
    horizon, batch, \
    environment, environments, policies, sweep, published, references, shown, claims, constants, \
    problems, targets, files, streams
    == all
    5
    --
    1:1: expected a mapping with keys, found '5'; the keys of an experiment are name, \
    title, seed, replications, quick-replications, checkpoints, evidence, discount, \
    control-variates, recommend, \
    horizon, batch, \
    environment, environments, policies, sweep, published, references, shown, claims, constants, \
    problems, targets, files, streams
    == all
    - a
    - b
    --
    1:1: the file is a list; a file holds one experiment and begins with name: my-study, no dash
    == all
    name: study
    horizon: [1
    policies: 3

    --
    3:9: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence that \
    starts in line 2; check indentation, brackets, quotes and colons near here
    == all
    name: study
    \thorizon: 3

    --
    2:1: the line is indented with a tab; YAML takes spaces only: replace the tab by spaces
    == all
    name: *nobody

    --
    1:7: not valid YAML: found undefined alias; *name stands for what &name marks further up: \
    mark it, or quote a text with an asterisk
    == all
    name: a
    ---
    name: b

    --
    2:1: another experiment begins here; a file holds one: move it to a file of its own, or \
    remove the line ---
    == all
    name: "abc

    --
    2:1: not valid YAML: found unexpected end of stream, while scanning a quoted scalar that \
    starts in line 1; check indentation, brackets, quotes and colons near here
    == all
    name: é\u{1}

    --
    1:8: not valid YAML: control characters are not allowed; the file must be plain UTF-8 \
    text
    == all
    # εεε
    name: x
    horizon: \u{7}

    --
    3:10: not valid YAML: control characters are not allowed; the file must be plain UTF-8 \
    text
    == all
    # a\r
    # b\r
    name: é\u{2}

    --
    3:8: not valid YAML: control characters are not allowed; the file must be plain UTF-8 \
    text
    == all
    name: a: b

    --
    1:8: not valid YAML: mapping values are not allowed in this context; put a value that has a \
    colon and a space in it into quotes; else check indentation
    == all
    name: @x

    --
    1:7: not valid YAML: found character that cannot start any token, while scanning for the next \
    token that starts in line 1; check indentation, brackets, quotes and colons near here
    == all
    {name: x
    --
    1:9: not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that \
    starts in line 1; check indentation, brackets, quotes and colons near here
    == all
    [[[[
    --
    1:5: not valid YAML: did not find expected node content, while parsing a flow node; \
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
