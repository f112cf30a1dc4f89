import CKernels
import COpenBLAS
import Glibc

/// Which code does the arithmetic on this processor.
package struct KernelReport: Hashable, Sendable, CustomStringConvertible {
  /// "AVX-512", "AVX2" or "plain".
  package let convolution: String
  /// The processor OpenBLAS takes this one for.
  package let matrixProduct: String
  /// 10^9 floating-point operations a second on one thread, in a convolution and in a matrix product.
  package let convolutionSpeed: Double
  package let matrixProductSpeed: Double

  package var description: String {
    "convolution \(convolution) \(Int(convolutionSpeed)) GFLOP/s, "
      + "OpenBLAS \(matrixProduct) \(Int(matrixProductSpeed)) GFLOP/s, one thread"
  }
}

/// Sets up the arithmetic once for the process.
package enum Kernels {
  /// Chooses the kernels and times them for about 50 ms.
  ///
  /// Call it before the first session and from one thread: while OpenBLAS is set up again, nobody may use it.
  package static func prepare() -> KernelReport {
    correctCoreType()
    // Frames run in parallel, not the inside of one.
    openblas_set_num_threads(1)
    let names = ["plain", "AVX2", "AVX-512"]
    return KernelReport(
      convolution: names[Int(ck_best_level())], matrixProduct: coreName,
      convolutionSpeed: SelfTest.convolution(), matrixProductSpeed: SelfTest.matrixProduct())
  }

  private static var coreName: String { String(cString: openblas_get_corename()) }

  /// OpenBLAS 0.3.21 takes newer processors for a Haswell and leaves half their speed unused; it reads the
  /// variable that tells it otherwise only while starting, so it is started again.
  private static func correctCoreType() {
    guard ck_has_avx512() != 0, ["Haswell", "Zen", "Prescott"].contains(coreName),
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

  /// 64 to 64 channels, 3 × 3, on 64 × 64 pixels.
  static func convolution() -> Double {
    var node = Node(index: 0, opset: 17)
    node.operation = "Conv"
    node.attributes = ["pads": .integers([1, 1, 1, 1])]
    let shapes = [[1, 64, 64, 64], [64, 64, 3, 3]].map { Shape(known: $0) }
    let request = PlanRequest(
      node: node, operands: shapes.map { Operand(name: "", shape: $0, kind: .real) })
    guard let planned = try? Convolution.plan(request), case .convolution(let convolution) = planned.work else {
      return 0
    }
    let buffers = (shapes + [Shape(known: planned.outputs[0].shape.lengths), Shape(known: [planned.scratch])])
      .map { FloatBuffer(count: $0.count) }
    let memory = StepMemory(
      inputs: [UnsafePointer(buffers[0].start), UnsafePointer(buffers[1].start)], outputs: [buffers[2].start],
      scratch: buffers[3].start)
    return withExtendedLifetime(buffers) { speed(2 * 64 * 64 * 576 * 64) { convolution.run(memory) } }
  }

  /// The best of as many rounds as fit in 25 ms; the first is for warming up.
  private static func speed(_ operations: Int, _ work: () -> Void) -> Double {
    work()
    let start = ck_seconds()
    var (last, best) = (start, Double.infinity)
    repeat {
      work()
      let now = ck_seconds()
      best = min(best, now - last)
      last = now
    } while last - start < 0.025
    return Double(operations) / best * 1e-9
  }
}
