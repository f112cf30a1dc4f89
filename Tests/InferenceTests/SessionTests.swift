import Inference
import Testing

@Suite struct SessionTests {
  @Test(arguments: Fixture.all)
  func `a model computes what ONNX Runtime computes`(fixture: Fixture) throws {
    #expect(try fixture.test.problems(relative: 1e-3, absolute: 1e-4) == [])
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
