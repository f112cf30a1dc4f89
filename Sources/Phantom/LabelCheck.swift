package import Sonography

/// Whether a drawn label can be seen in the rendered picture.
///
/// A label the picture does not show would teach a trainee to see what is not there: such a case is
/// drawn again. Orientation and posterior features are not promised at all; they are read off the
/// picture, and a posterior band between two labels is refused.
package struct LabelCheck: Sendable {
  /// What the picture does not show, one sentence each; empty when every label holds.
  package private(set) var problems: [String] = []
  /// The lexicon's words for the lesion, as the picture shows them.
  package private(set) var descriptors: Descriptors

  package init(_ plan: LesionPlan, key truth: FrameTruth) {
    descriptors = Descriptors(plan.kind.intended)
    descriptors["orientation"] = [truth.width > truth.height ? "parallel" : "not_parallel"]
    checkOrientation(truth)
    checkEcho(plan.kind, truth)
    checkPosterior(plan.kind, truth)
  }

  private mutating func checkOrientation(_ truth: FrameTruth) {
    guard descriptors["shape"] != ["round"] else { return }
    let ratio = truth.width / truth.height
    if (0.95...1.05).contains(ratio) {
      problems.append("orientation: as wide as high (\(Self.short(ratio))), neither word fits")
    }
  }

  private mutating func checkEcho(_ kind: LesionKind, _ truth: FrameTruth) {
    let shown =
      switch kind.echo {
      case "anechoic": truth.contrast <= -18
      case "hyperechoic": truth.contrast >= 3 && truth.level >= 3
      case "complex_cystic_solid": truth.contrast <= -5
      default: truth.contrast <= -4.5 && truth.level <= 1
      }
    if !shown {
      problems.append(
        "echo: \(kind.echo) is not shown at \(Self.short(truth.contrast)) dB against the "
          + "surroundings and \(Self.short(truth.level)) dB against fat")
    }
  }

  private mutating func checkPosterior(_ kind: LesionKind, _ truth: FrameTruth) {
    guard let band = truth.posterior else {
      problems.append("posterior: no tissue behind the lesion is in the picture")
      return
    }
    switch band {
    case 3...: descriptors["posterior"] = ["enhancement"]
    case ...(-4): descriptors["posterior"] = ["shadowing"]
    case -2...2: descriptors["posterior"] = ["none"]
    default:
      problems.append("posterior: \(Self.short(band)) dB lies between two labels")
    }
    if let wanted = kind.posterior, !descriptors["posterior"].allSatisfy(wanted.contains) {
      problems.append(
        "posterior: \(kind.diagnosis) shows \(descriptors["posterior"].joined()) "
          + "(\(Self.short(band)) dB)")
    }
  }

  private static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
