// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    // https://github.com/apple/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "fulfillnet",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "fulfillnet", targets: ["fulfillnet"]),
        .library(name: "FulfillmentNetwork", targets: ["FulfillmentNetwork"]),
        .library(name: "RequestRouting", targets: ["RequestRouting"]),
        .library(name: "SimulationKernel", targets: ["SimulationKernel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
        .package(
            url: "https://github.com/apple/swift-argument-parser",
            .upToNextMinor(from: "1.8.2")
        ),
        .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", .upToNextMinor(from: "0.10.0")),
    ],
    targets: [
        .target(name: "SimulationKernel", swiftSettings: swiftSettings),
        .target(
            name: "LibraryModel",
            dependencies: ["SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "RequestRouting",
            dependencies: ["LibraryModel", "SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "FulfillmentNetwork",
            dependencies: ["RequestRouting", "LibraryModel", "SimulationKernel", "Memory"],
            swiftSettings: swiftSettings
        ),
        // What of memory only C can ask for.
        .target(name: "Memory"),
        // What of SQLite only C can set.
        .target(name: "SQLiteSettings", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "InstitutionStorage",
            dependencies: [
                "FulfillmentNetwork", "RequestRouting", "LibraryModel", "SimulationKernel",
                "SQLiteSettings",
                .product(name: "GRDB", package: "GRDB.swift"),
                // SQLite itself, for the hot path that binds and steps by hand.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Scenarios",
            dependencies: [
                "FulfillmentNetwork", "InstitutionStorage", "RequestRouting", "LibraryModel",
                "SimulationKernel",
                .product(name: "Yams", package: "Yams"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "fulfillnet",
            dependencies: [
                "Scenarios", "FulfillmentNetwork", "InstitutionStorage", "RequestRouting",
                "LibraryModel", "SimulationKernel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        // In this package, because it measures what no other package sees.
        .executableTarget(
            name: "routing-decision",
            dependencies: ["LibraryModel", "RequestRouting", "SimulationKernel"],
            path: "Benchmarks/Sources/routing-decision",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "FulfillmentNetworkTests",
            dependencies: [
                "FulfillmentNetwork", "InstitutionStorage", "LibraryModel", "RequestRouting",
                "Scenarios", "SimulationKernel",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "LibraryModelTests",
            dependencies: ["LibraryModel", "SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "RequestRoutingTests",
            dependencies: ["LibraryModel", "RequestRouting", "SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                // Not imported: the tests run it as people do, so it must have been built.
                "fulfillnet",
                "FulfillmentNetwork", "InstitutionStorage", "LibraryModel", "Scenarios",
                "SimulationKernel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Corpus", "Stories"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ScenariosTests",
            dependencies: ["LibraryModel", "RequestRouting", "Scenarios", "SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "SimulationKernelTests",
            dependencies: ["SimulationKernel"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "InstitutionStorageTests",
            dependencies: [
                "FulfillmentNetwork", "InstitutionStorage", "LibraryModel", "SimulationKernel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
