// swift-tools-version:6.2
import PackageDescription

// Arrows point down. Nothing points up, nothing points sideways.
//
//   sonodrill ──▶ API ──▶ Teaching ──┬──▶ AICore ──▶ Inference ──▶ COpenBLAS, CKernels
//             ├──▶ Phantom           ├──▶ Scoring
//             │                      ├──▶ Learning ─▶ Statistics
//             │                      ├──▶ Media ───▶ CLibAV
//             │                      ├──▶ Catalog ─▶ Yams, Crypto, CZlib
//             │                      └──▶ Records ─▶ GRDB
//             └──▶ Web ──▶ CWebSockets
//
// Sonography is the shared vocabulary; Inference and Web do without it.
// sonodrill builds the parts and hands them to each other, so it alone may import any of them.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// A module with no files, sockets, clocks or unsafe pointers.
func pure(_ name: String, needs modules: Target.Dependency...) -> Target {
  .target(name: name, dependencies: modules, swiftSettings: settings + [.strictMemorySafety()])
}

/// A module that touches the outside world, through one library.
func door(_ name: String, needs modules: Target.Dependency...) -> Target {
  .target(name: name, dependencies: modules, swiftSettings: settings)
}

/// A system library, found by pkg-config.
func system(_ name: String, _ pkgConfig: String, apt package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

func tests(_ name: String, needs modules: Target.Dependency..., leaving files: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + modules, exclude: files,
    swiftSettings: settings)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "sonodrill",
  products: [.executable(name: "sonodrill", targets: ["sonodrill"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    // Vocabulary
    pure("Sonography"),

    // Engines: values in, values out
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    door("Inference", needs: "COpenBLAS", "CKernels"),
    pure("AICore", needs: "Sonography", "Inference"),
    pure("Phantom", needs: "Sonography"),
    pure("Scoring", needs: "Sonography"),
    pure("Statistics"),
    pure("Learning", needs: "Sonography", "Statistics"),

    // Doors: one library each
    system("COpenBLAS", "openblas", apt: "libopenblas-dev"),
    system("CLibAV", "libavformat", apt: "libavformat-dev"),
    system("CWebSockets", "libwebsockets", apt: "libwebsockets-dev"),
    system("CZlib", "zlib", apt: "zlib1g-dev"),
    door("Media", needs: "Sonography", "CLibAV"),
    door("Catalog", needs: "Sonography", "CZlib", yams, crypto),
    door("Records", needs: "Sonography", grdb, crypto, cryptoExtras),
    door("Web", needs: "CWebSockets"),

    // Composition
    door(
      "Teaching", needs: "Sonography", "AICore", "Scoring", "Learning", "Statistics", "Media",
      "Catalog", "Records"),
    // Speaks in the values of the modules below Teaching; what may happen when is Teaching's alone.
    door(
      "API", needs: "Teaching", "Sonography", "Learning", "Statistics", "Catalog", "Records", "Web",
      logging),
    .executableTarget(
      name: "sonodrill",
      dependencies: [
        "API", "Teaching", "AICore", "Inference", "Phantom", "Scoring", "Learning", "Statistics",
        "Media", "Catalog", "Records", "Web", "Sonography", crypto, logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),

    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    // Counts what the engine allocates while it runs: nothing.
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    tests("Inference", needs: "AllocationCounter", leaving: ["Fixtures"]),
    tests("AICore", needs: "Sonography", "Inference"),
    tests("Phantom", needs: "Sonography"),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("Scoring", needs: "Sonography", "TestSupport"),
    tests("Statistics", needs: "Sonography", "TestSupport", leaving: ["Fixtures"]),
    tests("Learning", needs: "Sonography", "Statistics", "TestSupport"),
    tests("Media", needs: "Sonography"),
    tests("Catalog", needs: "Sonography"),
    tests("Records", needs: "Sonography", grdb),
    tests("Web"),
    tests("Teaching", needs: "Sonography"),
    tests("API", needs: "Sonography"),
  ],
  swiftLanguageModes: [.v6]
)
