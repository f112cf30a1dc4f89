import CKernels
import COpenBLAS
import Glibc
import Synchronization

/// Which code does the arithmetic on this processor.
package struct KernelReport: Hashable, Sendable, CustomStringConvertible {
  package let kernel: Kernel
  /// The processor OpenBLAS takes this one for.
  package let matrixProduct: String
  /// 10^9 floating-point operations a second on one thread, in a convolution of float32 ...
  package let convolutionSpeed: Double
  /// ... of bfloat16, where the processor gains from it ...
  package let halfConvolutionSpeed: Double?
  /// ... and in a matrix product.
  package let matrixProductSpeed: Double

  package var description: String {
    let half = halfConvolutionSpeed.map { ", in bfloat16 \(Int($0))" } ?? ""
    return "kernels: convolution \(kernel) \(Int(convolutionSpeed)) GFLOP/s\(half), "
      + "OpenBLAS \(matrixProduct) \(Int(matrixProductSpeed)) GFLOP/s, one thread"
  }
}

/// Sets up the arithmetic once for the process.
package enum Kernels {
  private static let choice = Atomic<Int32>(Kernel.best.rawValue)

  /// What models use that do not say otherwise.
  package static var chosen: Kernel { Kernel(rawValue: choice.load(ordering: .relaxed)) ?? .plain }

  /// Chooses the kernels and times them for about 50 ms.
  ///
  /// Call it before the first model and from one thread: while OpenBLAS is set up again, nobody may use it.
  ///
  /// - Parameter forced: the kernels to use instead of the fastest, one of `Kernel.available`.
  package static func prepare(forcing forced: Kernel? = nil) -> KernelReport {
    let kernel = forced.flatMap { Kernel.available.contains($0) ? $0 : nil } ?? .best
    choice.store(kernel.rawValue, ordering: .relaxed)
    correctCoreType()
    // Frames run in parallel, not the inside of one.
    openblas_set_num_threads(1)
    return KernelReport(
      kernel: kernel, matrixProduct: coreName, convolutionSpeed: SelfTest.convolution(kernel, .float32),
      halfConvolutionSpeed: kernel == .avx512BF16 ? SelfTest.convolution(kernel, .bfloat16) : nil,
      matrixProductSpeed: SelfTest.matrixProduct())
  }

  private static var coreName: String { String(cString: openblas_get_corename()) }

  /// OpenBLAS 0.3.21 takes newer processors for a Haswell and leaves half their speed unused; it reads the
  /// variable that tells it otherwise only while starting, so it is started again.
  private static func correctCoreType() {
    guard Kernel.best.rawValue >= Kernel.avx512.rawValue, ["Haswell", "Zen", "Prescott"].contains(coreName),
      // The functions are exported but in no header, and other builds of OpenBLAS lack them.
      let quit = dlsym(nil, "gotoblas_dynamic_quit"), let start = dlsym(nil, "gotoblas_dynamic_init"),
      setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 1) == 0
    else { return }
    typealias Procedure = @convention(c) () -> Void
    // Both are `void f(void)` in OpenBLAS's driver/others/dynamic.c.
    unsafeBitCast(quit, to: Procedure.self)()
    unsafeBitCast(start, to: Procedure.self)()
  }
}

/// Short timings of the two things a network spends its time in.
private enum SelfTest {
  static func matrixProduct() -> Double {
    let (m, n, k) = (64, 4096, 576)
    let buffers = [FloatBuffer(count: m * k), FloatBuffer(count: k * n), FloatBuffer(count: m * n)]
    let size = Products.Size(m: m, n: n, k: k)
    return speed(2 * m * n * k) {
      size.multiply(buffers[0].start, buffers[1].start, into: buffers[2].start, beta: 0)
    }
  }

  /// 64 to 64 channels, 3 × 3, on 32 × 32 pixels.
  static func convolution(_ kernel: Kernel, _ precision: Precision) -> Double {
    var node = Node(index: 0, opset: 17)
    node.operation = "Conv"
    node.attributes = ["pads": .integers([1, 1, 1, 1])]
    node.inputs = ["image", "weights"]
    let weights = Constant(shape: Shape(known: [64, 64, 3, 3]), kind: .real, buffer: FloatBuffer(count: 64 * 576))
    let computation = Computation(kernel: kernel, precision: precision)
    let image = Shape(known: [1, 64, 32, 32])
    node.filters = try? PackedFilters(node, constants: ["weights": weights], computation: computation)
    let operands = [
      Operand(name: "image", shape: image, kind: .real),
      Operand(name: "weights", shape: weights.shape, kind: .real, constant: weights),
    ]
    guard let planned = try? Convolution.plan(PlanRequest(node: node, operands: operands, computation: computation))
    else { return 0 }
    let buffers = [image.count, planned.outputs[0].shape.count, planned.scratch].map(FloatBuffer.init)
    let memory = StepMemory(
      inputs: [UnsafePointer(buffers[0].start), UnsafePointer(weights.buffer.start)], outputs: [buffers[1].start],
      scratch: buffers[2].start)
    let operations = 2 * 32 * 32 * 576 * 64
    return withExtendedLifetime(buffers) {
      switch planned.work {
      case .convolution(let convolution): speed(operations) { convolution.run(memory) }
      case .body(let body): speed(operations) { body(memory) }
      case .alias, .constants: 0
      }
    }
  }

  /// The best of as many rounds as fit in 16 ms; the first is for warming up.
  private static func speed(_ operations: Int, _ work: () -> Void) -> Double {
    work()
    let start = ck_seconds()
    var (last, best) = (start, Double.infinity)
    repeat {
      work()
      let now = ck_seconds()
      best = min(best, now - last)
      last = now
    } while last - start < 0.016
    return Double(operations) / best * 1e-9
  }
}
