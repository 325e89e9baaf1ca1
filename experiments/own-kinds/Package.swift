// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "own-kinds",
  dependencies: [.package(name: "cluster-bandit", path: "../..")],
  targets: [
    .target(
      name: "OwnKinds",
      dependencies: [
        .product(name: "ClusterBandit", package: "cluster-bandit"),
        .product(name: "Randomness", package: "cluster-bandit"),
      ]),
    .executableTarget(
      name: "own-bandit",
      dependencies: ["OwnKinds", .product(name: "BanditCommand", package: "cluster-bandit")]),
    .testTarget(
      name: "OwnKindsTests",
      dependencies: ["OwnKinds", .product(name: "BanditTesting", package: "cluster-bandit")]),
  ],
  swiftLanguageModes: [.v6]
)
