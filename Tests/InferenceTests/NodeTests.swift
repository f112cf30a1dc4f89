import Foundation
import Inference
import Testing

/// The official backend tests of ONNX 1.19.1, where they are installed.
///
/// `ONNX_TEST_DATA` names the folder `onnx/backend/test/data` of that Python package.
private enum Official {
  static let folder = ProcessInfo.processInfo.environment["ONNX_TEST_DATA"].map { URL(filePath: $0) }

  /// Tests of declared operators that ask for something outside what the engine is for.
  /// Each line of the list is a name and the reason.
  static func skipped() throws -> Set<String> {
    let list = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/skipped-node-tests.txt")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
    return Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
  }

  static func names(_ collection: String) throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: collection).path).sorted()
  }

  static func load(_ name: String, of collection: String) throws -> NodeTest {
    let folder = try #require(folder).appending(path: collection).appending(path: name)
    let files = folder.appending(path: "test_data_set_0")
    func numbered(_ prefix: String) throws -> [[UInt8]] {
      let names = try FileManager.default.contentsOfDirectory(atPath: files.path).filter { $0.hasPrefix(prefix) }
      return try names.indices.map { try [UInt8](Data(contentsOf: files.appending(path: "\(prefix)_\($0).pb"))) }
    }
    return try NodeTest(
      model: [UInt8](Data(contentsOf: folder.appending(path: "model.onnx"))), inputs: numbered("input"),
      outputs: numbered("output"))
  }
}

@Suite(.enabled(if: Official.folder != nil, "set ONNX_TEST_DATA to onnx 1.19.1's backend/test/data"))
struct NodeTests {
  @Test(arguments: zip(["node", "pytorch-converted", "pytorch-operator", "simple"], [300, 60, 20, 1]))
  func `the official tests of every declared operator pass`(collection: String, atLeast count: Int) throws {
    var passed = 0
    let skipped = try Official.skipped()
    for name in try Official.names(collection) where !skipped.contains(name) {
      do {
        let problems = try Official.load(name, of: collection).problems()
        #expect(problems.isEmpty, "\(name): \(problems.joined(separator: "; "))")
        passed += 1
      } catch ModelError.unsupportedOperator {
        continue
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
    #expect(passed >= count, "only \(passed) tests were run")
  }
}
