// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioConcurrencyHelpers: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioFoundationCompat: Target.Dependency = .product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
    name: "tideline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tideline", targets: ["tideline"]),
        .library(name: "TidelineClient", targets: ["TidelineClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Ring 1: pure. No input or output, no clock, no randomness.
        .target(name: "TidelineCore", dependencies: [crypto], swiftSettings: settings),
        .target(name: "TidelineAPI", dependencies: ["TidelineCore", nioCore], swiftSettings: settings),

        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "TidelineZstd", dependencies: ["TidelineCore", "CZstd", nioCore], swiftSettings: settings),

        // Ring 2: use cases and the ports they need.
        .target(
            name: "TidelineService",
            dependencies: ["TidelineCore", "TidelineAPI", nioCore, logging, crypto], swiftSettings: settings),
        .target(name: "TidelineSync", dependencies: ["TidelineCore", nioCore, logging], swiftSettings: settings),

        // Ring 3: adapters.
        .target(name: "CTidelineOS"),
        .target(
            name: "TidelineSQLite", dependencies: ["TidelineCore", "TidelineService", grdb, sqlite],
            swiftSettings: settings),
        .target(
            name: "TidelineContent", dependencies: ["TidelineCore", "TidelineService", grdb, nioCore],
            swiftSettings: settings),
        .target(
            name: "TidelineServer",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineZstd", crypto, logging,
                nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], swiftSettings: settings),
        .target(
            name: "TidelineClient",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineSync", "TidelineZstd", nioCore, nioPosix, nioHTTP1,
                nioWebSocket, nioSSL, nioFoundationCompat,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ], swiftSettings: settings),
        .target(
            name: "TidelineFolder", dependencies: ["TidelineCore", "TidelineSync", "CTidelineOS", grdb, nioCore],
            swiftSettings: settings),
        .target(
            name: "TidelineTestKit",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineSync", "TidelineClient", nioCore, logging,
            ], swiftSettings: settings),

        .target(
            name: "TidelineSimulator",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineSync", "TidelineTestKit", nioCore, logging,
            ], swiftSettings: settings),

        // Ring 4: composition roots.
        .executableTarget(
            name: "tideline-sim",
            dependencies: [
                "TidelineCore", "TidelineSimulator", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "tideline",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineSQLite", "TidelineContent",
                "TidelineServer", "TidelineSync", "TidelineClient", "TidelineFolder", nioCore, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], swiftSettings: settings),

        .testTarget(
            name: "CoreTests", dependencies: ["TidelineCore", "TidelineAPI", "TidelineZstd", nioCore],
            swiftSettings: settings),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineSQLite", "TidelineContent",
                "TidelineTestKit", nioCore,
            ], swiftSettings: settings),
        .testTarget(
            name: "StoreContractTests",
            dependencies: ["TidelineCore", "TidelineService", "TidelineSQLite", grdb, sqlite],
            exclude: ["SQLite/schema.sql"], swiftSettings: settings),
        .testTarget(
            name: "ContentContractTests",
            dependencies: ["TidelineCore", "TidelineService", "TidelineContent", nioCore, nioConcurrencyHelpers, grdb],
            swiftSettings: settings),
        .testTarget(
            name: "SyncTests",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineSync", "TidelineClient", "TidelineTestKit",
                nioCore, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SimulatorTests", dependencies: ["TidelineCore", "TidelineSimulator", "TidelineTestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "FolderTests",
            dependencies: ["TidelineCore", "TidelineSync", "TidelineFolder", "TidelineTestKit", nioCore, logging],
            swiftSettings: settings),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineService", "TidelineServer", "TidelineContent", "TidelineSQLite",
                "TidelineZstd", "TidelineTestKit", nioCore, nioPosix, nioHTTP1, nioWebSocket, logging,
                crypto,
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: settings),
        .testTarget(
            name: "ClientTests",
            dependencies: [
                "TidelineCore", "TidelineAPI", "TidelineClient", "TidelineSync", "TidelineZstd", "TidelineTestKit",
                nioCore, nioPosix,
                nioHTTP1, nioWebSocket, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["tideline", "TidelineClient", "TidelineAPI", grdb, nioCore],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
