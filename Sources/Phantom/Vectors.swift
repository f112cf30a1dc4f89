internal import CPhantom

/// Which vector instructions the kernels use. The picture has the same bytes whichever do.
package enum Vectors: Int32, CaseIterable, Hashable, Sendable {
  case plain, avx2, avx512

  /// The widest this processor has.
  package static let best = Vectors(rawValue: cp_best_level()) ?? .plain

  /// All this processor can run, narrowest first.
  package static var available: [Vectors] { allCases.filter { $0.rawValue <= best.rawValue } }
}
