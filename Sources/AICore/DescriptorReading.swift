import Sonography

/// Lexicon terms for one region: what the network says, corrected by what the outline shows.
struct DescriptorReading {
  private static let terms: [String: [String]] = [
    "shape": ["oval", "round", "irregular"],
    "orientation": ["parallel", "not_parallel"],
    "margin": ["circumscribed", "not_circumscribed"],
    "margin_detail": ["indistinct", "angular", "microlobulated", "spiculated"],
    "echo": ["anechoic", "hyperechoic", "complex_cystic_solid", "hypoechoic", "isoechoic", "heterogeneous"],
    "posterior": ["none", "enhancement", "shadowing", "combined"],
    "calcifications": ["none", "in_mass"],
  ]

  let answer: RegionAnswer
  let form: RegionForm
  let grey: RegionGrey

  var descriptors: Descriptors {
    var result = Descriptors()
    for (feature, chances) in exclusive { result[feature] = [mostLikely(feature, chances)] }
    if result["margin"] == ["not_circumscribed"] { result["margin_detail"] = marginDetail }
    return result
  }

  private var exclusive: [(String, [Double])] {
    [
      ("shape", fused("shape", with: shapeEvidence)),
      ("orientation", fused("orientation", with: orientationEvidence)),
      ("margin", answer.chances("margin")),
      ("echo", fused("echo", with: echoEvidence)),
      ("posterior", fused("posterior", with: posteriorEvidence)),
      ("calcifications", answer.chances("calcifications")),
    ]
  }

  private func mostLikely(_ feature: String, _ chances: [Double]) -> String {
    let terms = Self.terms[feature] ?? []
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    return terms[best]
  }

  /// Kinds of a margin that is not circumscribed: each likely one, or the likeliest.
  private var marginDetail: [String] {
    let terms = Self.terms["margin_detail"] ?? []
    let chances = answer["margin_detail"].map(sigmoid)
    let likely = terms.indices.filter { chances[$0] > 0.5 }
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    return (likely.isEmpty ? [best] : likely).map { terms[$0] }
  }

  /// The network's probabilities times what the outline or the grey levels make likely.
  private func fused(_ feature: String, with evidence: [Double]) -> [Double] {
    zip(answer.chances(feature), evidence).map { $0 * $1 }
  }

  /// A round lesion is no longer than 1.25 times its width; an ellipse fills its moments, an irregular form less.
  private var shapeEvidence: [Double] {
    let proportion = (form.small / form.large).squareRoot()
    let round = sigmoid((proportion - 0.84) * 25)
    return [1.15 - round, 0.15 + round, 0.65]
  }

  /// Parallel to the skin when the fitted ellipse is wider than tall.
  private var orientationEvidence: [Double] {
    let tall = sigmoid(8 * logarithm(form.yy / form.xx) / 2)
    return [1.02 - tall, 0.02 + tall]
  }

  /// An anechoic lesion is nearly black and even; a hyperechoic one brighter than its surroundings.
  private var echoEvidence: [Double] {
    let ratio = grey.inside / max(grey.rim, 0.02)
    let black = sigmoid((0.3 - ratio) * 14)
    let bright = sigmoid((ratio - 1.15) * 14)
    return [0.15 + black, 0.1 + 2 * bright, 0.6, 1.1 - bright, 0.5, 0.6]
  }

  /// Tissue below against tissue beside.
  private var posteriorEvidence: [Double] {
    let change = (grey.below - grey.rim) / max(grey.rim, 0.05)
    let brighter = sigmoid((change - 0.15) * 10)
    let darker = sigmoid((-change - 0.45) * 10)
    return [1.1 - 0.7 * max(brighter, darker), 0.35 + brighter, 0.35 + darker, 0.6]
  }
}
