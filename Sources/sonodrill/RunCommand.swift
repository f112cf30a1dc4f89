import ArgumentParser
import Foundation
import Inference

/// Runs any model on NumPy arrays, so that others can compare our numbers with theirs.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs an ONNX model on NumPy files and writes its outputs as NumPy files.")

  @Argument(help: "The ONNX file.") var model: String

  @Option(help: "FILE.npy for the only input, or NAME=FILE.npy; may be repeated.") var input: [String]

  @Option(help: "The folder where NAME.npy is written for every output.") var output: String

  @Option(help: "float32, or bfloat16 where the processor gains from it.") var precision = Precision.float32

  func run() throws {
    print(try KernelChoice.prepare())
    let model = try ModelSource(model).load(precision)
    var inputs: [String: Tensor] = [:]
    for argument in input {
      let (name, path) = try parts(of: argument, model)
      guard inputs.updateValue(try NumPyFile.read(path), forKey: name) == nil else {
        throw Failure("--input: '\(name)' is given twice; name each input once, as NAME=FILE.npy")
      }
    }
    let results = try Session(model).run(inputs)
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    for (name, tensor) in results.sorted(by: { $0.key < $1.key }) {
      let file = URL(filePath: output).appending(path: name.replacingOccurrences(of: "/", with: "_") + ".npy")
      try NumPyFile.write(tensor, to: file)
      print(name, tensor.shape, file.relativePath)
    }
  }

  private func parts(of argument: String, _ model: Model) throws -> (name: String, path: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count == 2 { return (parts[0], parts[1]) }
    guard model.inputs.count == 1 else {
      let names = model.inputs.map(\.name).joined(separator: ", ")
      throw Failure("--input \(argument): the model has the inputs \(names); say which, as NAME=\(argument)")
    }
    return (model.inputs[0].name, argument)
  }
}

extension Precision: ExpressibleByArgument {}

/// An ONNX file to be loaded, and what is said when it cannot be.
struct ModelSource {
  let path: String
  private let bytes: [UInt8]

  init(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): the file cannot be read; name an ONNX file")
    }
    (self.path, bytes) = (path, [UInt8](data))
  }

  func load(_ precision: Precision) throws -> Model {
    do throws(ModelError) {
      return try Model(onnx: bytes, precision: precision)
    } catch {
      throw Failure("\(path): \(error)")
    }
  }
}
