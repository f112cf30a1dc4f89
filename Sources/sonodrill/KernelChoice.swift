import Foundation
import Inference

/// Which kernels the process computes with: the fastest, or those SONODRILL_KERNEL names.
///
/// To be made before any model is loaded: a model keeps the kernels it was loaded with.
enum KernelChoice {
  static let variable = "SONODRILL_KERNEL"

  static func prepare() throws -> KernelReport {
    guard let name = ProcessInfo.processInfo.environment[variable], !name.isEmpty else { return Kernels.prepare() }
    guard let kernel = Kernel(named: name), Kernel.available.contains(kernel) else {
      let names = Kernel.available.map(\.name).joined(separator: ", ")
      throw Failure("\(variable): this processor has no kernels '\(name)'; choose one of \(names)")
    }
    return Kernels.prepare(forcing: kernel)
  }
}
