/// Bad files: slips of typing.
extension BadExperimentTests {
  static let typingSlips = """
    == 1
    name:s
    --
    1:5: there is no space after the colon of 'name'; write name: and a space before the value
    == 2
    horizon:100
    --
    2:8: there is no space after the colon of 'horizon'; write horizon: and a space before the value
    == 4
    environment:{kind: bernoulli, means: [0.4, 0.6]}
    --
    4:12: there is no space after the colon of 'environment'; write environment: and a space before \
    the value
    == 4
    environment: {kind:bernoulli, means: [0.4, 0.6]}
    --
    4:14: the key 'kind' is missing at 'environment.kind'; write a space after the colon: kind: \
    bernoulli
    4:19: there is no space after the colon of 'kind'; write kind: and a space before the value
    == 5
    policies: [{kind: ucb, c:2}]
    --
    5:24: unknown key 'c:2' at 'policies[0].c:2'; write a space after the colon: c: 2
    5:25: there is no space after the colon of 'c'; write c: and a space before the value
    == 5-7
    policies:
      - kind: random
        label:x
    --
    7:10: there is no space after the colon of 'label'; write label: and a space before the value
    == 5-7
    policies:
      -random
      -thompson
    --
    6:3: there is no space after the dash; an element of a list begins with a dash and a space
    6:3: expected a list of policies, found '-random -thompson' at 'policies'; write the list in \
    brackets: [random, thompson]
    7:3: there is no space after the dash; an element of a list begins with a dash and a space
    == 5-7
    policies:
      - kind: random
      -kind: thompson
    --
    7:3: there is no space after the dash; an element of a list begins with a dash and a space
    == 5
    policies: [{kind: “random”}]
    --
    5:19: the quote “ is a curly one; write straight quotes, " or ', or none
    5:19: '“random”' is not one of the policies at 'policies[0].kind'; did you mean 'random'?
    == 6
    title: ‘a: b’
    --
    6:8: the quote ‘ is a curly one; write straight quotes, " or ', or none
    == 5-6
    policies:
    \u{A0}- kind: thompson
    --
    5:10: expected a list of policies, found nothing at 'policies'; write the list in brackets: \
    [{…}, {…}]
    6:1: YAML does not take the character U+00A0 for a space; type it again as a plain space
    6:1: unknown key '\u{A0}- kind' at '\u{A0}- kind'; the keys of an experiment are \
    \(topLevelKeys); keys of your own begin with x-
    == 5-6
    policies:
    - kind:\u{202F}thompson
    --
    6:3: 'kind:\u{202F}thompson' is not one of the policies at 'policies[0].kind'; the policies are \
    \(policyNames)
    6:8: YAML does not take the character U+202F for a space; type it again as a plain space
    == 6
    title: “Dice” in 10\u{202F}000 rounds, see http://example.org  # a:b
    --
    valid
    == 2-6
    horizon: 0
    title: “Dice”  # a:b
    policies: ["random"]
    x-note: "-a {b:c}"
    replications: 2
    environment: {kind: bernoulli, means: [0.4, 0.6]}
    --
    2:10: '0' is out of range at 'horizon'; write a whole number from 1 to 9,007,199,254,740,992
    3:8: the quote “ is a curly one; write straight quotes, " or ', or none
    """
}
