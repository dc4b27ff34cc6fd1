// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that building or testing the library never compiles a reference program.
let package = Package(
    name: "fulfillnet-benchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: "fulfillnet", path: "..")
    ],
    targets: [
        .target(name: "HoldReference"),
        .executableTarget(
            name: "hold",
            dependencies: [
                "HoldReference",
                .product(name: "SimulationKernel", package: "fulfillnet"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
