import ArgumentParser
import Foundation
import Inference
import Synchronization

/// Times a network alone: no decoding, no tracking.
struct BenchInference: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inference", abstract: "Times any ONNX model, layer by layer, one session a thread.")

  @Option(help: "The ONNX file.") var model = "Models/breast-reader/model.onnx"

  @Option(help: "The shape of every input; the model's own with 1 for what is open, if not given.")
  var input: InputShape?

  @Option(help: "Sessions at once, each on a thread of its own.") var threads = 1

  @Option(help: "Timed runs of each thread.") var runs = 200

  @Option(help: "float32, or bfloat16 where the processor gains from it.") var precision = Precision.float32

  @Flag(help: "Print one line of JSON.") var json = false

  func validate() throws {
    guard (1...1024).contains(threads), runs > 0 else {
      throw ValidationError("--threads is 1 to 1024 and --runs at least 1")
    }
  }

  func run() throws {
    let kernels = try KernelChoice.prepare()
    let source = try ModelSource(model)
    var loaded: Model?
    let loading = try ContinuousClock().measure { loaded = try source.load(precision) }
    guard let network = loaded else { return }
    let inputs = inputs(of: network)
    let session = try Session(network)
    var layers: [LayerTiming] = []
    for _ in 0..<Self.warmUps { _ = try session.run(inputs) }
    let profiled = min(runs, 50)
    for _ in 0..<profiled { try session.run(inputs, timing: &layers) }
    let (times, seconds) = try times(network, inputs)
    let isHalf = precision == .bfloat16 && kernels.halfConvolutionSpeed != nil
    let report = InferenceReport(
      times: times, seconds: seconds, threads: threads, layers: layers, profiled: profiled,
      peak: isHalf ? kernels.halfConvolutionSpeed ?? 0 : kernels.convolutionSpeed)
    guard !json else { return print(try report.jsonLine()) }
    print(kernels)
    let memory =
      session.memory.map { ", \($0.arena >> 10) kB a session, \($0.activations >> 10) kB alive at once" } ?? ""
    print("loaded in \(rounded(loading / .milliseconds(1))) ms\(memory)")
    print(report)
  }

  private static let warmUps = 10

  private func inputs(of model: Model) -> [String: Tensor] {
    var inputs: [String: Tensor] = [:]
    for description in model.inputs {
      let shape = input?.lengths ?? description.shape.map { $0 ?? 1 }
      // Any finite numbers will do; these differ from each other.
      let values = (0..<shape.reduce(1, *)).map { Float($0 % 251) / 251 }
      inputs[description.name] = Tensor(shape: shape, values: values)
    }
    return inputs
  }

  /// - Returns: milliseconds of every run, ascending, and the seconds from the first start to the last end.
  private func times(_ model: Model, _ inputs: [String: Tensor]) throws -> (milliseconds: [Double], seconds: Double) {
    let outcome = Mutex((times: [Double](), errors: [any Error]()))
    let clock = ContinuousClock()
    let start = clock.now
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let result = Result { try timesOfOneThread(model, inputs) }
      outcome.withLock {
        switch result {
        case .success(let times): $0.times += times
        case .failure(let error): $0.errors.append(error)
        }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    return try outcome.withLock {
      if let error = $0.errors.first { throw error }
      return ($0.times.sorted(), seconds)
    }
  }

  private func timesOfOneThread(_ model: Model, _ inputs: [String: Tensor]) throws -> [Double] {
    let session = try Session(model)
    var results: [Tensor] = []
    let clock = ContinuousClock()
    return try (0..<runs).map { _ in
      try clock.measure { try session.run(inputs, into: &results) } / .milliseconds(1)
    }
  }
}

/// A shape as people write it: `1x1x256x256`.
struct InputShape: ExpressibleByArgument {
  let lengths: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    let lengths = parts.compactMap(\.self)
    // So small that no product of up to eight lengths overflows; the engine has its own, lower limit.
    guard lengths.count == parts.count, (1...8).contains(lengths.count),
      lengths.allSatisfy({ (1...1 << 20).contains($0) }), lengths.reduce(1.0, { $0 * Double($1) }) <= 0x1p26
    else { return nil }
    self.lengths = lengths
  }
}

/// The figures of one bench.
private struct InferenceReport: Encodable, CustomStringConvertible {
  struct Layer: Encodable {
    let name: String
    let ms: Double
    let gflop: Double
  }

  let medianMs: Double
  let p95Ms: Double
  /// A run.
  let gflop: Double
  /// All threads together.
  let gflopPerSecond: Double
  /// Of what the self-test reached, times the threads.
  let peakShare: Double
  let layers: [Layer]

  /// - Parameters:
  ///   - times: of all runs, ascending, in milliseconds.
  ///   - seconds: the time they took together.
  ///   - profiled: how many runs the layers' seconds are of.
  ///   - peak: GFLOP/s of one thread in the self-test.
  init(times: [Double], seconds: Double, threads: Int, layers: [LayerTiming], profiled: Int, peak: Double) {
    medianMs = rounded(times[times.count / 2])
    p95Ms = rounded(times[min(times.count - 1, times.count * 95 / 100)])
    let gflop = layers.reduce(0) { $0 + $1.gflop }
    // One thread's rate follows from its median; of several, only the time together says what they did.
    let rate = threads == 1 ? gflop / times[times.count / 2] * 1000 : gflop * Double(times.count) / seconds
    (self.gflop, gflopPerSecond) = (rounded(gflop), rounded(rate))
    peakShare = rounded(rate / (peak * Double(threads)))
    self.layers = layers.map {
      Layer(name: $0.name, ms: rounded($0.seconds * 1000 / Double(profiled)), gflop: rounded($0.gflop))
    }
  }

  func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var description: String {
    let lines = layers.map { layer in
      let speed = layer.gflop > 0 ? ", \(Int(layer.gflop / layer.ms * 1000)) GFLOP/s" : ""
      return "  \(layer.ms) ms\(speed)  \(layer.name)"
    }
    return "median \(medianMs) ms, p95 \(p95Ms) ms, \(gflop) GFLOP a run, \(gflopPerSecond) GFLOP/s, "
      + "\(Int(peakShare * 100)) % of the self-test\n" + lines.joined(separator: "\n")
  }
}

/// To four decimals: below that there is only noise.
private func rounded(_ value: Double) -> Double { (value * 10000).rounded() / 10000 }
