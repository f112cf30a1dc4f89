import Foundation
import Testing

/// The picture of the modules, held against the sources.
@Suite struct ArchitectureTests {
  /// Which of our modules and libraries each module may import, beside the Swift runtime's own.
  static let allowed: [String: Set<String>] = [
    "Sonography": [],
    "Inference": ["COpenBLAS", "CKernels", "Glibc", "Foundation", "Synchronization"],
    "AICore": ["Sonography", "Inference", "Glibc"],
    "Phantom": ["Sonography", "CPhantom"],
    "Scoring": ["Sonography", "Glibc"],
    "Statistics": ["Glibc"],
    "Learning": ["Sonography", "Statistics", "Glibc"],
    "Media": ["Sonography", "CLibAV", "Foundation", "Glibc"],
    "Catalog": ["Sonography", "CZlib", "Yams", "Crypto", "Foundation", "FoundationXML", "Glibc"],
    "Records": ["Sonography", "GRDB", "Crypto", "CryptoExtras", "Foundation"],
    "Web": ["CWebSockets", "Foundation", "Dispatch", "Glibc"],
    "Teaching": [
      "Sonography", "AICore", "Scoring", "Learning", "Statistics", "Media", "Catalog", "Records",
      "Foundation",
    ],
    "API": [
      "Sonography", "Learning", "Statistics", "Catalog", "Records", "Teaching", "Web", "Logging",
      "Foundation",
    ],
  ]

  static let pureModules: Set = [
    "Sonography", "Inference", "AICore", "Phantom", "Scoring", "Statistics", "Learning",
  ]
  static let sources = SourceTree.files(under: "Sources")

  @Test(arguments: sources.filter { $0.module != "sonodrill" })
  func `a module imports only what the picture allows`(_ file: SourceTree.File) throws {
    let allowed = try #require(Self.allowed[file.module], "a new module needs a line in this table")
    #expect(Set(file.imports).subtracting(allowed).isEmpty)
  }

  @Test(arguments: sources.filter { pureModules.contains($0.module) })
  func `a pure module has no clock, chance, file or output`(_ file: SourceTree.File) {
    let impure = [
      "Date()", ".now", "FileManager", "print(", "SystemRandomNumberGenerator", ".random(in:",
      ".randomElement()", ".shuffled()", "getenv(",
    ]
    let found = file.code.flatMap { line in
      impure.filter { word in
        guard line.text.contains(word) else { return false }
        // A draw from a generator that was passed in is not chance.
        return !(word == ".random(in:" && line.text.contains("using:"))
      }.map { "\(file.path):\(line.number): \($0)" }
    }
    // The kernel self-test measures time and chooses a kernel by request: its whole purpose.
    #expect(file.path.hasPrefix("Sources/Inference/Kernels") || found.isEmpty, "\(found)")
  }

  @Test(arguments: sources + SourceTree.files(under: "Tests"))
  func `a file fits in the head`(_ file: SourceTree.File) {
    #expect(file.lines.count <= 400)
  }

  @Test(arguments: sources)
  func `no line can stop the process on bad input`(_ file: SourceTree.File) {
    let traps = file.code.filter {
      $0.text.contains("try!") || $0.text.contains(" as! ") || $0.text.contains("fatalError(")
    }
    #expect(traps.isEmpty)
  }

  @Test(arguments: sources)
  func `nothing is left behind`(_ file: SourceTree.File) {
    let marks = file.lines.filter { line in
      ["TODO", "FIXME", "XXX", "HACK"].contains { line.contains($0) }
    }
    #expect(marks.isEmpty)
  }

  @Test func `the sources are formatted`() throws {
    let lint = Process()
    lint.executableURL = URL(filePath: "/usr/bin/env")
    lint.arguments = ["swift", "format", "lint", "--strict", "--parallel", "--recursive", "Sources", "Tests"]
    lint.currentDirectoryURL = URL(filePath: SourceTree.root)
    let output = Pipe()
    lint.standardError = output
    try lint.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    lint.waitUntilExit()
    #expect(lint.terminationStatus == 0, "\(text.prefix(4000))")
  }
}
