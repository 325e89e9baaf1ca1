@testable import BanditExperiments

/// Results as no one wants them.
enum NastyResult {
  static let long =
    "A name <of> 300 & more \"letters\" 日本語のとても長い名前 🎰🎲 "
    + String(repeating: "that goes on, ", count: 18)

  /// Regrets of two policies by replication.
  private static let regrets: [(name: String, first: [Double], second: [Double])] = [
    ("plain", [3, 1, 4, 1.5], [10, 12, 9, 11]),
    ("one replication", [3], [4]),
    ("equal values", [2, 2, 2], [2, 2, 2]),
    ("zero", [0, 0, 0], [0, 0, 0]),
    ("NaN", [1, .nan, 3], [.nan, .nan, .nan]),
    ("infinite", [1, .infinity, 3], [-.infinity, 2, 2]),
    ("negative", [-5, -1, 2], [-3, 4, -8]),
    ("far", [1e-15, 1, 1e15], [1e-15, 2, 3]),
    ("large and close", [1e15, 1e15 + 1], [1e15, 1e15 + 0.25]),
    ("largest", [1.7e308, -1.7e308, 1], [1, 2, 3]),
  ]

  static let all: [(name: String, result: ResultSet)] =
    regrets.map { name, first, second in
      (
        name,
        ResultSet([
          MadeUp("one", first), MadeUp("two", second),
          MadeUp("one", second, environment: "other"), MadeUp("two", first, environment: "other"),
        ])
      )
    } + [
      ("nothing", ResultSet([])),
      (
        "names",
        ResultSet(
          [long, "日本語", "\"<&>'", "🎰"].flatMap { name in
            [
              MadeUp(name, [1, 2, 3], stuck: [0, 1, 0]),
              MadeUp(name, [2, 3, 5], environment: long),
            ]
          }, title: long)
      ),
      ("one round", ResultSet([MadeUp("one", [1, 2], rounds: [1])])),
      (
        "partial",
        ResultSet([MadeUp("one", [1, 2]), MadeUp("two", [1, 2])], replications: 50)
      ),
      (
        "many policies",
        ResultSet((0..<200).map { MadeUp("policy \($0)", [Double($0), Double($0 % 7)]) })
      ),
      (
        "many environments",
        ResultSet(
          (0..<30).flatMap { place in
            ["one", "two"].map {
              MadeUp($0, [Double(place), 2], environment: "environment \(place)")
            }
          })
      ),
      (
        "swept",
        ResultSet(
          [0.0, 1e-9, 1, 1e15].map { value in
            MadeUp(
              "\(long), x = \(value)", [value, 1],
              swept: [Plan.SweptValue(path: "policies.*.x", value: .number(value))])
          } + [MadeUp("not swept", [4, 5])])
      ),
      (
        "swept words",
        ResultSet(
          [long, "b", "日本語"].map { word in
            MadeUp(
              "policy, kind = \(word)", [1, 3],
              swept: [Plan.SweptValue(path: "policies.0.kind", value: .text(word))])
          })
      ),
    ]
}
