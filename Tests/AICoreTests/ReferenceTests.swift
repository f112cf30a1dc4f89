import AICore
import Inference
import Testing

/// The shipped network through our engine and our arithmetic, against PyTorch's numbers.
@Suite struct ReferenceTests {
  let look: Look
  let reference: Released.Reference

  init() throws {
    let session = try Session(Released.reader().network)
    let image = Tensor(shape: [1, 1, 256, 256], values: Released.referenceImage)
    look = Look(try session.run(["image": image]), within: nil)
    reference = try Released.reference()
  }

  @Test func `mask, features and presence are those of the training`() {
    expect(look.mask, matches: reference.mask, within: 5e-3)
    expect(look.features, matches: reference.features, within: 5e-3)
    #expect(abs(look.presence - reference.presence[0]) < 5e-3)
  }

  @Test func `the region vector is that of the training`() {
    expect(vector.values, matches: reference.vector, within: 2e-3)
  }

  @Test func `the region head answers as in the training`() throws {
    let session = try Session(Released.reader().regionHead)
    let input = Tensor(shape: [1, RegionVector.count], values: vector.values)
    let answer = RegionAnswer.all(in: try session.run(["region": input]), count: 1)[0]
    #expect(Set(reference.answers.keys) == Set(RegionAnswer.names))
    for (name, wanted) in reference.answers {
      #expect(zip(answer[name], wanted).allSatisfy { abs($0 - $1) < 1e-2 }, "\(name)")
    }
  }

  private var vector: RegionVector {
    RegionVector(
      weights: Released.referenceWeights, features: look.features,
      picture: PicturePyramid(square: Released.referenceImage, side: 256))
  }

  private func expect(_ values: [Float], matches wanted: Released.Reference.Sampled, within tolerance: Double) {
    #expect(values.count == wanted.count)
    for (index, value) in wanted.values.enumerated() {
      #expect(abs(Double(values[index * wanted.step]) - value) < tolerance, "value \(index * wanted.step)")
    }
  }
}
