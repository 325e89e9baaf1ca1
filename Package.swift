// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// What is done once a command, and not once a pull, compiles four times faster without the
/// optimizer.
let unhurried = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// What is done once a pull is optimized in debug builds too: tests play millions of them.
let hurried =
  strict + [
    .unsafeFlags(
      ["-O", "-whole-module-optimization", "-num-threads", "1", "-disable-batch-mode"],
      .when(configuration: .debug))
  ]

let package = Package(
  name: "cluster-bandit",
  products: [
    .executable(name: "cluster-bandit", targets: ["cluster-bandit"]),
    .library(name: "ClusterBandit", targets: ["ClusterBandit"]),
    .library(name: "SampleStatistics", targets: ["SampleStatistics"]),
    .library(name: "BanditExperiments", targets: ["BanditExperiments"]),
    .library(name: "BanditFigures", targets: ["BanditFigures"]),
    .library(name: "BanditReports", targets: ["BanditReports"]),
    .library(name: "BanditNotebooks", targets: ["BanditNotebooks"]),
    .library(name: "BanditCommand", targets: ["BanditCommand"]),
    .library(name: "BanditTesting", targets: ["BanditTesting"]),
    .library(name: "Randomness", targets: ["Randomness"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // What a paper's formulas need.
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"], swiftSettings: strict),
    // Instructions that Swift has no words for.
    .systemLibrary(name: "CInstructions"),
    .target(name: "Randomness", dependencies: ["CInstructions"], swiftSettings: hurried),
    .target(
      name: "ClusterBandit", dependencies: ["CInstructions", "LinearAlgebra", "Randomness"],
      swiftSettings: hurried),
    .target(
      name: "BanditTesting", dependencies: ["ClusterBandit", "LinearAlgebra", "Randomness"],
      swiftSettings: strict),

    // From files to tables.
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    // Moments, quantiles and tests of samples; nothing of bandits in it.
    .target(name: "SampleStatistics", dependencies: ["Randomness"], swiftSettings: hurried),
    // Text files as bytes: what they are, their rows, their numbers.
    .target(name: "TextFiles", swiftSettings: hurried),
    .target(
      name: "BanditExperiments",
      dependencies: [
        "CCrypto", "ClusterBandit", "LinearAlgebra", "Randomness", "SampleStatistics", "TextFiles",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: unhurried),
    // Results that last.
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    // Numbers as bytes; nothing of bandits in it.
    .target(name: "ByteCoding", dependencies: ["SampleStatistics"], swiftSettings: hurried),
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
    .target(
      name: "BanditStorage",
      dependencies: [
        "BanditExperiments", "ByteCoding", "ClusterBandit", "SQLite",
      ],
      swiftSettings: unhurried),
    // From numbers to pictures; nothing of bandits in it.
    .target(
      name: "BanditFigures", exclude: ["Metrics/generate-widths.py"], swiftSettings: unhurried),
    .target(
      name: "BanditBenchmarks",
      dependencies: ["BanditExperiments", "ClusterBandit", "LinearAlgebra", "Randomness"],
      swiftSettings: strict),

    // From results to pictures.
    .target(
      name: "BanditReports",
      dependencies: ["BanditExperiments", "BanditFigures", "ClusterBandit", "Randomness"],
      swiftSettings: unhurried),

    // The local page: its server, its routes, and the assets, which a plugin writes into the program.
    .target(
      name: "BanditExplorer",
      dependencies: [
        "BanditExperiments", "BanditFigures", "BanditReports", "ClusterBandit", "Randomness",
      ],
      exclude: ["Assets"], swiftSettings: unhurried, plugins: ["ExplorerAssets"]),
    .plugin(name: "ExplorerAssets", capability: .buildTool(), path: "Sources/ExplorerAssets"),

    // Markdown that is executed; it knows nothing of bandits.
    .target(name: "BanditNotebooks", swiftSettings: unhurried),

    // The command.
    .target(
      name: "BanditCommand",
      dependencies: [
        "BanditBenchmarks", "BanditExperiments", "BanditExplorer", "BanditFigures",
        "BanditNotebooks", "BanditReports", "BanditStorage", "ClusterBandit", "LinearAlgebra",
        "Randomness",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: unhurried),
    .plugin(
      name: "BuildInformation", capability: .buildTool(), path: "Sources/BuildInformation"),
    .executableTarget(
      name: "cluster-bandit", dependencies: ["BanditCommand", "BanditExperiments"],
      swiftSettings: unhurried, plugins: ["BuildInformation"]),
    .executableTarget(
      name: "win-stay",
      dependencies: ["BanditExperiments", "ClusterBandit", "Randomness"],
      path: "experiments/win-stay", swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra", "Randomness"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["COpenBLAS", "LinearAlgebra", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RandomnessTests", dependencies: ["Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ClusterBanditTests",
      dependencies: [
        "BanditTesting", "ClusterBandit", "LinearAlgebra", "Randomness", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BanditTestingTests",
      dependencies: ["BanditTesting", "ClusterBandit", "Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SampleStatisticsTests",
      dependencies: ["Randomness", "SampleStatistics", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "TextFilesTests", dependencies: ["TextFiles"], swiftSettings: strict),
    .testTarget(
      name: "BanditExperimentsTests",
      dependencies: [
        "BanditExperiments", "ClusterBandit", "Randomness", "SampleStatistics", "TestSupport",
        "TextFiles",
      ],
      swiftSettings: strict),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: strict),
    .testTarget(
      name: "BanditStorageTests",
      dependencies: [
        "BanditExperiments", "BanditStorage", "ByteCoding", "ClusterBandit", "SQLite",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BanditFiguresTests", dependencies: ["BanditFigures"], swiftSettings: strict),
    .testTarget(
      name: "BanditReportsTests",
      dependencies: ["BanditExperiments", "BanditFigures", "BanditReports", "ClusterBandit"],
      swiftSettings: strict),
    .testTarget(
      name: "BanditExplorerTests",
      dependencies: ["BanditExperiments", "BanditExplorer", "BanditReports", "ClusterBandit"],
      swiftSettings: strict),
    .testTarget(
      name: "BanditBenchmarksTests",
      dependencies: ["BanditBenchmarks", "ClusterBandit", "Randomness"], swiftSettings: strict),
    .testTarget(
      name: "BanditNotebooksTests", dependencies: ["BanditNotebooks"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["cluster-bandit", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
