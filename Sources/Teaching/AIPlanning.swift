package import Records
package import Sonography

/// Decides, case by case, whether the AI is silent or wrong on purpose.
///
/// Cases come in blocks of ten. Each block has its probes and its planted errors at the authored
/// rates, in places drawn by chance: slot after slot, the chance is what is still owed over what is
/// still left, so that a block never ends short and its last slot tells nothing before the block is over.
package enum AIPlanning {
  package static let block = 10

  /// - Parameter earlier: plans of the attempts already opened in this unit, oldest first.
  package static func plan(
    for unit: Curriculum.Unit, after earlier: [AIPlan],
    using random: inout some RandomNumberGenerator
  ) -> AIPlan {
    guard unit.mode != .off else { return AIPlan() }
    let here = Array(earlier.suffix(earlier.count % block))
    let left = block - here.count
    let seed = UInt64.random(in: .min ... .max, using: &random)
    let probes = owed(unit.assistance.probeRate, of: block, blocks: earlier.count / block)
    let owedProbes = probes - here.count(where: \.isProbe)
    if Int.random(in: 0..<left, using: &random) < owedProbes {
      return AIPlan(isProbe: true, seed: seed)
    }
    let aided = block - probes
    let errors = owed(unit.assistance.errorRate, of: aided, blocks: earlier.count / block)
    let owedErrors = errors - here.count(where: \.isErrorPlanted)
    let aidedLeft = max(1, aided - here.count { !$0.isProbe })
    return AIPlan(
      isErrorPlanted: Int.random(in: 0..<aidedLeft, using: &random) < owedErrors, seed: seed)
  }

  /// Whole cases of a block that a rate asks for; what rounding leaves over goes to later blocks.
  private static func owed(_ rate: Double, of slots: Int, blocks: Int) -> Int {
    let all = { (count: Int) in Int((rate * Double(slots * count)).rounded()) }
    return all(blocks + 1) - all(blocks)
  }
}
