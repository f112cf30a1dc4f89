package import Sonography

/// Whether a drawn label can be seen in the rendered picture.
///
/// A label the picture does not show would teach a trainee to see what is not there: such a case is
/// drawn again. Orientation and posterior features are read off the picture; they are promised only where
/// they were wished for, and a posterior band between two labels is refused.
package struct LabelCheck: Sendable {
  /// What the picture does not show, one sentence each; empty when every label holds.
  package private(set) var problems: [String] = []
  /// The lexicon's words for the lesion, as the picture shows them.
  package private(set) var descriptors: Descriptors

  package init(_ plan: LesionPlan, key truth: FrameTruth) {
    descriptors = Descriptors(plan.intended)
    descriptors["orientation"] = [truth.width > truth.height ? "parallel" : "not_parallel"]
    checkOrientation(plan, truth)
    checkEcho(descriptors["echo"].first ?? "hypoechoic", plan.kind, truth)
    checkPosterior(plan, truth)
  }

  private mutating func checkOrientation(_ plan: LesionPlan, _ truth: FrameTruth) {
    guard descriptors["shape"] != ["round"] else { return }
    let ratio = truth.width / truth.height
    if (0.95...1.05).contains(ratio) {
      problems.append("orientation: as wide as high (\(Self.short(ratio))), neither word fits")
    }
    if let wished = plan.wishes.words["orientation"], wished != descriptors["orientation"] {
      problems.append("orientation: wanted \(wished.joined()), width over height is \(Self.short(ratio))")
    }
  }

  private mutating func checkEcho(_ echo: String, _ kind: LesionKind, _ truth: FrameTruth) {
    let shown =
      switch echo {
      // Fluid between walls: what counts is that both are there.
      case "anechoic" where kind == .clusteredMicrocysts: truth.contrast <= -6 && truth.texture >= 6
      case "anechoic": truth.contrast <= -18 || (truth.contrast <= -14 && truth.level <= -18)
      case "hyperechoic": truth.contrast >= 3 && truth.level >= 3
      case "isoechoic": abs(truth.level) <= 2.5
      case "complex_cystic_solid": truth.contrast <= -5 && truth.texture >= 4
      case "heterogeneous": truth.texture >= 4 && truth.contrast <= -3
      default: truth.contrast <= -4.5 && truth.level <= 1
      }
    if !shown {
      problems.append(
        "echo: \(echo) is not shown at \(Self.short(truth.contrast)) dB against the "
          + "surroundings, \(Self.short(truth.level)) dB against fat and a spread of "
          + "\(Self.short(truth.texture)) dB")
    }
  }

  private mutating func checkPosterior(_ plan: LesionPlan, _ truth: FrameTruth) {
    guard let band = truth.posterior else {
      problems.append("posterior: no tissue behind the lesion is in the picture")
      return
    }
    let halves = truth.posteriorHalves
    if (halves.max() ?? 0) >= 3, (halves.min() ?? 0) <= -4 {
      descriptors["posterior"] = ["combined"]
    } else {
      switch band {
      case 3...: descriptors["posterior"] = ["enhancement"]
      case ...(-4): descriptors["posterior"] = ["shadowing"]
      case -2...2: descriptors["posterior"] = ["none"]
      default: problems.append("posterior: \(Self.short(band)) dB lies between two labels")
      }
    }
    let wanted = plan.wishes.words["posterior"] ?? plan.kind.posterior
    if let wanted, !descriptors["posterior"].allSatisfy(wanted.contains) {
      problems.append(
        "posterior: \(plan.kind.diagnosis) shows \(descriptors["posterior"].joined()) "
          + "(\(Self.short(band)) dB)")
    }
  }

  private static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
