import AllocationCounter
import Dispatch
import Inference
import Synchronization
import Testing

@Suite struct SessionTests {
  /// Every fixture with every kernel, ONNX Runtime's numbers being the judge.
  @Test(arguments: Fixture.all, Kernel.available)
  func `every kernel computes what ONNX Runtime computes`(fixture: Fixture, kernel: Kernel) throws {
    #expect(try fixture.test(kernel).problems(relative: 1e-3, absolute: 1e-4) == [])
  }

  @Test(arguments: ["residual", "pyramid", "kernels"], [Precision.float32, .bfloat16])
  func `a run into the results of the last allocates nothing`(name: String, precision: Precision) throws {
    let model = try Model(onnx: Fixture(name: name).model, precision: precision)
    var random = SplitMix64(state: 3)
    let inputs = Dictionary(
      uniqueKeysWithValues: model.inputs.map { ($0.name, random.tensor($0.shape.map { $0 ?? 2 })) })
    let session = try Session(model)
    let wanted = try session.run(inputs)
    var results: [Tensor] = []
    try session.run(inputs, into: &results)
    let before = allocation_count()
    for _ in 0..<10 { try session.run(inputs, into: &results) }
    #expect(allocation_count() == before)
    #expect(results == model.outputs.map { wanted[$0.name] })
  }

  @Test func `an allocation is counted`() {
    let before = allocation_count()
    let list = [Int](repeating: Int(before), count: 100)
    #expect(allocation_count() > before && list.count == 100)
  }

  /// Threads that share a model, each with a session, get the bits of one alone.
  @Test func `sessions on many threads give the same bits`() throws {
    let model = try Model(onnx: Fixture(name: "pyramid").model)
    var random = SplitMix64(state: 2)
    let images = (0..<8).map { _ in random.tensor([1, 1, 32, 40]) }
    let session = try Session(model)
    let wanted = try images.map { try session.run(["image": $0]) }
    let agreements = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      guard let session = try? Session(model) else { return }
      for round in 0..<20 {
        let image = (index + round) % images.count
        guard let result = try? session.run(["image": images[image]]), result == wanted[image] else { return }
      }
      agreements.withLock { $0 += 1 }
    }
    #expect(agreements.withLock { $0 } == 16)
  }

  @Test(arguments: Fixture.all)
  func `a session's memory is at most three times its largest set of values`(fixture: Fixture) throws {
    let model = try Model(onnx: fixture.model)
    var random = SplitMix64(state: 6)
    let inputs = model.inputs.map { ($0.name, random.tensor($0.shape.map { $0 ?? 1 })) }
    let session = try Session(model)
    _ = try session.run(Dictionary(uniqueKeysWithValues: inputs))
    let memory = try #require(session.memory)
    // Cache lines and the room to read past an end weigh only where values are tiny.
    #expect(memory.arena <= max(3 * memory.activations, 1 << 16), "\(memory)")
  }

  @Test(arguments: ["residual", "pyramid"])
  func `the time of every layer is told`(name: String) throws {
    let model = try Model(onnx: Fixture(name: name).model)
    var random = SplitMix64(state: 4)
    let inputs = Dictionary(
      uniqueKeysWithValues: model.inputs.map { ($0.name, random.tensor($0.shape.map { $0 ?? 1 })) })
    var layers: [LayerTiming] = []
    for _ in 0..<3 { try Session(model).run(inputs, timing: &layers) }
    #expect(layers.contains { $0.name.hasPrefix("Conv ") && $0.gflop > 0 })
    #expect(layers.allSatisfy { $0.seconds > 0 })
  }

  @Test func `the same image gives the same bits in any session and after any other`() throws {
    let model = try Model(onnx: Fixture(name: "residual").model)
    var random = SplitMix64(state: 1)
    let (image, other) = (random.tensor([1, 1, 19, 23]), random.tensor([1, 1, 19, 23]))
    let session = try Session(model)
    let first = try session.run(["image": image])
    _ = try session.run(["image": other])
    #expect(try session.run(["image": image]) == first)
    #expect(try Session(model).run(["image": image]) == first)
  }

  @Test(arguments: [1, 2, 5])
  func `a batch gives what its images give alone`(count: Int) throws {
    let session = try Session(Model(onnx: Fixture(name: "pyramid").model))
    var random = SplitMix64(state: UInt64(count))
    let batch = random.tensor([count, 1, 32, 40])
    let together = try session.run(["image": batch])
    for index in 0..<count {
      let image = Tensor(shape: [1, 1, 32, 40], values: Array(batch.values[index * 1280..<(index + 1) * 1280]))
      for (name, alone) in try session.run(["image": image]) {
        let all = try #require(together[name])
        let part = all.values[index * alone.values.count..<(index + 1) * alone.values.count]
        #expect(zip(part, alone.values).allSatisfy { abs($0 - $1) < 1e-5 }, "\(name) of image \(index)")
      }
    }
  }

  @Test func `a model says what it takes and gives`() throws {
    let open = try Model(onnx: Fixture(name: "residual").model)
    #expect(open.inputs == [ValueDescription(name: "image", shape: [nil, 1, 19, 23])])
    let closed = try Model(onnx: Fixture(name: "kernels").model)
    #expect(closed.inputs == [ValueDescription(name: "image", shape: [1, 3, 21, 27])])
    #expect(closed.outputs.map(\.shape)[0] == [1, 6, 21, 13])
  }

  @Test(arguments: [
    ([String: Tensor](), "input 'image': it is missing"),
    (
      ["image": Tensor(shape: [1, 3, 2, 2], values: [Float](repeating: 0, count: 12))],
      "input 'image': its shape is [1, 3, 2, 2], not [1, 3, 21, 27]"
    ),
    (
      [
        "image": Tensor(shape: [1, 3, 21, 27], values: [Float](repeating: 0, count: 1701)),
        "spacing": Tensor(shape: [], values: [1]),
      ], "input 'spacing': the model has no such input"
    ),
  ])
  func `inputs that do not fit are named`(inputs: [String: Tensor], sentence: String) throws {
    let session = try Session(Model(onnx: Fixture(name: "kernels").model))
    let error = #expect(throws: ModelError.self) { try session.run(inputs) }
    #expect(error?.description == sentence)
  }
}
