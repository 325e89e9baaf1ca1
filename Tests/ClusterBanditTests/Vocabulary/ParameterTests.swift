import Testing

@testable import ClusterBandit

@Suite("Parameters and arguments")
struct ParameterTests {
  @Test(
    "A range contains its ends unless they are excluded, and only finite numbers",
    arguments: [
      (.closed(0, 1), [0, 0.5, 1], [-0.1, 1.1, .nan]),
      (.weight, [1e-300, 1e15], [0, -1, 1e16, .infinity]),
      (.scale, [1e-50, 1e50], [0, 1e-51, 1e51, -1]),
      (.openClosed(0, 1), [0.1, 1], [0, 1.1]),
      (.location, [-1e50, 0, 1e50], [1e51, -1e51, .infinity, .nan]),
      (.probability, [0, 1], [-1, 2]),
    ] as [(NumberRange, [Double], [Double])])
  func ranges(range: NumberRange, inside: [Double], outside: [Double]) {
    for x in inside { #expect(range.contains(x), "\(x)") }
    for x in outside { #expect(!range.contains(x), "\(x)") }
  }

  @Test("Defaults fill what was left out, and nothing else")
  func defaults() {
    let parameters: [Parameter] = [
      .required("a", .number(.location), ""),
      .defaulted("b", .flag, .flag(true), ""),
      .defaulted("c", .integer(0...9), .integer(3), ""),
      .optional("d", .number(.location), absent: "", ""),
    ]
    let arguments = Arguments(["a": .integer(2), "c": .integer(5)], defaultsOf: parameters)
    #expect(arguments.number("a") == 2, "a whole number serves as a number")
    #expect(arguments.flag("b") && arguments.integer("c") == 5)
    #expect(arguments.optionalNumber("d") == nil)
    #expect(arguments.values.count == 3)
  }

  @Test("Each kind of value is read by its own accessor, and absence is nil where it may be")
  func accessors() {
    let table = ArmTable(clusters: ["c"], arms: ["a"], means: [0.5])
    let features = ArmFeatures(clusters: ["c"], arms: ["a"], names: ["x", "y"], values: [1, 2])
    let arguments = Arguments([
      "word": .word("x"), "numbers": .numbers([1, 2]), "priors": .priors([.uniform]),
      "partition": .partition([[0]]), "variant": .constant(0.25), "table": .table(table),
      "ties": .word("first"), "tree": .tree(.arms([0])), "features": .features(features),
      "integer": .integer(3),
    ])
    #expect(arguments.word("word") == "x" && arguments.numbers("numbers") == [1, 2])
    #expect(arguments.priors("priors") == [BetaPrior(alpha: 1, beta: 1)])
    #expect(arguments.partition("partition") == [[0]] && arguments.table("table") == table)
    #expect(arguments.tree("tree") == .arms([0]) && arguments.tree("none") == nil)
    #expect(arguments.variant("variant").name == "constant")
    #expect(arguments.variant("variant").arguments.number("value") == 0.25)
    #expect(arguments.ties == .first)
    #expect(arguments.priors("none") == nil && arguments.partition("none") == nil)
    #expect(arguments.optionalVariant("none") == nil)
    #expect(arguments.features("features") == features && arguments.features("none") == nil)
    #expect(arguments.optionalInteger("integer") == 3 && arguments.optionalInteger("none") == nil)
  }
}
