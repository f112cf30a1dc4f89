import ArgumentParser
import Foundation
import Inference

/// Runs the tests other people wrote for ONNX against our engine.
struct OnnxTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "onnx-test",
    abstract: "Runs ONNX backend tests: a line each, 'name ok|fail|unsupported|refused ...', totals last.",
    discussion: """
      A test is a folder with model.onnx and test_data_set_*/input_*.pb and output_*.pb, as in the folder \
      onnx/backend/test/data of the Python package onnx. The largest error is absolute. 'unsupported' is an \
      operator the engine does not have, 'refused' a use of one it has that it does not do.
      """)

  @Argument(help: "Test folders, or folders of test folders.") var folders: [String]

  private enum Outcome: String, CaseIterable {
    case ok, fail, unsupported, refused
  }

  func run() throws {
    _ = try KernelChoice.prepare()
    let tests = try folders.flatMap(Self.tests)
    var counts: [Outcome: Int] = [:]
    for test in tests {
      let (outcome, detail) = Self.outcome(test)
      print(test.lastPathComponent, outcome, detail)
      counts[outcome, default: 0] += 1
    }
    print("total \(tests.count):", Outcome.allCases.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", "))
    if counts[.fail] != nil { throw ExitCode(1) }
  }

  private static func tests(in folder: String) throws -> [URL] {
    let url = URL(filePath: folder)
    if isTest(url) { return [url] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Failure("\(folder): there is no such folder; name one with model.onnx in it or in its folders")
    }
    let tests = names.sorted().map { url.appending(path: $0) }.filter(isTest)
    guard !tests.isEmpty else { throw Failure("\(folder): neither it nor its folders have a model.onnx") }
    return tests
  }

  private static func isTest(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "model.onnx").path)
  }

  private static func outcome(_ test: URL) -> (Outcome, String) {
    do {
      var worst: Float = 0
      let names = try FileManager.default.contentsOfDirectory(atPath: test.path).filter {
        $0.hasPrefix("test_data_set_")
      }
      guard !names.isEmpty else { return (.refused, "it has no test_data_set_0") }
      for name in names.sorted() {
        let result = try nodeTest(test, set: test.appending(path: name)).result()
        if let problem = result.problems.first { return (.fail, "\(result.largestError) \(problem)") }
        worst = max(worst, result.largestError)
      }
      return (.ok, "\(worst)")
    } catch ModelError.unsupportedOperator(let name, _, let opset) {
      return (.unsupported, "operator \(name) of opset \(opset)")
    } catch {
      return (.refused, "\(error)")
    }
  }

  private static func nodeTest(_ test: URL, set: URL) throws -> NodeTest {
    func numbered(_ prefix: String) throws -> [[UInt8]] {
      let names = try FileManager.default.contentsOfDirectory(atPath: set.path).filter { $0.hasPrefix(prefix + "_") }
      return try names.indices.map { try [UInt8](Data(contentsOf: set.appending(path: "\(prefix)_\($0).pb"))) }
    }
    return try NodeTest(
      model: [UInt8](Data(contentsOf: test.appending(path: "model.onnx"))), inputs: numbered("input"),
      outputs: numbered("output"))
  }
}
