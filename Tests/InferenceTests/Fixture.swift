import Foundation
import Inference
import Testing

/// The models of `Fixtures/make.py`.
struct Fixture: CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }

  static let all = ["residual", "pyramid", "kernels", "shapes"].map(Fixture.init)

  private var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").appending(path: name)
  }

  private func bytes(_ file: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: folder.appending(path: file))) }

  var model: [UInt8] { get throws { try bytes("model.onnx") } }

  var outputs: [[UInt8]] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return try names.filter { $0.hasPrefix("output") }.sorted().map(bytes)
    }
  }

  func test(_ kernel: Kernel = .best) throws -> NodeTest {
    try NodeTest(model: model, inputs: [bytes("input_0.pb")], outputs: outputs, kernel: kernel)
  }
}

/// A small generator whose seed is all of its state (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func tensor(_ shape: [Int]) -> Tensor {
    Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &self) })
  }
}
