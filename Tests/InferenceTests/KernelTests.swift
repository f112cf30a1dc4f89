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
    trial.hasOpenWeights = pick(0...3) == 0
    // One channel a group is depthwise; 70 is more than a block of the kernels, and not a multiple of a vector.
    let (inputs, outputs) = ([1, 2, 3, 5, 9][pick(0...4)], [1, 2, 7, 16, 17, 50, 70][pick(0...6)])
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
    for kernel in Kernel.available where kernel != .twin {
      let result = try trial.result(of: image, weights: weights, bias: bias, residual: residual, by: kernel)
      #expect(result.shape == wanted.shape)
      let worst = zip(result.values, wanted.values).map { abs($0 - $1) }.max() ?? 0
      // At most 3 · 3 · 27 products below one are summed, in another order.
      #expect(worst < 4e-5, "\(kernel) differs by \(worst)")
    }
  }

  /// Channels enough for pairs, with weights and pixels that bfloat16 holds exactly.
  @Test(arguments: UInt64(1)...60)
  func `reduced precision rounds what it keeps and nothing else`(seed: UInt64) throws {
    var (trial, imageShape, weightShape) = Self.trial(seed)
    var random = SplitMix64(state: seed ^ 0xabcd)
    (trial.groups, trial.hasRelu, trial.hasOpenWeights) = (1, true, false)
    let channels = 8 + Int(seed % 5)
    imageShape[1] = channels
    weightShape[trial.isTransposed ? 0 : 1] = channels
    func eighths(_ shape: [Int]) -> Tensor {
      var tensor = random.tensor(shape)
      for i in tensor.values.indices { tensor.values[i] = (tensor.values[i] * 8).rounded() / 8 }
      return tensor
    }
    let (image, weights) = (eighths(imageShape), eighths(weightShape))
    let bias = eighths([trial.isTransposed ? weightShape[1] : weightShape[0]])
    let wanted = try trial.result(of: image, weights: weights, bias: bias, residual: nil, by: .twin)
    trial.precision = .bfloat16
    for kernel in [Kernel.plain, .avx512BF16] where Kernel.available.contains(kernel) {
      let result = try trial.result(of: image, weights: weights, bias: bias, residual: nil, by: kernel)
      // Sums of eighths are exact; only the result is rounded, by half of the last of eight bits at most.
      let isRight = zip(result.values, wanted.values).allSatisfy { abs($0 - $1) <= abs($1) / 256 }
      #expect(isRight, "\(kernel)")
    }
  }

  @Test func `the wide kernels agree bit by bit`() throws {
    guard Kernel.available.contains(.avx512) else { return }
    var random = SplitMix64(state: 5)
    let (image, weights) = (random.tensor([1, 19, 21, 33]), random.tensor([70, 19, 3, 3]))
    let bias = random.tensor([70])
    let results = try [Kernel.avx2, .avx512].map { kernel in
      try KernelTrial().result(of: image, weights: weights, bias: bias, residual: nil, by: kernel)
    }
    #expect(results[0] == results[1])
  }

  @Test(arguments: Kernel.available)
  func `a kernel is found by its name`(kernel: Kernel) {
    #expect(Kernel(named: kernel.name) == kernel)
    #expect(Kernel(named: kernel.name.uppercased()) == nil)
  }

  @Test func `preparing the kernels says which run and how fast`() {
    let report = Kernels.prepare()
    #expect(report.kernel == .best)
    #expect(report.convolutionSpeed > 0.1 && report.matrixProductSpeed > 0.1)
    #expect(report.description.contains("GFLOP/s"))
  }
}
