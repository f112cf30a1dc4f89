import Inference
import Testing

@Suite struct KernelTests {
  /// A convolution of a random shape, fit for few vectors and few blocks: the edges are everywhere.
  private static func trial(_ seed: UInt64) -> (trial: KernelTrial, image: [Int], weights: [Int]) {
    var random = SplitMix64(state: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var trial = KernelTrial()
    trial.strides = [pick(1...3), pick(1...3)]
    trial.dilations = [pick(1...2), pick(1...2)]
    trial.pads = (0..<4).map { _ in pick(0...2) }
    trial.groups = [1, 1, 2, 3][pick(0...3)]
    trial.isTransposed = pick(0...3) == 0
    trial.hasRelu = pick(0...1) == 0
    let (inputs, outputs) = (pick(1...5), [1, 2, 7, 8, 9, 17][pick(0...5)])
    let channels = inputs * trial.groups
    let weights = trial.isTransposed ? [channels, outputs] : [outputs * trial.groups, inputs]
    return (trial, [pick(1...2), channels, pick(7...37), pick(7...37)], weights + [pick(1...3), pick(1...3)])
  }

  @Test(arguments: UInt64(1)...150)
  func `every kernel agrees with the plain twin on odd shapes`(seed: UInt64) throws {
    let (trial, imageShape, weightShape) = Self.trial(seed)
    var random = SplitMix64(state: seed ^ 0xabcd)
    let (image, weights) = (random.tensor(imageShape), random.tensor(weightShape))
    let bias = random.tensor([trial.isTransposed ? weightShape[1] * trial.groups : weightShape[0]])
    let bare = try trial.result(of: image, weights: weights, bias: bias, residual: nil, by: .twin)
    let residual = seed % 2 == 0 ? random.tensor(bare.shape) : nil
    let wanted = try trial.result(of: image, weights: weights, bias: bias, residual: residual, by: .twin)
    for kernel in KernelTrial.Kernel.available where kernel != .twin {
      let result = try trial.result(of: image, weights: weights, bias: bias, residual: residual, by: kernel)
      #expect(result.shape == wanted.shape)
      let worst = zip(result.values, wanted.values).map { abs($0 - $1) }.max() ?? 0
      // At most 3 · 3 · 15 products below one are summed, in another order.
      #expect(worst < 2e-5, "\(kernel) differs by \(worst)")
    }
  }

  @Test func `preparing the kernels says which run and how fast`() {
    let report = Kernels.prepare()
    #expect(report.convolutionSpeed > 0.1 && report.matrixProductSpeed > 0.1)
    #expect(report.description.contains("GFLOP/s"))
  }
}
