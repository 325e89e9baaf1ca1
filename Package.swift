// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "cluster-bandit",
  products: [
    .executable(name: "cluster-bandit", targets: ["cluster-bandit"]),
    .library(name: "ClusterBandit", targets: ["ClusterBandit"]),
    .library(name: "BanditExperiments", targets: ["BanditExperiments"]),
    .library(name: "BanditCommand", targets: ["BanditCommand"]),
    .library(name: "Randomness", targets: ["Randomness"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
    .target(
      name: "LinearAlgebra", dependencies: ["COpenBLAS", "CLAPACKE"], swiftSettings: strict),
    .target(name: "Randomness", swiftSettings: strict),
    .target(
      name: "ClusterBandit", dependencies: ["LinearAlgebra", "Randomness"], swiftSettings: strict),
    .target(
      name: "BanditExperiments",
      dependencies: [
        "ClusterBandit", "LinearAlgebra", "Randomness", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    // The whole folder is copied beside the program: a new experiment needs no line here.
    .target(
      name: "ShippedExperiments", path: ".",
      exclude: [
        "LICENSE", "README.md", "Sources/BanditCommand", "Sources/BanditExperiments",
        "Sources/CLAPACKE",
        "Sources/COpenBLAS", "Sources/ClusterBandit", "Sources/LinearAlgebra",
        "Sources/Randomness", "Sources/cluster-bandit", "Tests", "experiments/win-stay",
      ],
      sources: ["Sources/ShippedExperiments"], resources: [.copy("experiments")],
      swiftSettings: strict),
    .target(
      name: "BanditCommand",
      dependencies: [
        "BanditExperiments", "ClusterBandit", "LinearAlgebra", "Randomness", "ShippedExperiments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "cluster-bandit", dependencies: ["BanditCommand"], swiftSettings: strict),
    .executableTarget(
      name: "win-stay", dependencies: ["BanditExperiments", "ClusterBandit", "Randomness"],
      path: "experiments/win-stay", swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Randomness"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "COpenBLAS"],
      swiftSettings: strict),
    .testTarget(
      name: "RandomnessTests", dependencies: ["Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ClusterBanditTests",
      dependencies: ["ClusterBandit", "LinearAlgebra", "Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "BanditExperimentsTests",
      dependencies: ["BanditExperiments", "ClusterBandit", "Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["cluster-bandit", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
