import Foundation
import Inference
import Testing

/// Damaged models by the thousand; none may trap, hang or eat the memory.
///
///     FUZZ_EXECUTIONS=1000000 swift test -c release --skip-build --filter FuzzTests
@Suite struct FuzzTests {
  /// How many models each of the seeds tries.
  private static let executions = ProcessInfo.processInfo.environment["FUZZ_EXECUTIONS"].flatMap(Int.init) ?? 4000
  private static let seeds = UInt64(1)...20

  /// Whole small models of every kind of operator, and one line each of what else may be asked.
  private static func corpus() throws -> [[UInt8]] {
    let nodes: [Proto] = [
      .node("MaxPool", ["x"], ["y"], integers: ["kernel_shape": [2, 2], "strides": [2, 2], "pads": [0, 1, 1, 0]]),
      .node("AveragePool", ["x"], ["y"], integers: ["kernel_shape": [3, 2], "ceil_mode": [1]]),
      .node("Transpose", ["x"], ["y"], integers: ["perm": [3, 1, 0, 2]]),
      .node("Softmax", ["x"], ["y"]), .node("Flatten", ["x"], ["y"]), .node("Shape", ["x"], ["y"]),
      .node("ReduceMean", ["x"], ["y"], integers: ["axes": [2, 3]]), .node("Split", ["x"], ["y", "z"]),
      .node("Concat", ["x", "w"], ["y"]), .node("Gather", ["x", "w"], ["y"]), .node("Slice", ["x", "w", "w"], ["y"]),
      .node("Resize", ["x", "", "w"], ["y"]), .node("Pad", ["x", "w"], ["y"]), .node("Reshape", ["x", "w"], ["y"]),
      .node("MatMul", ["x", "w"], ["y"]), .node("Conv", ["x", "w"], ["y"]), .node("ConvTranspose", ["x", "w"], ["y"]),
      .node("Squeeze", ["x", "w"], ["y"]), .node("Unsqueeze", ["x", "w"], ["y"]), .node("Cast", ["w"], ["y"]),
    ]
    let weights = [
      Proto.tensor("w", [1, 1, 2, 2], [1, 2, 3, 4]), .tensor("w", [4], [1, 1, 2, 2]), .tensor("w", [2], [0, 1]),
    ]
    let small = nodes.flatMap { node in weights.map { Proto.model([node], initialisers: [$0]).bytes } }
    return try Fixture.all.map { try $0.model } + small
  }

  @Test(.timeLimit(.minutes(60)), arguments: seeds)
  func `no damage to a file stops the process`(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let corpus = try Self.corpus()
    let trees = corpus.map { ProtoTree($0[...]) }
    var slowest = 0.0
    var accepted = 0
    let count = Self.executions / Self.seeds.count
    for _ in 0..<count {
      let choice = Int.random(in: corpus.indices, using: &random)
      var bytes = corpus[choice]
      if var tree = trees[choice], Int.random(in: 0..<4, using: &random) > 0 {
        for _ in 0..<Int.random(in: 1...4, using: &random) { tree.mutate(&random) }
        bytes = tree.bytes
      } else {
        for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
      }
      let time = ContinuousClock().measure { accepted += isAccepted(bytes) ? 1 : 0 }
      slowest = max(slowest, time / .seconds(1))
    }
    #expect(slowest < 20, "one model took \(slowest) s")
    // Were all refused at once, nothing behind the reader would have been tried.
    #expect(accepted > count / 50, "only \(accepted) of \(count) models were still sound")
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0...4, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 1: bytes[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
    default:
      let from = Int.random(in: bytes.indices, using: &random)
      bytes.replaceSubrange(place..<min(bytes.count, place + 8), with: bytes[from..<min(bytes.count, from + 8)])
    }
  }

  /// Loads and runs it, in either precision, and says whether a result came out.
  private func isAccepted(_ bytes: [UInt8]) -> Bool {
    let precision = bytes.count % 2 == 0 ? Precision.float32 : .bfloat16
    guard let model = try? Model(onnx: bytes, precision: precision), let session = try? Session(model) else {
      return false
    }
    var inputs: [String: Tensor] = [:]
    for input in model.inputs {
      let shape = input.shape.map { $0 ?? 1 }
      guard shape.reduce(1.0, { $0 * Double($1) }) < 0x1p16 else { return false }
      inputs[input.name] = Tensor(shape: shape, values: [Float](repeating: 0.5, count: shape.reduce(1, *)))
    }
    // What is large is lawful; it only takes long.
    if let memory = session.memory, memory.arena > 1 << 22 { return true }
    return (try? session.run(inputs)) != nil
  }
}
