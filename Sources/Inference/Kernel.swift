import CKernels

/// A family of convolution kernels; all but the twin are in CKernels.
package enum Kernel: Int32, CaseIterable, Sendable, CustomStringConvertible {
  /// One multiplication after another, in Swift: what the others are tested against.
  case twin = -1
  /// C that any processor runs.
  case plain
  case avx2, avx512, avx512BF16

  /// The fastest this processor can run.
  package static var best: Kernel { Kernel(rawValue: ck_best_level()) ?? .plain }

  /// Those this processor can run.
  package static var available: [Kernel] { allCases.filter { $0.rawValue <= best.rawValue } }

  /// The name by which one is forced.
  package init?(named name: String) {
    guard let kernel = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kernel
  }

  package var name: String {
    switch self {
    case .twin: "twin"
    case .plain: "plain"
    case .avx2: "avx2"
    case .avx512: "avx512"
    case .avx512BF16: "avx512-bf16"
    }
  }

  package var description: String { name }
}

/// How a network's weights and inner values are kept.
package enum Precision: String, CaseIterable, Sendable {
  case float32
  /// Seven bits of mantissa between convolutions; sums, inputs and outputs stay float32. About twice as fast
  /// where the processor has AVX512-BF16, and ignored where no kernel gains from it.
  case bfloat16
}

/// With what a model computes.
struct Computation: Hashable, Sendable {
  var kernel: Kernel
  var precision: Precision

  var keepsHalves: Bool { precision == .bfloat16 && (kernel == .avx512BF16 || kernel == .plain) }

  /// A few channels do not fill the pairs, and groups need not begin at one.
  func usesHalves(_ filters: FilterLayout) -> Bool { keepsHalves && filters.groups == 1 && filters.channels >= 8 }
}
